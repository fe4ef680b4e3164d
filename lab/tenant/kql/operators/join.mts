import { keyOfAll } from '../comparison.mts';
import { compile, columnReference } from '../expressions.mts';
import type { Evaluate } from '../environment.mts';
import type { Syntax } from '../syntax.mts';
import type { Row, Table } from '../types.mts';
import { columnsOf, missing, parameter, refuse, scopeOf, type Context, type Operator } from './operator.mts';

interface Keys {
	readonly left: readonly Evaluate[];
	readonly right: readonly Evaluate[];
}

/** Both sides by key. Rows with a null in the key are in `rows` only: null equals nothing. */
interface Side {
	readonly rows: readonly Row[];
	readonly byKey: ReadonlyMap<string, readonly Row[]>;
	keyOf(row: Row): string | undefined;
}

function sideOf(rows: readonly Row[], keys: readonly Evaluate[]): Side {
	const keyOf = (row: Row): string | undefined => {
		const values = keys.map((evaluate) => evaluate(row));
		return values.includes(null) ? undefined : keyOfAll(values);
	};
	const byKey = new Map<string, Row[]>();
	for (const row of rows) {
		const key = keyOf(row);
		if (key === undefined) continue;
		const group = byKey.get(key);
		if (group) group.push(row);
		else byKey.set(key, [row]);
	}
	return { rows, byKey, keyOf };
}

/** join: innerunique unless `kind` is set. */
export const join: Operator = (input, part, context) => {
	const right = context.session.tabular(part.part('Expression'), context.environment);
	const keys = keysOf(part, input, right, context);
	const sides = { left: sideOf(input.rows, keys.left), right: sideOf(right.rows, keys.right) };
	const blank = { left: input.columns.map(missing), right: right.columns.map(missing) };
	const kind = parameter(part, 'kind') ?? 'innerunique';
	switch (kind) {
		case 'innerunique':
			return matches({ ...sides, left: sideOf(firstOfEach(sides.left), keys.left) });
		case 'inner':
			return matches(sides);
		case 'leftouter':
			return [...matches(sides, blank.right)];
		case 'rightouter':
			return [...matches(sides), ...unmatched(sides.right, sides.left).map((row) => [...blank.left, ...row])];
		case 'fullouter':
			return [
				...matches(sides, blank.right),
				...unmatched(sides.right, sides.left).map((row) => [...blank.left, ...row]),
			];
		case 'leftsemi':
			return matched(sides.left, sides.right);
		case 'rightsemi':
			return matched(sides.right, sides.left);
		case 'anti':
		case 'leftanti':
		case 'leftantisemi':
			return unmatched(sides.left, sides.right);
		case 'rightanti':
		case 'rightantisemi':
			return unmatched(sides.right, sides.left);
		default:
			throw refuse(`join kind=${kind}`, part, context);
	}
};

/** lookup: a leftouter (or inner) join that leaves out the right side's key columns. */
export const lookup: Operator = (input, part, context) => {
	const right = context.session.tabular(part.part('Expression'), context.environment);
	const keys = keysOf(part, input, right, context);
	const sides = { left: sideOf(input.rows, keys.left), right: sideOf(right.rows, keys.right) };
	const outer = (parameter(part, 'kind') ?? 'leftouter') === 'leftouter';
	const rows = matches(sides, outer ? right.columns.map(missing) : undefined);
	const keyNames = new Set(
		part
			.part('LookupClause')
			.list('Expressions')
			.map((item) => rightKeyName(item)),
	);
	const kept = right.columns.flatMap(({ name }, index) =>
		keyNames.has(name) ? [] : [input.columns.length + index],
	);
	if (input.columns.length + kept.length !== columnsOf(part).length)
		throw refuse('this lookup', part, context);
	return rows.map((row) => [
		...row.slice(0, input.columns.length),
		...kept.map((index) => row[index] ?? null),
	]);
};

function rightKeyName(item: Syntax): string | undefined {
	if (item.shape !== 'BinaryExpression') return item.meaning?.name;
	return item.part('Right').meaning?.name;
}

function keysOf(part: Syntax, left: Table, right: Table, context: Context): Keys {
	const clause = part.child('ConditionClause') ?? part.child('LookupClause');
	const items = clause?.list('Expressions') ?? [];
	if (clause?.shape !== 'JoinOnClause' || items.length === 0)
		throw refuse('a join without on', part, context);
	const pairs = items.map((item) => keyPair(item, left, right, context));
	return { left: pairs.map((pair) => pair[0]), right: pairs.map((pair) => pair[1]) };
}

function keyPair(item: Syntax, left: Table, right: Table, context: Context): readonly [Evaluate, Evaluate] {
	const scopes = { left: scopeOf(left, context), right: scopeOf(right, context) };
	const name = item.shape === 'NameReference' ? item.meaning?.name : undefined;
	if (name !== undefined) {
		return [columnReference(name, scopes.left).evaluate, columnReference(name, scopes.right).evaluate];
	}
	if (item.shape !== 'BinaryExpression' || item.part('Operator').text !== '==') {
		throw refuse(`the join condition '${item.brief}'`, item, context);
	}
	return [
		compile(item.part('Left'), scopes.left).evaluate,
		compile(item.part('Right'), scopes.right).evaluate,
	];
}

function firstOfEach(side: Side): readonly Row[] {
	return [...side.byKey.values()].flatMap((rows) => rows.slice(0, 1));
}

interface Sides {
	readonly left: Side;
	readonly right: Side;
}

/** Every pair of equal keys, in the left side's order; `blank` replaces a missing right row. */
function matches({ left, right }: Sides, blank?: Row): readonly Row[] {
	return left.rows.flatMap((row) => {
		const key = left.keyOf(row);
		const partners = (key === undefined ? undefined : right.byKey.get(key)) ?? (blank ? [blank] : []);
		return partners.map((partner) => [...row, ...partner]);
	});
}

function hasPartner(row: Row, side: Side, other: Side): boolean {
	const key = side.keyOf(row);
	return key !== undefined && other.byKey.has(key);
}

function matched(side: Side, other: Side): readonly Row[] {
	return side.rows.filter((row) => hasPartner(row, side, other));
}

function unmatched(side: Side, other: Side): readonly Row[] {
	return side.rows.filter((row) => !hasPartner(row, side, other));
}
