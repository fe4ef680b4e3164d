import { describe, expect, it } from 'vitest';
import { benchPerTest } from '../../support/benchHooks.mts';
import { CREDENTIAL_TYPE, incidentById, our } from '../../support/practice.mts';
import { presented, tokenCalls } from '../../support/tokenUse.mts';

const current = benchPerTest();

const ITEMS = 500;
const input = Array.from({ length: ITEMS }, () => ({ id: '7' }));
const getEach = (more = {}) =>
	our('getIncidents', { operation: 'get', incidentId: incidentById('={{ $json.id }}') }, more);

describe(`${ITEMS} items with one credential`, () => {
	it('no token is rejected → one token request', { timeout: 60_000 }, async () => {
		await current.restart({ empty: true });
		current.bench.tenant.incidents.create({ id: '7' });
		const result = await current.bench.run(getEach(), { input });
		expect(result.items('getIncidents')).toHaveLength(ITEMS);
		expect(tokenCalls(current.bench)).toHaveLength(1);
		expect(new Set(presented(current.bench))).toEqual(new Set([1]));
	});

	it('token ends in the middle → one more token for all open requests', { timeout: 60_000 }, async () => {
		await current.restart({ empty: true });
		current.bench.tenant.incidents.create({ id: '7' });
		const match = { kind: 'graph', token: 1 } as const;
		current.bench.fault({ status: 401 }, { match, skip: ITEMS / 2, times: 'always' });
		const result = await current.bench.run(getEach(), { input });
		expect(result.error).toBeUndefined();
		expect(result.items('getIncidents')).toHaveLength(ITEMS);
		expect(tokenCalls(current.bench)).toHaveLength(2);
		expect(new Set(presented(current.bench))).toEqual(new Set([1, 2]));
	});
});

/** n8n resolves a credential with the first item of an execution. */
describe('credential whose tenant is in the item', () => {
	const ALTERNATING = 20;

	async function alternating(perExecution: number) {
		await current.restart({ empty: true });
		const { bench } = current;
		const other = bench.practice.addTenant({ empty: true, seed: 2 });
		const tenants = [bench.tenant, other];
		tenants.forEach((tenant, index) => tenant.incidents.create({ id: String(index + 1) }));
		const { id: credentialId } = bench.credentials.create(CREDENTIAL_TYPE, {
			...bench.tenant.credential(),
			tenantId: '={{ $json.tenantId }}',
			clientId: '={{ $json.clientId }}',
			clientSecret: `={{ $json.tenantId === "${other.id}" ? "${other.app.clientSecret}" : "${bench.tenant.app.clientSecret}" }}`,
		});
		const items = Array.from({ length: ALTERNATING }, (_, index) => {
			const { id: tenantId, app } = tenants[index % 2] ?? bench.tenant;
			return { id: String((index % 2) + 1), tenantId, clientId: app.clientId };
		});
		const found: unknown[] = [];
		for (let start = 0; start < ALTERNATING; start += perExecution) {
			const result = await bench.run(getEach(), {
				input: items.slice(start, start + perExecution),
				credentialId,
			});
			expect(result.error).toBeUndefined();
			found.push(...result.items('getIncidents').map(({ json }) => [json['id'], json['tenantId']]));
		}
		expect(found).toEqual(items.map(({ id, tenantId }) => [id, tenantId]));
		const wrong = bench.practice.calls.filter(({ kind, path, headers, body }) => {
			const owner = tenants.find(({ id }) => path.startsWith(`/${id}/`));
			if (kind === 'token') return !JSON.stringify(body).includes(owner?.app.clientId ?? '?');
			const wanted = tenants[Number(path.split('/').at(-1)) - 1];
			return kind === 'graph' && !headers.authorization?.startsWith(`Bearer ${wanted?.id ?? '?'}/`);
		});
		expect(wrong.map(({ kind, path, headers }) => [kind, path, headers.authorization])).toEqual([]);
		expect(bench.practice.calls.filter(({ kind }) => kind === 'graph').length).toBe(ALTERNATING);
		return tokenCalls(bench).length;
	}

	it('alternating tenants in one execution → each gets only its own token and secret', async () => {
		expect(await alternating(ALTERNATING)).toBeLessThanOrEqual(4);
	});

	it('alternating tenants, one execution each → each gets only its own token and secret', async () => {
		await alternating(1);
	});
});
