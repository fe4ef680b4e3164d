import type { Answer } from '../surface.mts';
import { exactJson, rowObject, typeName } from './cells.mts';
import { badRequest } from '../serviceError.mts';
import { jsonBody } from '../jsonBody.mts';
import type { GraphCall } from './graphCall.mts';
import { HUNT_REFUSALS } from './huntRefusals.mts';
import { refuseUnknownOptions } from '../odata/options.mts';
import { readTimespan } from './timespan.mts';

/** Rows after which the service stops without saying so. */
export const ROWS_MAX = 100_000;

/** `POST /security/runHuntingQuery`. */
export function runHuntingQuery(call: GraphCall): Answer {
	const { tenant } = call.caller;
	refuseUnknownOptions(call.incoming.query, []);
	const { query, timespan } = readBody(jsonBody(call.incoming));
	const now = tenant.clock.now();
	const span = readTimespan(timespan, now);
	const result = tenant.hunting().run(query, {
		now,
		span: { ...span, ends: timespan === undefined ? '[]' : tenant.behaviours.timespanEnds },
		maxRows: ROWS_MAX,
	});
	if (!result.ok) throw badRequest(result.message);
	return {
		status: 200,
		body: {
			'@odata.context': `${call.origin}/v1.0/$metadata#microsoft.graph.security.huntingQueryResults`,
			schema: result.columns.map(({ name, type }) => ({ name, type: typeName(type) })),
			results: result.rows.map((cells) => rowObject(result.columns, cells, tenant.behaviours)),
		},
	};
}

/** Bytes of the largest answer; the service refuses a larger one. */
const BYTES_MAX = 50_000_000;

/** The answer's text, longs with all their digits. */
export function huntingText(answer: Answer): Answer {
	const body = exactJson(answer.body);
	if (Buffer.byteLength(body) > BYTES_MAX) throw badRequest(HUNT_REFUSALS.tooLarge.message);
	return { ...answer, body };
}

function readBody(body: Readonly<Record<string, unknown>>): {
	readonly query: string;
	readonly timespan?: string;
} {
	const { Query: query, Timespan: timespan, ...others } = body;
	const unknown = Object.keys(others)[0];
	if (unknown !== undefined) {
		throw badRequest(
			`The parameter '${unknown}' in the request payload is not a valid parameter for the operation 'runHuntingQuery'.`,
		);
	}
	if (typeof query !== 'string' || query.trim() === '')
		throw badRequest("The parameter 'Query' is required and is a text.");
	if (timespan === undefined) return { query };
	if (typeof timespan !== 'string') throw badRequest("The parameter 'Timespan' is a text.");
	return { query, timespan };
}
