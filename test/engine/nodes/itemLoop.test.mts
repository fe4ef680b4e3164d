import { describe, expect, it } from 'vitest';
import { benchPerFile } from '../../support/benchHooks.mts';
import { continueOnFail, incidentById, jsonOf, our, pairingOf } from '../../support/practice.mts';

const current = benchPerFile();

const getEach = (more = {}) =>
	our('getIncidents', { operation: 'get', incidentId: incidentById('={{ $json.id }}') }, more);
const huntEach = (more = {}) => our('runHuntingQuery', { query: '={{ $json.query }}' }, more);
const good = { id: '48417' };

describe('node with many items, one fails', () => {
	it('first read fails → no further reads start, and the error counts the finished items', async () => {
		const before = current.bench.apiCalls().length;
		const input = [{ id: '1' }, ...Array.from({ length: 30 }, () => good)];
		const result = await current.bench.run(getEach(), { input });
		expect(result.error).toMatchObject({ message: 'Incident "1" was not found', itemIndex: 0 });
		const calls = current.bench.apiCalls().length - before;
		expect(calls).toBeLessThan(15);
		const done = Number(/Items already done: (\d+) of 31\.$/.exec(result.error?.description ?? '')?.[1]);
		expect(done).toBe(calls - 1);
		expect(result.items('getIncidents')).toEqual([]);
	});

	it('several fail → the error of the lowest item', async () => {
		const input = [good, { id: 'b' }, { id: 'c' }];
		const result = await current.bench.run(getEach(), { input });
		expect(result.error).toMatchObject({ message: '"b" is not an incident ID', itemIndex: 1 });
	});

	it('single item fails → nothing about other items', async () => {
		const result = await current.bench.run(getEach(), { input: [{ id: 'b' }] });
		expect(result.error?.description).not.toMatch(/Items already done/);
	});

	it('first hunt fails → no further hunts start', async () => {
		const before = current.bench.apiCalls().length;
		const input = [{ query: 'Nowhere' }, ...Array.from({ length: 10 }, () => ({ query: 'print 1' }))];
		const result = await current.bench.run(huntEach(), { input });
		expect(result.error?.message).toMatch(
			/^Microsoft Defender rejected the request while running the hunting query/,
		);
		expect(result.error?.itemIndex).toBe(0);
		expect(current.bench.apiCalls().length - before).toBeLessThan(5);
	});
});

describe('node with Continue On Fail', () => {
	it('some hunts fail → rows and errors in item order, each paired', async () => {
		const queries = [
			'range x from 1 to 2 step 1',
			'Nowhere',
			'print x = 3',
			'',
			'range x from 4 to 5 step 1',
		];
		const result = await current.bench.run(huntEach(continueOnFail), {
			input: queries.map((query) => ({ query })),
		});
		expect(result.status).toBe('success');
		const items = jsonOf(result, 'runHuntingQuery');
		expect(items.map(({ x, error }) => x ?? String(error).slice(0, 40))).toEqual([
			1,
			2,
			'Microsoft Defender rejected the request while running'.slice(0, 40),
			3,
			'The hunting query is empty',
			4,
			5,
		]);
		expect(pairingOf(result, 'runHuntingQuery')).toEqual([0, 0, 1, 2, 3, 4, 4]);
		expect(items[2]).toMatchObject({ httpCode: '400', code: 'BadRequest' });
		expect(items[4]).not.toHaveProperty('httpCode');
	});

	it('read that finds nothing → no item, and the others stay paired', async () => {
		const owners = ['nobody@contoso.com', 'owner-of-one@contoso.com', 'nobody@contoso.com'];
		current.bench.tenant.incidents.create({ assignedTo: 'owner-of-one@contoso.com' });
		const result = await current.bench.run(
			our('getIncidents', { filters: { assignedTo: '={{ $json.owner }}' } }, continueOnFail),
			{ input: owners.map((owner) => ({ owner })) },
		);
		expect(pairingOf(result, 'getIncidents')).toEqual([1]);
	});

	it('sign-in fails → an error on each item, and at most one token request per item', async () => {
		const app = current.bench.tenant.addApp({ roles: [] });
		const { id } = current.bench.credentials.create('defenderXdrAppOAuth2Api', {
			...current.bench.tenant.credential(app),
			clientSecret: 'wrong',
		});
		const before = current.bench.practice.calls.filter(({ kind }) => kind === 'token').length;
		const result = await current.bench.run(getEach(continueOnFail), {
			input: [good, good, good, good],
			credentialId: id,
		});
		expect(jsonOf(result, 'getIncidents')).toHaveLength(4);
		for (const { error } of jsonOf(result, 'getIncidents'))
			expect(error).toMatch(/^Microsoft Entra ID rejected the Client Secret\. /);
		const tried = current.bench.practice.calls.filter(({ kind }) => kind === 'token').length - before;
		expect(tried).toBeLessThanOrEqual(4);
	});
});

describe('hint of a node', () => {
	it('four items cause it → shown once', async () => {
		const input = Array.from({ length: 4 }, () => ({ query: 'range x from 1 to 9 step 1' }));
		const result = await current.bench.run(
			our('runHuntingQuery', { query: '={{ $json.query }}', limit: 2 }),
			{
				input,
			},
		);
		expect(result.items('runHuntingQuery')).toHaveLength(8);
		expect(result.hints('runHuntingQuery')).toHaveLength(1);
	});
});

describe('items in parallel', () => {
	it('service limits requests → all wait in one shared pause', async () => {
		current.bench.fault({ throttle: 'seconds', retryAfterSeconds: 5 }, { times: 3 });
		const result = await current.bench.run(getEach(), { input: Array.from({ length: 5 }, () => good) });
		expect(result.items('getIncidents')).toHaveLength(5);
		expect(current.waited()).toBeLessThan(60_000);
	});
});
