import {
	averaging,
	collecting,
	collectingBag,
	counting,
	countingDistinct,
	extreme,
	ranking,
	spreading,
	summing,
	takingAny,
	type Accumulator,
} from './accumulators.mts';
import { convert } from './conversion.mts';
import type { Compiled, Scope } from './environment.mts';
import { truth, type CompileFunction } from './operands.mts';
import type { Syntax } from './syntax.mts';
import type { Row, ScalarType, Value } from './types.mts';

type Make = (type: ScalarType) => Accumulator;

const isTicks = (type: ScalarType): boolean => type === 'datetime' || type === 'timespan';

const MAKERS: Readonly<Record<string, Make>> = {
	count: counting,
	dcount: countingDistinct,
	count_distinct: countingDistinct,
	sum: summing,
	avg: (type) => averaging(isTicks(type)),
	min: () => extreme(-1),
	max: () => extreme(1),
	make_set: () => collecting(true),
	makeset: () => collecting(true),
	make_list: () => collecting(false),
	makelist: () => collecting(false),
	make_bag: collectingBag,
	take_any: takingAny,
	any: takingAny,
	percentile: ranking,
	stdev: () => spreading(true),
	variance: () => spreading(false),
	make_list_with_nulls: () => collecting(false, true),
};

/** The aggregates with a condition: name → the plain aggregate, and the position of the condition. */
const CONDITIONAL: Readonly<Record<string, { readonly plain: string; readonly condition: number }>> = {
	countif: { plain: 'count', condition: 0 },
	...Object.fromEntries(
		['dcount', 'sum', 'avg', 'min', 'max', 'stdev', 'variance', 'take_any', 'any']
			.map((plain) => [`${plain}if`, { plain, condition: 1 }] as const)
			.concat(
				['make_set', 'make_list', 'make_bag'].map(
					(plain) => [`${plain}_if`, { plain, condition: 1 }] as const,
				),
			),
	),
	count_distinctif: { plain: 'count_distinct', condition: 1 },
};

/** One aggregate of a summarize: how to begin a group, and what it takes from a row. */
export interface Aggregate {
	readonly type: ScalarType;
	begin(): RunningAggregate;
}

export interface RunningAggregate {
	add(row: Row): void;
	result(): Value;
}

export function isAggregate(name: string): boolean {
	return MAKERS[name] !== undefined || CONDITIONAL[name] !== undefined;
}

/** The aggregate of a call such as `countif(x > 1)`, over rows of `scope`. */
export function compileAggregate(part: Syntax, scope: Scope, compile: CompileFunction): Aggregate {
	const name = part.meaning?.name ?? '';
	const conditional = CONDITIONAL[name];
	const make = MAKERS[conditional?.plain ?? name];
	if (!make) throw new Error(`${name} is no aggregate`);
	const type = part.scalarType ?? 'dynamic';
	const compiled = part
		.part('ArgumentList')
		.list('Expressions')
		.map((argument) => compile(argument, scope));
	const condition = conditional && compiled[conditional.condition];
	const test = condition && truth(condition);
	const args = compiled
		.filter((argument) => argument !== condition)
		.map((argument) => argumentOf(argument, type));
	return {
		type,
		begin: () => {
			const state = make(type);
			return {
				add: (row) => {
					if (!test || test(row) === true) state.add(args.map((argument) => argument(row)));
				},
				result: () => finished(state.result(), type),
			};
		},
	};
}

/** Collected values are kept as in a dynamic array; numbers in dynamic values stay numbers. */
function argumentOf({ type, evaluate }: Compiled, result: ScalarType): (row: Row) => Value {
	return result === 'dynamic' ? (row) => convert(evaluate(row), type, 'dynamic') : evaluate;
}

/** An aggregate of dynamic numbers, or of nothing, still has the declared type. */
function finished(value: Value, type: ScalarType): Value {
	if (type === 'string' && value === null) return '';
	if (typeof value === 'bigint' && (type === 'real' || type === 'decimal')) return Number(value);
	if (typeof value === 'number' && (type === 'int' || type === 'long')) return BigInt(Math.trunc(value));
	return value;
}
