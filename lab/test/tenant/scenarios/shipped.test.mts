import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPractice, type Practice, type Tenant } from '../../../tenant/practice.mts';
import { scenarios } from '../../../tenant/scenarios/scenario.mts';
import { graphCaller, ids, listedObjects, nextPath, type GraphCaller } from '../../support/graphCaller.mts';
import { eachRow } from '../../support/eachRow.mts';

/** Every scenario in one case takes seconds where the machine is busy. */
const PLAY_MS = 60_000;
const NAMES = [...scenarios.keys()];
const NOBODY = '00000000-0000-4000-8000-00000000000';

let practice: Practice;
beforeAll(async () => {
	practice = await startPractice();
});
afterAll(() => practice.close());

const changesOf = ({ journal }: Tenant) => journal.map(({ by, field, to }) => [by, field, to]);

async function control(tenant: Tenant, path: string, body?: object) {
	const init = body && {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
	};
	const answer = await fetch(`${practice.origin}/control/tenants/${tenant.id}${path}`, init);
	return { status: answer.status, json: await answer.json() };
}

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

describe('control API for scenarios', () => {
	it('list, start until a time, and continue → the state of the run', async () => {
		const tenant = practice.addTenant({ empty: true });
		const started = await control(tenant, '/scenarios', {
			scenario: 'outage',
			speed: 'instant',
			until: 'PT4M',
		});
		expect(started).toMatchObject({
			status: 201,
			json: { id: 'outage-1', state: 'waiting', said: { length: 3 } },
		});
		const done = await control(tenant, '/scenarios/outage-1/on', {});
		expect(done).toMatchObject({ status: 200, json: { state: 'done' } });
		const { json } = await control(tenant, '/scenarios');
		expect(json).toMatchObject({
			scenarios: { length: NAMES.length },
			runs: [{ id: 'outage-1', state: 'done' }],
		});
	});

	it('a timed start and DELETE → playing, then stopped', async () => {
		const tenant = practice.addTenant({ empty: true });
		expect(await control(tenant, '/scenarios', { scenario: 'outage' })).toMatchObject({
			json: { state: 'playing' },
		});
		const stopped = await fetch(`${practice.origin}/control/tenants/${tenant.id}/scenarios`, {
			method: 'DELETE',
		});
		expect(stopped.status).toBe(204);
		await expect
			.poll(() => control(tenant, '/scenarios'))
			.toMatchObject({ json: { runs: [{ state: 'stopped' }] } });
	});

	eachRow([
		['/scenarios', { scenario: 'picnic' }, 404],
		['/scenarios', { scenario: 'outage', speed: 0 }, 400],
		['/scenarios', { scenario: 'outage', speed: 4_000 }, 400],
		['/scenarios', { scenario: 'outage', speed: 'fast' }, 400],
		['/scenarios', { scenario: 'outage', speed: 'instant', until: 'noon' }, 400],
		['/scenarios/outage-9/on', {}, 404],
		['/stories', { story: 'picnic' }, 400],
		['/stories/ransomware-9/incidents', { incident: 'ransomware' }, 404],
		['/faults', { match: {}, times: 1, answer: 'cut', lasts: 'soon' }, 400],
	])('an invalid body or an unknown scenario or story → 400 or 404', async (path, body, status) => {
		const tenant = practice.addTenant({ empty: true });
		expect((await control(tenant, path, body)).status).toBe(status);
	});

	it('an unknown tenant → 404', async () => {
		const answer = await fetch(`${practice.origin}/control/tenants/${NOBODY}/scenarios`);
		expect(answer.status).toBe(404);
	});
});
