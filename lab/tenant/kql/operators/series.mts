import { compileAggregate, isAggregate } from '../aggregates.mts';
import { bin } from '../arithmetic.mts';
import { keyOf, keyOfAll } from '../comparison.mts';
import { convert } from '../conversion.mts';
import { compile, compileAs, constantValue } from '../expressions.mts';
import type { Syntax } from '../syntax.mts';
import type { Row, ScalarType, Table, Value } from '../types.mts';
import { refuse, scopeOf, type Context, type Operator } from './operator.mts';

/** A longer series would only exhaust the practice tenant. */
const LONGEST = 100_000;

interface Axis {
	readonly type: ScalarType;
	readonly points: readonly Value[];
	/** The point to which a value belongs; undefined outside the series. */
	indexOf(value: Value): number | undefined;
}

function axisOf(part: Syntax, input: Table, context: Context): Axis {
	const scope = scopeOf(input, context);
	const on = compile(part.part('OnClause').part('Expression'), scope);
	const range = part.part('RangeClause');
	if (range.shape !== 'MakeSeriesFromToStepClause') throw refuse('make-series in range', range, context);
	const step = constantValue(range.part('MakeSeriesStepClause').part('Expression'), scope);
	const bound = (name: string): Value | undefined => {
		const clause = range.child(name)?.child('Expression');
		return clause ? compileAs(clause, on.type, { ...scope, columns: [] }).evaluate([]) : undefined;
	};
	const values = input.rows.map((row) => bin(on.evaluate(row), step)).filter((value) => value !== null);
	const sorted = [...values].sort((a, b) => Number(a) - Number(b));
	const from = bound('MakeSeriesFromClause') ?? sorted[0];
	const to = bound('MakeSeriesToClause');
	const last = to ?? sorted.at(-1);
	const points: Value[] = [];
	const isWithin = (value: Value): boolean =>
		to === undefined ? Number(value) <= Number(last) : Number(value) < Number(last);
	for (
		let value = from ?? null;
		value !== null && last !== undefined && isWithin(value);
		value = plus(value, step)
	) {
		if (points.length >= LONGEST) throw refuse(`a series of more than ${LONGEST} points`, part, context);
		points.push(value);
		if (plus(value, step) === value) break;
	}
	const [start = null] = points;
	return {
		type: on.type,
		points,
		indexOf: (value) => {
			if (value === null || start === null || Number(step) <= 0) return undefined;
			const index =
				typeof value === 'bigint' && typeof start === 'bigint' && typeof step === 'bigint'
					? Number((value - start) / step) - (value < start ? 1 : 0)
					: Math.floor((Number(value) - Number(start)) / Number(step));
			return index >= 0 && index < points.length ? index : undefined;
		},
	};
}

function plus(a: Value, b: Value): Value {
	if (typeof a === 'bigint' && typeof b === 'bigint') return a + b;
	return a === null || b === null ? null : Number(a) + Number(b);
}

/** make-series: per group one array of values per aggregate, and the array of points. */
export const makeSeries: Operator = (input, part, context) => {
	const scope = scopeOf(input, context);
	const axis = axisOf(part, input, context);
	const on = compile(part.part('OnClause').part('Expression'), scope);
	const by = (part.child('ByClause')?.list('Expressions') ?? []).map((item) => compile(item, scope));
	const series = part.list('Aggregates').map((item) => {
		const named = item.part('Expression');
		const call = named.shape === 'SimpleNamedExpression' ? named.part('Expression') : named;
		if (!isAggregate(call.meaning?.name ?? '')) throw refuse(`make-series of '${call.brief}'`, item, context);
		const aggregate = compileAggregate(call, scope, compile);
		const clause = item.child('DefaultExpression');
		const fallback = clause ? constantValue(clause.part('Expression'), scope) : 0n;
		return { aggregate, fallback };
	});
	const groups = new Map<string, { readonly key: Row; readonly rows: Map<number, Row[]> }>();
	for (const row of input.rows) {
		const key = by.map(({ evaluate }) => evaluate(row));
		const name = key.length === 1 ? keyOf(key[0] ?? null) : keyOfAll(key);
		const group = groups.get(name) ?? { key, rows: new Map<number, Row[]>() };
		groups.set(name, group);
		const index = axis.indexOf(on.evaluate(row));
		if (index !== undefined) group.rows.set(index, [...(group.rows.get(index) ?? []), row]);
	}
	return [...groups.values()].map(({ key, rows }) => [
		...key,
		...series.map(({ aggregate, fallback }) =>
			axis.points.map((_, index) => {
				const own = rows.get(index);
				if (!own) return fallback;
				const running = aggregate.begin();
				for (const row of own) running.add(row);
				return convert(running.result(), aggregate.type, 'dynamic');
			}),
		),
		axis.points.map((point) => convert(point, axis.type, 'dynamic')),
	]);
};
