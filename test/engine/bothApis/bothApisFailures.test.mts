import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { FaultAnswer, Tenant } from '../../../lab/tenant/practice.mts';
import { benchesPerFile } from '../../support/benchHooks.mts';
import { expectNoSecrets, incidentById, our } from '../../support/practice.mts';
import { olderApp, seats, sides, type Seat, type Side } from '../../support/sides.mts';

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

describe.each(sides)('through $name', (side) => {
	const { read, write, hunt } = side.permissions[side.context];

	it.each([
		['reading', reading, 'GET', read],
		['writing', writing, 'PATCH', write],
		['hunting', hunting, 'POST', hunt],
	])('a refusal (403) of %s names the permission', async (_, step, method, permission) => {
		const seat = await seatOf(side);
		seat.fault({ status: 403 }, { match: { kind: side.api, method }, times: 'always' });
		const { error } = await seat.run(step);
		expect(error?.httpCode).toBe('403');
		expect(`${error?.message ?? ''} ${error?.description ?? ''}`).toContain(permission);
	});
});

describe.each(sides.slice(0, 2))('through $name', (side) => {
	it.each<[string, FaultAnswer, number, RegExp]>([
		['a throttled minute', { throttle: 'none', retryAfterSeconds: 0 }, 1, /^$/],
		['two faults in a row', { status: 503 }, 2, /^$/],
		['a cut answer', 'cut', 1, /^$/],
		['a reset connection', 'reset', 1, /^$/],
		['a page of a proxy', 'html', Infinity, /proxy|HTML|page/i],
		['a refused token', { status: 401 }, Infinity, /refused|sign|token/i],
		['a lasting fault', { status: 500 }, Infinity, /temporarily unavailable/],
		['a long wait', { throttle: 'seconds', retryAfterSeconds: 300 }, Infinity, /try again after/],
		['a redirection', { redirect: 'https://elsewhere.example/' }, Infinity, /host|proxy|address|redirect/i],
	])('%s is waited out or told in a sentence', async (_, answer, times, said) => {
		const seat = await seatOf(side);
		seat.fault(answer, { times: times === Infinity ? 'always' : times });
		const result = await seat.run(reading);
		expectNoSecrets(seat.bench, result);
		expect(result.error?.message ?? '').toMatch(said);
		if (result.error === undefined)
			expect(result.items('getIncidents').map(({ json }) => json['id'])).toEqual([ID]);
		else expect(result.error.description).toMatch(/\S/);
	});

	it('a used-up hour says when to come back, in the sentence of a limit', async () => {
		const seat = await seatOf(side);
		seat.fault({ throttle: 'none', retryAfterSeconds: 0, quota: 'hour' }, { times: 'always' });
		const { error } = await seat.run(reading);
		expect(error?.message).toMatch(/limits the number of requests; try again after/);
	});
});
