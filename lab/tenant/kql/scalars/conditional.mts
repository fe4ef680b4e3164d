import { convert } from '../conversion.mts';
import type { Compiled } from '../environment.mts';
import { truth } from '../operands.mts';
import type { Syntax } from '../syntax.mts';
import type { Row, ScalarType, Value } from '../types.mts';

const NAMES = ['iff', 'iif', 'case', 'coalesce', 'min_of', 'max_of'] as const;
type ConditionalName = (typeof NAMES)[number];

export function isConditional(name: string): name is ConditionalName {
	return NAMES.some((known) => known === name);
}

/** The functions that choose one of their arguments; the choice is brought to the result's type. */
export function conditional(
	name: ConditionalName,
	parts: readonly Syntax[],
	type: ScalarType,
	compile: (part: Syntax) => Compiled,
): Compiled {
	const args = parts.map(compile);
	const constant = args.every((argument) => argument.constant);
	const values = args.map(
		({ type: own, evaluate }) =>
			(row: Row): Value =>
				convert(evaluate(row), own, type),
	);
	if (name === 'coalesce') return { type, constant, evaluate: (row) => firstPresent(values, row) };
	if (name === 'min_of') return { type, constant, evaluate: (row) => extreme(values, row, -1) };
	if (name === 'max_of') return { type, constant, evaluate: (row) => extreme(values, row, 1) };
	const conditions = args.map(truth);
	const choose = (row: Row): Value => {
		let index = 0;
		while (index + 1 < args.length && conditions[index]?.(row) !== true) index += 2;
		return (index + 1 < args.length ? values[index + 1] : values.at(-1))?.(row) ?? null;
	};
	return { type, constant, evaluate: choose };
}

function firstPresent(values: readonly ((row: Row) => Value)[], row: Row): Value {
	let last: Value = null;
	for (const value of values) {
		last = value(row);
		if (last !== null && last !== '') return last;
	}
	return last;
}

/** The smallest (-1) or greatest (1) argument; null only when all are null. */
function extreme(values: readonly ((row: Row) => Value)[], row: Row, direction: number): Value {
	let best: Value = null;
	for (const value of values) {
		const own = value(row);
		if (own === null || typeof own === 'object') continue;
		if (best === null || typeof best === 'object' || (direction < 0 ? own < best : own > best)) best = own;
	}
	return best;
}
