import { keyOf, order } from '../comparison.mts';
import { compile, constantValue } from '../expressions.mts';
import type { Row, Value } from '../types.mts';
import { scopeOf, type Context, type Operator } from './operator.mts';
import type { Syntax } from '../syntax.mts';
import type { Table } from '../types.mts';

function size(part: Syntax, input: Table, context: Context): number {
	const value = constantValue(part.part('Expression'), scopeOf(input, context));
	return typeof value === 'bigint' || typeof value === 'number' ? Math.max(0, Number(value)) : 0;
}

/** sample: rows spread evenly over the input, because a practice result must be the same each time. */
export const sample: Operator = (input, part, context) => {
	const count = Math.min(size(part, input, context), input.rows.length);
	return Array.from(
		{ length: count },
		(_, index) => input.rows[Math.floor((index * input.rows.length) / count)] ?? [],
	);
};

/** sample-distinct: the first different values. */
export const sampleDistinct: Operator = (input, part, context) => {
	const value = compile(part.part('OfExpression'), scopeOf(input, context));
	const found = new Map<string, Row>();
	for (const row of input.rows) {
		const own = value.evaluate(row);
		if (!found.has(keyOf(own))) found.set(keyOf(own), [own]);
	}
	return [...found.values()].slice(0, size(part, input, context));
};

/** top-hitters: the most frequent values, or those with the highest sum. */
export const topHitters: Operator = (input, part, context) => {
	const scope = scopeOf(input, context);
	const value = compile(part.part('OfExpression'), scope);
	const clause = part.child('ByClause');
	const weight = clause ? compile(clause.part('Expression'), scope) : undefined;
	const found = new Map<string, { readonly value: Value; sum: number }>();
	for (const row of input.rows) {
		const own = value.evaluate(row);
		const entry = found.get(keyOf(own)) ?? { value: own, sum: 0 };
		const added = weight ? weight.evaluate(row) : 1n;
		entry.sum += typeof added === 'bigint' || typeof added === 'number' ? Number(added) : 0;
		found.set(keyOf(own), entry);
	}
	const isWhole = !weight || weight.type !== 'real';
	return [...found.values()]
		.sort((a, b) => order(b.sum, a.sum))
		.slice(0, size(part, input, context))
		.map(({ value: own, sum }) => [own, isWhole ? BigInt(Math.trunc(sum)) : sum]);
};
