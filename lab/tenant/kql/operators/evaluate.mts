import { compileAggregate, isAggregate } from '../aggregates.mts';
import { keyOfAll } from '../comparison.mts';
import { convert, toText } from '../conversion.mts';
import { compile } from '../expressions.mts';
import { EMPTY_ROW } from '../environment.mts';
import { isWithin, parseNetwork } from '../scalars/ipv4.mts';
import type { Syntax } from '../syntax.mts';
import {
	Instant,
	isBag,
	type HuntColumn,
	type Row,
	type ScalarType,
	type Table,
	type Value,
} from '../types.mts';
import { columnsOf, missing, refuse, scopeOf, type Context, type Operator } from './operator.mts';

type Plugin = (input: Table, args: readonly Syntax[], part: Syntax, context: Context) => Table;

function typeOf(value: Value): ScalarType {
	if (typeof value === 'string') return 'string';
	if (typeof value === 'bigint') return 'long';
	if (typeof value === 'number') return 'real';
	if (typeof value === 'boolean') return 'bool';
	return value instanceof Instant ? 'datetime' : 'dynamic';
}

/** bag_unpack: one column per key, of the one type that its values have, or dynamic. */
const bagUnpack: Plugin = (input, args, part, context) => {
	const [bagPart, prefixPart] = args;
	const index = input.columns.findIndex(({ name }) => name === bagPart?.meaning?.name);
	if (!bagPart || index < 0) throw refuse(`'${part.brief}'`, part, context);
	const prefix = prefixPart
		? toText(compile(prefixPart, { columns: [], ...context }).evaluate(EMPTY_ROW), 'string')
		: '';
	const keys = new Map<string, ScalarType>();
	for (const row of input.rows) {
		const bag = row[index] ?? null;
		if (!isBag(bag)) continue;
		for (const [key, value] of bag) {
			if (value === null) continue;
			const known = keys.get(key);
			keys.set(key, known === undefined || known === typeOf(value) ? typeOf(value) : 'dynamic');
		}
	}
	const kept = input.columns.filter((_, at) => at !== index);
	const taken = new Set(kept.map(({ name }) => name));
	const added = [...keys].map(([key, type]) => ({ key, name: freeName(`${prefix}${key}`, taken), type }));
	return {
		columns: [...kept, ...added.map(({ name, type }): HuntColumn => ({ name, type }))],
		rows: input.rows.map((row) => {
			const bag = row[index] ?? null;
			return [
				...row.filter((_, at) => at !== index),
				...added.map((column) =>
					convert(isBag(bag) ? (bag.get(column.key) ?? null) : null, 'dynamic', column.type),
				),
			];
		}),
	};
};

function freeName(name: string, taken: Set<string>): string {
	let own = name;
	for (let number = 1; taken.has(own); number++) own = `${name}${number}`;
	taken.add(own);
	return own;
}

/** pivot(column, aggregate, by…): one column per value of the pivot column. */
const pivot: Plugin = (input, args, part, context) => {
	const scope = scopeOf(input, context);
	const [pivotPart, ...others] = args;
	if (!pivotPart) throw refuse(`'${part.brief}'`, part, context);
	const call = others.find((item) => isAggregate(item.meaning?.name ?? ''));
	const used = new Set(
		[pivotPart, ...(call?.part('ArgumentList').list('Expressions') ?? [])].map((item) => item.meaning?.name),
	);
	const named = others.filter((item) => item !== call).map((item) => item.meaning?.name);
	const groupNames =
		named.length > 0 ? named : input.columns.map(({ name }) => name).filter((name) => !used.has(name));
	const positions = groupNames.map((name) => input.columns.findIndex((column) => column.name === name));
	const value = compile(pivotPart, scope);
	const values = [...new Set(input.rows.map((row) => toText(value.evaluate(row), value.type)))].sort();
	const aggregate = call ? compileAggregate(call, scope, compile) : undefined;
	const groups = new Map<string, { readonly key: Row; readonly cells: Map<string, Row[]> }>();
	for (const row of input.rows) {
		const key = positions.map((at) => row[at] ?? null);
		const group = groups.get(keyOfAll(key)) ?? { key, cells: new Map<string, Row[]>() };
		groups.set(keyOfAll(key), group);
		const text = toText(value.evaluate(row), value.type);
		group.cells.set(text, [...(group.cells.get(text) ?? []), row]);
	}
	const cellOf = (rows: readonly Row[]): Value => {
		if (!aggregate) return BigInt(rows.length);
		const running = aggregate.begin();
		for (const row of rows) running.add(row);
		return running.result();
	};
	const taken = new Set<string>();
	const columns = positions.flatMap((at) => input.columns[at] ?? []);
	for (const { name } of columns) taken.add(name);
	return {
		columns: [
			...columns,
			...values.map(
				(name): HuntColumn => ({
					name: freeName(name === '' ? 'Column1' : name, taken),
					type: aggregate?.type ?? 'long',
				}),
			),
		],
		rows: [...groups.values()].map(({ key, cells }) => [
			...key,
			...values.map((text) => cellOf(cells.get(text) ?? [])),
		]),
	};
};

/** narrow: one row per cell. */
const narrow: Plugin = (input, _args, part) => ({
	columns: columnsOf(part),
	rows: input.rows.flatMap((row, at) =>
		input.columns.map(({ name, type }, index): Row => [BigInt(at), name, toText(row[index] ?? null, type)]),
	),
});

/** ipv4_lookup(table, address, range, …keys, return_unmatched): the rows of a table whose range contains an address. */
const ipv4Lookup: Plugin = (input, args, part, context) => {
	const [tablePart, addressPart, rangePart, ...rest] = args;
	if (!tablePart || !addressPart || !rangePart) throw refuse(`'${part.brief}'`, part, context);
	const table = context.session.tabular(tablePart, context.environment);
	const address = compile(addressPart, scopeOf(input, context));
	const at = table.columns.findIndex(
		({ name }) => name === (rangePart.meaning?.name ?? rangePart.simpleName),
	);
	const keepsAll = rest.some((item) => /true/u.test(item.text));
	const ranges = table.rows.map((row) => ({ row, range: parseNetwork(toText(row[at] ?? null, 'string')) }));
	const blank = table.columns.map(missing);
	return {
		columns: columnsOf(part),
		rows: input.rows.flatMap((row) => {
			const own = parseNetwork(toText(address.evaluate(row), address.type));
			const found = own
				? ranges.filter(({ range }) => range !== undefined && isWithin(own, range)).map((entry) => entry.row)
				: [];
			return (found.length === 0 && keepsAll ? [blank] : found).map((other) => [...row, ...other]);
		}),
	};
};

const PLUGINS: Readonly<Record<string, Plugin>> = {
	bag_unpack: bagUnpack,
	pivot,
	narrow,
	ipv4_lookup: ipv4Lookup,
};

/** The result of a plugin, with the columns that its data decides. */
export function runPlugin(input: Table, part: Syntax, context: Context): Table {
	const call = part.part('FunctionCall');
	const name = call.part('Name').simpleName;
	const plugin = PLUGINS[name];
	if (!plugin) throw refuse(`evaluate ${name}`, part, context);
	return plugin(input, call.part('ArgumentList').list('Expressions'), part, context);
}

/** evaluate with columns that the query or the plugin fixes. */
export const evaluate: Operator = (input, part, context) => {
	if (part.hasOpenColumns) throw refuse(`'${part.brief}' here`, part, context);
	const columns = columnsOf(part);
	const result = runPlugin(input, part, context);
	const positions = columns.map(({ name }, at) =>
		result.columns[at]?.name === name ? at : result.columns.findIndex((column) => column.name === name),
	);
	return result.rows.map((row) =>
		columns.map((column, at) => {
			const position = positions[at] ?? -1;
			const own = result.columns[position];
			return own
				? (convert(row[position] ?? null, own.type, column.type) ?? missing(column))
				: missing(column);
		}),
	);
};
