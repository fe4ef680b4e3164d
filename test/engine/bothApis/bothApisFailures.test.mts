import { afterEach, beforeAll, describe, expect } from 'vitest';
import type { FaultAnswer, Tenant } from '../../../lab/tenant/practice.mts';
import { benchesPerFile } from '../../support/benchHooks.mts';
import { expectNoSecrets, incidentById, our } from '../../support/practice.mts';
import { appSides, olderApp, seats, sides, type Seat, type Side } from '../../support/sides.mts';

const start = benchesPerFile();
let seatOf: (side: Side) => Promise<Seat>;
let tenant: Tenant;
beforeAll(async () => {
	seatOf = await seats(start, { empty: true });
	({ tenant } = (await seatOf(olderApp)).bench);
	tenant.incidents.create({ id: ID });
}, 60_000);
afterEach(() => tenant.faults.clear());

const ID = '7';
const reading = our('getIncidents', { returnAll: true });
const writing = our('updateIncident', {
	incidentId: incidentById(ID),
	updateFields: { status: 'resolved' },
});
const hunting = our('runHuntingQuery', { query: 'print 1', timeRange: 'apiDefault' });

const STEPS = [
	['read', reading, 'GET'],
	['write', writing, 'PATCH'],
	['hunt', hunting, 'POST'],
] as const;

describe('refusal (403) through each API and context', () => {
	start.eachRow(sides.flatMap((side) => STEPS.map((step) => [side.name, side, ...step] as const)))(
		'read, write or hunt → names the permission that is missing',
		async (_, side, work, step, method) => {
			tenant.faults.clear();
			const seat = await seatOf(side);
			seat.fault({ status: 403 }, { match: { kind: side.api, method }, times: 'always' });
			const { error } = await seat.run(step);
			expect(error?.httpCode).toBe('403');
			expect(`${error?.message ?? ''} ${error?.description ?? ''}`).toContain(
				side.permissions[side.context][work],
			);
		},
	);
});

/** What the service does, how often, and the message that the user reads, empty if the work succeeds. */
const FAILURES: readonly (readonly [string, FaultAnswer, number, RegExp])[] = [
	['a throttled minute', { throttle: 'none', retryAfterSeconds: 0 }, 1, /^$/],
	['two faults in a row', { status: 503 }, 2, /^$/],
	['a cut answer', 'cut', 1, /^$/],
	['a reset connection', 'reset', 1, /^$/],
	['a page of a proxy', 'html', Infinity, /proxy|HTML|page/i],
	['a refused token', { status: 401 }, Infinity, /refused|sign|token/i],
	['a lasting fault', { status: 500 }, Infinity, /temporarily unavailable/],
	['a long wait', { throttle: 'seconds', retryAfterSeconds: 300 }, Infinity, /try again after/],
	['a redirection', { redirect: 'https://elsewhere.example/' }, Infinity, /host|proxy|address|redirect/i],
];

describe('service failures through each API', () => {
	start.eachRow(
		appSides.flatMap((side) => FAILURES.map(([name, ...row]) => [name, side.name, side, ...row] as const)),
	)('passing or lasting failure → is waited out, or explained', async (_, __, side, answer, times, said) => {
		tenant.faults.clear();
		const seat = await seatOf(side);
		seat.fault(answer, { times: times === Infinity ? 'always' : times });
		const result = await seat.run(reading);
		expectNoSecrets(seat.bench, result);
		expect(result.error?.message ?? '').toMatch(said);
		if (result.error === undefined)
			expect(result.items('getIncidents').map(({ json }) => json['id'])).toEqual([ID]);
		else expect(result.error.description).toMatch(/\S/);
	});

	start.eachRow(appSides)(
		'exhausted hourly quota → a rate limit with the time to try again',
		async (side) => {
			tenant.faults.clear();
			const seat = await seatOf(side);
			seat.fault({ throttle: 'none', retryAfterSeconds: 0, quota: 'hour' }, { times: 'always' });
			const { error } = await seat.run(reading);
			expect(error?.message).toMatch(/limits the number of requests; try again after/);
		},
	);
});
