import type { Behaviours } from '../behaviours.mts';
import { exactJson, typeName, type Column } from '../graph/cells.mts';
import { ROWS_MAX } from '../graph/hunting.mts';
import { readTimespan } from '../graph/timespan.mts';
import { jsonBody } from '../jsonBody.mts';
import { refuseUnknownOptions } from '../odata/options.mts';
import { badRequest } from '../serviceError.mts';
import type { Answer } from '../surface.mts';
import { invalidBody } from './errors.mts';
import type { LegacyCall } from './legacyCall.mts';

/** `POST /api/advancedhunting/run`: a query over the last 30 days, and nothing to narrow them but the query itself. */
export function runHunt(call: LegacyCall): Answer {
	const { tenant } = call.caller;
	refuseUnknownOptions(call.incoming.query, []);
	const query = readQuery(jsonBody(call.incoming));
	const now = tenant.clock.now();
	const span = { ...readTimespan(undefined, now), ends: '[]' } as const;
	const result = tenant.hunting().run(query, { now, span, maxRows: ROWS_MAX });
	if (!result.ok) throw badRequest(result.message);
	return {
		status: 200,
		body: {
			Stats: stats(result.rows.length),
			Schema: result.columns.map(({ name, type }) => ({ Name: name, Type: typeName(type) })),
			Results: result.rows.map((cells) => rowObject(result.columns, cells, tenant.behaviours)),
		},
	};
}

function readQuery(body: Readonly<Record<string, unknown>>): string {
	const { Query: query, ...others } = body;
	const unknown = Object.keys(others)[0];
	if (unknown !== undefined) throw invalidBody(`The request body has an unknown property '${unknown}'.`);
	if (typeof query === 'string' && query.trim() !== '') return query;
	throw invalidBody("The request body needs the property 'Query', a text.");
}

function rowObject(
	columns: readonly Column[],
	cells: readonly unknown[],
	{ dynamicCell }: Pick<Behaviours, 'dynamicCell'>,
): Record<string, unknown> {
	return Object.fromEntries(
		columns.map(({ name, type }, index) => {
			const cell = cells[index] ?? null;
			if (type === 'bool' && cell !== null) return [name, cell === true || cell === 1 ? 1 : 0];
			const asText =
				type === 'dynamic' && dynamicCell === 'text' && cell !== null && typeof cell !== 'string';
			return [name, asText ? exactJson(cell) : cell];
		}),
	);
}

const cache = { hits: 0, misses: 0, total: 0 };
const stats = (rows: number) => ({
	ExecutionTime: 0.0625,
	resource_usage: {
		cache: { memory: cache, disk: cache },
		cpu: { user: '00:00:00.0156250', kernel: '00:00:00', 'total cpu': '00:00:00.0156250' },
		memory: { peak_per_node: 33_554_432 },
	},
	dataset_statistics: [{ table_row_count: rows, table_size: rows * 200 }],
});
