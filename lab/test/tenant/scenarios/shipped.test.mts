import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPractice, type Practice, type Tenant } from '../../../tenant/practice.mts';
import { scenarios } from '../../../tenant/scenarios/scenario.mts';
import { graphCaller, ids, listedObjects, nextPath, type GraphCaller } from '../../support/graphCaller.mts';
import { eachRow } from '../../support/eachRow.mts';

/** Playing every scenario takes seconds on a busy machine. */
const PLAY_MS = 60_000;
const NAMES = [...scenarios.keys()];

let practice: Practice;
beforeAll(async () => {
	practice = await startPractice();
});
afterAll(() => practice.close());

const changesOf = ({ journal }: Tenant) => journal.map(({ by, field, to }) => [by, field, to]);

/** Ids of every incident that the API lists with its alerts; a page that breaks the published model would be a 500. */
async function listedIds(caller: GraphCaller): Promise<string[]> {
	const found: string[] = [];
	let page = await caller.list({ $expand: 'alerts' });
	for (;;) {
		expect(page.status, page.text.slice(0, 300)).toBe(200);
		found.push(...ids(page));
		const next = nextPath(page);
		if (next === undefined) return found;
		page = await caller.get(next);
	}
}

describe('shipped scenarios', { timeout: PLAY_MS }, () => {
	eachRow(NAMES)(
		'each scenario → plays to its end, its incidents are in the published shape',
		async (name) => {
			const tenant = practice.addTenant({ empty: true });
			const run = await practice.play(tenant, name);
			expect(run).toMatchObject({ state: 'done', said: { length: run.steps } });
			expect(run).not.toHaveProperty('problem');
			expect(tenant.faults.waiting(tenant.clock.now())).toEqual([]);
			const found = await listedIds(await graphCaller(practice, tenant));
			expect(found.sort()).toEqual(
				tenant.incidents
					.all()
					.map(({ id }) => id)
					.sort(),
			);
		},
	);

	eachRow(NAMES)('the same scenario and seed → the same changes and alert IDs', async (name) => {
		const one = practice.addTenant({ empty: true, seed: 5 });
		const other = practice.addTenant({ empty: true, seed: 5 });
		await practice.play(one, name);
		await practice.play(other, name);
		expect(changesOf(other)).toEqual(changesOf(one));
		const alerts = ({ incidents }: Tenant) =>
			incidents.all().flatMap((incident) => incident.alerts.map(({ id }) => id));
		expect(alerts(other)).toEqual(alerts(one));
	});
});

describe('scenario result', () => {
	it('ransomware → one multistage incident, every alert can be hunted', async () => {
		const tenant = practice.addTenant({ empty: true, seed: 1 });
		const { ids: names } = await practice.play(tenant, 'ransomware');
		const main = tenant.incidents.get(names['main'] ?? '');
		expect(main).toMatchObject({
			severity: 'high',
			status: 'inProgress',
			determination: 'multiStagedAttack',
			customTags: ['major-incident'],
			systemTags: ['Ransomware'],
			alerts: { length: 9 },
		});
		for (const name of ['mail', 'account'])
			expect(tenant.incidents.get(names[name] ?? '')).toMatchObject({
				status: 'redirected',
				redirectIncidentId: main?.id,
			});
		const caller = await graphCaller(practice, tenant);
		const hunted = await caller.hunt({ Query: 'AlertInfo | project AlertId | order by AlertId asc' });
		expect(listedObjects(hunted, 'results').map((row) => row['AlertId'])).toEqual(
			main?.alerts.map(({ id }) => id).sort(),
		);
		const deleted = await caller.hunt({
			Query: 'DeviceProcessEvents | where FileName == "vssadmin.exe" | count',
		});
		expect(listedObjects(deleted, 'results')).toMatchObject([{ Count: 2 }]);
	});

	it('another tenant of the same seed → unaffected', async () => {
		const tenant = practice.addTenant({ seed: 1 });
		const other = practice.addTenant({ seed: 1 });
		const count = async (which: Tenant) => {
			const answer = await (
				await graphCaller(practice, which)
			).hunt({ Query: 'DeviceProcessEvents | count' });
			return Number(listedObjects(answer, 'results')[0]?.['Count']);
		};
		const before = await count(tenant);
		await practice.play(tenant, 'ransomware');
		expect(await count(tenant)).toBeGreaterThan(before);
		expect(await count(other)).toBe(before);
	});

	it('merge-storm → twelve incidents merged into the first', async () => {
		const tenant = practice.addTenant({ empty: true });
		const { ids: names } = await practice.play(tenant, 'merge-storm');
		const [first, ...merged] = Object.values(names).map((id) => tenant.incidents.get(id));
		expect(first).toMatchObject({ status: 'inProgress', alerts: { length: 12 }, redirectIncidentId: null });
		expect(merged.map((incident) => incident?.status)).toEqual(Array(11).fill('redirected'));
	});

	it('outage → requests fail, control requests succeed', async () => {
		const tenant = practice.addTenant({ empty: true });
		await practice.play(tenant, 'outage', { until: 120_000 });
		const caller = await graphCaller(practice, tenant);
		expect((await caller.list()).status).toBe(503);
	});
});
