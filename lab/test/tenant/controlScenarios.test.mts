import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPractice, type Practice, type Tenant } from '../../tenant/practice.mts';
import { scenarios } from '../../tenant/scenarios/scenario.mts';
import { eachRow } from '../support/eachRow.mts';

const UNKNOWN_TENANT = '00000000-0000-4000-8000-00000000000';

let practice: Practice;
beforeAll(async () => {
	practice = await startPractice();
});
afterAll(() => practice.close());

async function control(tenant: Tenant, path: string, body?: object) {
	const init = body && {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
	};
	const answer = await fetch(`${practice.origin}/control/tenants/${tenant.id}${path}`, init);
	return { status: answer.status, json: await answer.json() };
}

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
			scenarios: { length: scenarios.size },
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
		const answer = await fetch(`${practice.origin}/control/tenants/${UNKNOWN_TENANT}/scenarios`);
		expect(answer.status).toBe(404);
	});
});
