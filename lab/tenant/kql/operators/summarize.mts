import { ranking } from '../accumulators.mts';
import { compileAggregate, isAggregate, type Aggregate } from '../aggregates.mts';
import { keyOfAll, order } from '../comparison.mts';
import { compile } from '../expressions.mts';
import { EMPTY_ROW, type Compiled, type Evaluate, type Scope } from '../environment.mts';
import type { Syntax } from '../syntax.mts';
import type { Row, Table, Value } from '../types.mts';
import { columnsOf, missing, refuse, scopeOf, type Context, type Operator } from './operator.mts';

/** One item of a summarize: one or several output columns. */
interface Item {
	begin(): { add(row: Row): void; result(): readonly Value[] };
}

/** summarize: groups in the order of their first row; without `by`, one row even over nothing. */
export const summarize: Operator = (input, part, context) => {
	const scope = scopeOf(input, context);
	const by = part.child('ByClause')?.list('Expressions') ?? [];
	const keys = by.map((item) => compile(item, scope).evaluate);
	const items = part.list('Aggregates').map((item) => compileItem(item, by, input, context));
	const begin = (values: readonly Value[]) => ({ values, states: items.map((item) => item.begin()) });
	const groups = new Map<string, ReturnType<typeof begin>>();
	if (keys.length === 0) groups.set('', begin([]));
	for (const row of input.rows) {
		const values = keys.map((evaluate) => evaluate(row));
		const key = keys.length === 0 ? '' : keyOfAll(values);
		let group = groups.get(key);
		if (!group) groups.set(key, (group = begin(values)));
		for (const state of group.states) state.add(row);
	}
	const columns = columnsOf(part);
	return [...groups.values()].map(({ values, states }) =>
		[...values, ...states.flatMap((state) => state.result())].map((value, index) => {
			const column = columns[index];
			return value === null && column ? missing(column) : value;
		}),
	);
};

const EXTREMES: Readonly<Record<string, 1 | -1>> = { arg_max: 1, argmax: 1, arg_min: -1, argmin: -1 };

/** percentiles(value, 5, 50, …): one column per percentage. */
function percentiles(args: readonly Syntax[], scope: Scope): Item {
	const [value, ...wanted] = args.map((argument) => compile(argument, scope).evaluate);
	return {
		begin: () => {
			const running = wanted.map((percent) => ({ percent, state: ranking() }));
			return {
				add: (row) => {
					for (const { percent, state } of running) state.add([value?.(row) ?? null, percent(row)]);
				},
				result: () => running.map(({ state }) => state.result()),
			};
		},
	};
}

function compileItem(item: Syntax, by: readonly Syntax[], input: Table, context: Context): Item {
	const named = item.shape === 'SimpleNamedExpression' || item.shape === 'CompoundNamedExpression';
	const expression = named ? item.part('Expression') : item;
	const scope = scopeOf(input, context);
	const name = expression.shape === 'FunctionCallExpression' ? (expression.meaning?.name ?? '') : '';
	const args = name === '' ? [] : expression.part('ArgumentList').list('Expressions');
	const extreme = EXTREMES[name];
	if (extreme) return argumentOfExtreme(extreme, args, by, scope);
	if (name === 'percentiles') return percentiles(args, scope);
	if (['take_any', 'any'].includes(name) && (args.length > 1 || args[0]?.shape === 'StarExpression')) {
		return wholeRow(spreadStar(args, by, scope));
	}
	if (item.shape === 'CompoundNamedExpression') throw refuse(`'${item.brief}'`, item, context);
	return scalarItem(expression, scope);
}

/** An expression over aggregates, such as `round(avg(n), 2)`: aggregates first, then the rest over their results. */
function scalarItem(expression: Syntax, scope: Scope): Item {
	const aggregates: Aggregate[] = [];
	const aggregate = (call: Syntax): Compiled | undefined => {
		if (!isAggregate(call.meaning?.name ?? '')) return undefined;
		const found = compileAggregate(call, scope, compile);
		const index = aggregates.push(found) - 1;
		return { type: found.type, constant: false, evaluate: (row) => row[index] ?? null };
	};
	const outer = compile(expression, { ...scope, columns: [], aggregate });
	return {
		begin: () => {
			const running = aggregates.map((found) => found.begin());
			return {
				add: (row) => {
					for (const state of running) state.add(row);
				},
				result: () => [outer.evaluate(running.map((state) => state.result()))],
			};
		},
	};
}

/** The arguments as columns; `*` is every input column that is neither grouped by nor an argument itself. */
function spreadStar(args: readonly Syntax[], by: readonly Syntax[], scope: Scope): readonly Evaluate[] {
	const columnName = (part: Syntax): string | undefined =>
		part.meaning?.sort === 'column' ? part.meaning.name : undefined;
	const taken = new Set([...by, ...args].map(columnName));
	return args.flatMap((argument) => {
		if (argument.shape !== 'StarExpression') return [compile(argument, scope).evaluate];
		return scope.columns.flatMap((column, index): Evaluate[] =>
			taken.has(column.name) ? [] : [(row) => row[index] ?? null],
		);
	});
}

function wholeRow(columns: readonly Evaluate[]): Item {
	return {
		begin: () => {
			let kept: Row | undefined;
			return {
				add: (row) => void (kept ??= row),
				result: () => columns.map((evaluate) => (kept ? evaluate(kept) : null)),
			};
		},
	};
}

/** arg_max (1), arg_min (-1): the row of the extreme; when every value is null, the first row. */
function argumentOfExtreme(
	direction: 1 | -1,
	args: readonly Syntax[],
	by: readonly Syntax[],
	scope: Scope,
): Item {
	const columns = spreadStar(args, by, scope);
	const [first] = args;
	const extreme = first ? compile(first, scope).evaluate : () => null;
	return {
		begin: () => {
			let best: Value = null;
			let kept: Row | undefined;
			return {
				add: (row) => {
					const value = extreme(row);
					if (
						kept === undefined ||
						(value !== null && (best === null || order(value, best) * direction > 0))
					) {
						best = value;
						kept = row;
					}
				},
				result: () => columns.map((evaluate) => evaluate(kept ?? EMPTY_ROW)),
			};
		},
	};
}
