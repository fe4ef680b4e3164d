import { createPrng, type Prng } from '../../tenant/world/prng.mts';
import type { HuntColumn } from '../../tenant/kql/types.mts';
import { EXPRESSIONS, OPERATORS } from './pipelineParts.mts';

const SOURCE = `datatable(s:string, d:dynamic, n:long, i:int, r:real, m:decimal, b:bool, t:datetime, p:timespan, g:guid)[
	"Alpha beta", dynamic({"x":1,"y":["q","w"],"z":{"k":"v"}}), 3, 4, 1.5, decimal(2.5), true, datetime(2026-03-01T10:00:00Z), 1h, guid(74be27de-1e4e-49d9-b579-fe0b331d3642),
	"", dynamic(null), long(null), int(null), real(null), decimal(null), bool(null), datetime(null), timespan(null), guid(null),
	"[1,2,\\"a\\"]", dynamic([1,"2",3.5,true,null]), -7, 0, -0.25, decimal(-1), false, datetime(2026-03-09T23:59:59.9999999Z), -2d, guid(74be27de-1e4e-49d9-b579-fe0b331d3643),
	"10.0.0.1", dynamic("text"), 9007199254740993, 1, real(nan), decimal(0), true, datetime(2025-12-31), time(00:00:01), guid(null)
]`;

/** Aggregates over columns named C and C2. */
const AGGREGATES = [
	'count()',
	'dcount(C)',
	'make_set(C)',
	'make_list(C, 2)',
	'min(C)',
	'max(C)',
	'take_any(C)',
	'take_any(*)',
	'arg_max(C, *)',
	'arg_min(C, C2)',
	'countif(isnotempty(C))',
	'count_distinct(C)',
	'sum(tolong(C))',
	'avg(todouble(C))',
	'percentile(tolong(C), 50)',
	'percentiles(tolong(C), 5, 95)',
	'stdev(tolong(C))',
	'make_bag(bag_pack("k", C))',
	'x = strcat_array(make_set(tostring(C)), ",")',
	'round(avg(tolong(C)), 1)',
	'dcountif(C, isnotempty(C))',
	'sumif(tolong(C), true)',
	'make_set_if(C, true)',
	'arg_max(C, C2)',
	'anyif(C, true)',
	'variance(todouble(C))',
];

/** Runs a query and returns its columns; undefined when it is rejected. */
export type RunForColumns = (query: string) => readonly HuntColumn[] | undefined;

const INITIAL: readonly HuntColumn[] = [
	{ name: 's', type: 'string' },
	{ name: 'n', type: 'long' },
];

/** Makes a random pipeline of up to `steps` operators. A step that the engine rejects is left out. */
export function randomPipeline(seed: number, steps: number, run: RunForColumns): string {
	const prng = createPrng(seed);
	const prologue = `let S = ${SOURCE};\n`;
	let query = `${prologue}S`;
	let columns = run(query) ?? INITIAL;
	for (let step = 0; step < steps; step++) {
		const next = `${query}\n| ${operator(prng, columns)}`;
		const result = run(next);
		if (result === undefined || result.length === 0) continue;
		query = next;
		columns = result;
	}
	return query;
}

function operator(prng: Prng, columns: readonly HuntColumn[]): string {
	const expression = (): string => {
		const column = prng.pick(columns);
		const own = EXPRESSIONS[column.type];
		return prng
			.pick(prng.chance(0.6) ? own : EXPRESSIONS.any)
			.replaceAll(/\bC\b/gu, () => quoted(column.name));
	};
	return prng
		.pick(OPERATORS)
		.replaceAll(/\bE\b/gu, expression)
		.replaceAll(/\bA\b/gu, () => prng.pick(AGGREGATES))
		.replaceAll(/\bC2?\b/gu, () => quoted(prng.pick(columns).name));
}

function quoted(name: string): string {
	return /^[A-Za-z_]\w*$/u.test(name) ? name : `['${name}']`;
}
