import { afterEach, describe, expect, it } from 'vitest';
import { benchPerTest } from '../../support/benchHooks.mts';
import {
	startBreakingRelay,
	type Breakage,
	type BrokenCall,
	type Relay,
} from '../../support/breakingRelay.mts';
import { incidentById, jsonOf, our } from '../../support/practice.mts';
import { errorTexts } from '../../support/errorTexts.mts';

const current = benchPerTest();
const ID = '48417';
const relays: Relay[] = [];

afterEach(async () => {
	for (const relay of relays.splice(0)) await relay.close();
});

/** Puts a relay between the nodes and the practice tenant, which breaks some responses. */
async function breaking(
	method: BrokenCall['method'],
	breakage: Breakage,
	{ times = 1, delivered = true }: { readonly times?: number; readonly delivered?: boolean } = {},
): Promise<Relay> {
	const { bench } = current;
	const relay = await startBreakingRelay(bench.practice.origin, { method, breakage, times, delivered });
	relays.push(relay);
	bench.credentials.edit(bench.credentialId, { apiUrl: relay.origin });
	return relay;
}

const read = our('getIncidents', { operation: 'get', incidentId: incidentById(ID) });
const hunt = our('runHuntingQuery', { query: 'print n = 1' });
const update = (parameters: object) => our('updateIncident', { incidentId: incidentById(ID), ...parameters });

/** What the user reads of each form. */
const FORMS: ReadonlyArray<readonly [breakage: Breakage, message: string]> = [
	['half', 'The response of $ was truncated'],
	['halfReset', 'The response of $ was truncated'],
	['headersReset', 'The response of $ was truncated'],
	['noLastChunk', 'The response of $ was truncated'],
	['chunkReset', 'The response of $ was truncated'],
	['halfGzip', 'Microsoft Defender sent a truncated response while reading incidents'],
	['noGzip', 'The response of $ is not valid HTTP'],
	['badChunkSize', 'The response of $ is not valid HTTP'],
	['badStatusLine', 'The response of $ is not valid HTTP'],
	['hugeHeader', 'The response of $ is larger than n8n accepts'],
	['hangUp', '$ closed the connection without a response'],
];
const REPEATED = FORMS.filter(([breakage]) => breakage !== 'hugeHeader');

describe('response that breaks off', () => {
	current.eachRow(REPEATED)('GET, any failure once → requested again', async (breakage) => {
		const relay = await breaking('GET', breakage);
		const result = await current.bench.run(read);
		expect(jsonOf(result, 'getIncidents')).toMatchObject([{ id: ID }]);
		expect(relay.calls).toEqual(['GET', 'GET']);
	});

	current.eachRow(FORMS)(
		'GET, any failure always → four attempts, then the cause',
		async (breakage, message) => {
			const relay = await breaking('GET', breakage, { times: Number.POSITIVE_INFINITY });
			const { error } = await current.bench.run(read);
			expect(error?.message).toBe(message.replace('$', relay.origin));
			expect(`${error?.message} ${error?.description}`).toMatch(/while reading incidents/i);
			expect(`${error?.message} ${error?.description}`).not.toMatch(/Test button|sign-in|permission/);
			expect(relay.calls).toHaveLength(breakage === 'hugeHeader' ? 1 : 4);
		},
	);

	current.eachRow(REPEATED)('hunt, any failure once → requested again', async (breakage) => {
		const relay = await breaking('POST', breakage);
		const result = await current.bench.run(hunt);
		expect(result.error).toBeUndefined();
		expect(jsonOf(result, 'runHuntingQuery')).toHaveLength(1);
		expect(relay.calls).toEqual(['POST', 'POST']);
	});

	it('hunt, cut always → two attempts, then reported as truncated', async () => {
		const relay = await breaking('POST', 'half', { times: Number.POSITIVE_INFINITY });
		const { error } = await current.bench.run(hunt);
		expect(error?.message).toBe(`The response of ${relay.origin} was truncated`);
		expect(relay.calls).toHaveLength(2);
	});
});

describe('write whose response breaks off', () => {
	current.eachRow(FORMS)(
		'PATCH that was stored, any failure → read back and not sent again',
		async (breakage) => {
			const relay = await breaking('PATCH', breakage);
			const result = await current.bench.run(update({ updateFields: { status: 'inProgress' } }));
			expect(jsonOf(result, 'updateIncident')).toMatchObject([{ outcome: 'updated', status: 'inProgress' }]);
			expect(relay.calls.filter((method) => method === 'PATCH')).toHaveLength(1);
			expect(relay.calls.slice(0, 2)).toEqual(['GET', 'PATCH']);
			expect(relay.calls.slice(2)).toContain('GET');
		},
	);

	current.eachRow(FORMS)(
		'PATCH that was not stored, any failure → read, then sent again',
		async (breakage) => {
			const relay = await breaking('PATCH', breakage, { delivered: false });
			const result = await current.bench.run(update({ updateFields: { status: 'inProgress' } }));
			expect(jsonOf(result, 'updateIncident')).toMatchObject([{ outcome: 'updated', status: 'inProgress' }]);
			expect(relay.calls.join(' ')).toMatch(/^GET PATCH GET(?: GET)* PATCH(?: GET)*$/);
		},
	);

	current.eachRow(FORMS)(
		'comment that was stored, any failure → found by reading and sent once',
		async (breakage) => {
			const relay = await breaking('POST', breakage);
			const result = await current.bench.run(update({ comment: 'Isolated the host' }));
			expect(jsonOf(result, 'updateIncident')).toMatchObject([{ outcome: 'updated' }]);
			expect(relay.calls.filter((method) => method === 'POST')).toHaveLength(1);
			const stored = current.bench.tenant.incidents.get(ID)?.comments ?? [];
			expect(stored.filter(({ comment }) => comment === 'Isolated the host')).toHaveLength(1);
		},
	);

	current.eachRow(FORMS)(
		'comment that was not stored, any failure → "partial" and sent once',
		async (breakage) => {
			const relay = await breaking('POST', breakage, { delivered: false });
			const result = await current.bench.run(update({ comment: 'Isolated the host' }));
			expect(jsonOf(result, 'updateIncident')).toMatchObject([{ outcome: 'partial', pending: 'comment' }]);
			expect(relay.calls.filter((method) => method === 'POST')).toHaveLength(1);
		},
	);
});

describe('sign-in next to broken responses', () => {
	it('a refused sign-in → still explained as one', async () => {
		current.bench.tenant.app.rotateSecret();
		expect(errorTexts(current.bench, await current.bench.run(read)).message).toMatch(
			/^Microsoft Entra ID rejected the Client Secret\./,
		);
	});
});
