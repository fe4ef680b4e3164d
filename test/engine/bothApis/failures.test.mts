import { afterEach, beforeAll, describe, expect } from 'vitest';
import type { FaultAnswer, Tenant } from '../../../lab/tenant/practice.mts';
import { benchesPerFile } from '../../support/benchHooks.mts';
import { expectNoSecrets, incidentById, our } from '../../support/practice.mts';
import {
	appAccesses,
	legacyAppAccess,
	connections,
	apiAccesses,
	type Connection,
	type ApiAccess,
} from '../../support/apiAccess.mts';

const start = benchesPerFile();
let connectionFor: (access: ApiAccess) => Promise<Connection>;
let tenant: Tenant;
beforeAll(async () => {
	connectionFor = await connections(start, { empty: true });
	({ tenant } = (await connectionFor(legacyAppAccess)).bench);
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
	start.eachRow(
		apiAccesses.flatMap((access) => STEPS.map((step) => [access.name, access, ...step] as const)),
	)('read, write or hunt → names the permission that is missing', async (_, access, work, step, method) => {
		tenant.faults.clear();
		const connection = await connectionFor(access);
		connection.fault({ status: 403 }, { match: { kind: access.api, method }, times: 'always' });
		const { error } = await connection.run(step);
		expect(error?.httpCode).toBe('403');
		expect(`${error?.message ?? ''} ${error?.description ?? ''}`).toContain(
			access.permissions[access.context][work],
		);
	});
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
		appAccesses.flatMap((access) =>
			FAILURES.map(([name, ...row]) => [name, access.name, access, ...row] as const),
		),
	)(
		'passing or lasting failure → is waited out, or explained',
		async (_, __, access, answer, times, said) => {
			tenant.faults.clear();
			const connection = await connectionFor(access);
			connection.fault(answer, { times: times === Infinity ? 'always' : times });
			const result = await connection.run(reading);
			expectNoSecrets(connection.bench, result);
			expect(result.error?.message ?? '').toMatch(said);
			if (result.error === undefined)
				expect(result.items('getIncidents').map(({ json }) => json['id'])).toEqual([ID]);
			else expect(result.error.description).toMatch(/\S/);
		},
	);

	start.eachRow(appAccesses)(
		'exhausted hourly quota → a rate limit with the time to try again',
		async (access) => {
			tenant.faults.clear();
			const connection = await connectionFor(access);
			connection.fault({ throttle: 'none', retryAfterSeconds: 0, quota: 'hour' }, { times: 'always' });
			const { error } = await connection.run(reading);
			expect(error?.message).toMatch(/limits the number of requests; try again after/);
		},
	);
});
