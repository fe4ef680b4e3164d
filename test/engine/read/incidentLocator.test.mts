import { describe, expect, it } from 'vitest';
import { benchesOnDemand } from '../../support/benchHooks.mts';
import { continueOnFail, jsonOf, our, type Bench } from '../../support/practice.mts';

const start = benchesOnDemand();

const ID = '48417';
const OTHER = '11111111-2222-4333-8444-555555555555';
const byUrl = (value: string) => ({ __rl: true, mode: 'url', value });
const page = (tenantId: string) => `https://security.microsoft.com/incident2/${ID}/overview?tid=${tenantId}`;

/** IDs that `Get` returns for the URL. */
async function idsAt(bench: Bench, url: string): Promise<readonly unknown[]> {
	const result = await bench.run(our('getIncidents', { operation: 'get', incidentId: byUrl(url) }));
	expect(result.error).toBeUndefined();
	return jsonOf(result, 'getIncidents').map(({ id }) => id);
}

describe('URL of an incident', () => {
	start.eachRow([
		['its page', (tenant: string) => page(tenant)],
		['its page, the tenant in capitals', (tenant: string) => page(tenant.toUpperCase())],
		['its page, with other settings', (tenant: string) => `${page(tenant)}&view=list#alerts`],
		['its old page', (tenant: string) => `https://security.microsoft.com/incidents/${ID}?tid=${tenant}`],
		['its old page, without a tenant', () => `https://security.microsoft.com/incidents/${ID}`],
		['its page in a national cloud', () => `https://security.microsoft.us/incident2/${ID}`],
	])('each form of portal URL → the incident', async (_, url) => {
		const bench = await start();
		expect(await idsAt(bench, url(bench.tenant.id))).toEqual([ID]);
	});

	it('URL of another tenant → an error in both nodes, before any request', async () => {
		const bench = await start();
		const incidentId = byUrl('={{ $json.url }}');
		const steps = [
			our('getIncidents', { operation: 'get', incidentId }),
			our('updateIncident', { incidentId, updateFields: { status: 'resolved' } }),
		];
		const urls = [
			page(OTHER),
			`https://security.microsoft.com/incidents/${ID}?view=x&TID=${OTHER.toUpperCase()}`,
		];
		for (const step of steps) {
			const first = await bench.run(step, { input: urls.map((url) => ({ url })) });
			expect(first.error?.message).toBe('The address belongs to an incident of another tenant');
			expect(first.error?.description).toContain(
				`Choose a credential for tenant "${OTHER}", or paste an address of this credential’s tenant "${bench.tenant.id}". The same number is another incident there.`,
			);
			const each = await bench.run({ ...step, ...continueOnFail }, { input: urls.map((url) => ({ url })) });
			expect(jsonOf(each, step.name).map(({ error, id }) => [error, id])).toEqual(
				urls.map(() => ['The address belongs to an incident of another tenant', undefined]),
			);
		}
		expect(bench.practice.calls).toEqual([]);
	});

	it('credential with the tenant’s domain, which cannot be compared → accepted', async () => {
		const tenantId = '4d3c2b1a-0000-4000-8000-000000000001';
		const bench = await start({ tenantId }, { tenantId: '4d3c2b1a.onmicrosoft.com' });
		expect(await idsAt(bench, page(tenantId))).toEqual([ID]);
	});
});

describe('incident, From List', () => {
	const names = async (bench: Bench, filter?: string) =>
		(await bench.list('getIncidents', 'searchIncidents', filter)).results.map(({ value }) => value);
	const BOUND = {
		name: 'Only the 199 most recently updated incidents were searched; for an older one, enter its full ID',
		value: '',
	};

	/** A tenant with that many incidents, each updated later than the one before. */
	async function holding(count: number): Promise<Bench> {
		const bench = await start({ empty: true });
		for (let nth = 1; nth <= count; nth += 1)
			bench.tenant.incidents.create({ displayName: nth % 2 === 0 ? `Even ${nth}` : `Odd ${nth}` });
		return bench;
	}

	it('199 incidents → all, last updated first, without a note', async () => {
		const bench = await holding(199);
		expect(await names(bench)).toEqual(Array.from({ length: 199 }, (_, n) => String(199 - n)));
		expect(await names(bench, 'even')).toEqual(Array.from({ length: 99 }, (_, n) => String(198 - 2 * n)));
		expect(await names(bench, 'nothing like it')).toEqual([]);
	});

	it('200 incidents → a note about the oldest, and its full ID finds it in at most eight requests', async () => {
		const bench = await holding(200);
		const { results } = await bench.list('getIncidents', 'searchIncidents');
		expect(results).toHaveLength(200);
		expect(results.at(-1)).toEqual(BOUND);
		expect(results.map(({ value }) => value)).not.toContain('1');
		const before = bench.apiCalls().length;
		expect((await bench.list('getIncidents', 'searchIncidents', ' 1 ')).results[0]).toMatchObject({
			name: '1: Odd 1 (medium, active)',
			value: '1',
		});
		expect(bench.apiCalls().length - before).toBeLessThanOrEqual(8);
		expect((await bench.list('getIncidents', 'searchIncidents', 'Odd 1')).results.at(-1)).toEqual(BOUND);
		expect(await names(bench, '99999')).toEqual(['']);
	});
});
