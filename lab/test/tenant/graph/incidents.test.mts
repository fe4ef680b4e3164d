import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
	anyText,
	graphCaller,
	errorOf,
	INCIDENTS,
	listedObjects,
	startGraphCaller,
	type GraphCaller,
} from '../../support/graphCaller.mts';

let caller: GraphCaller;
beforeAll(async () => {
	caller = await startGraphCaller();
	caller.tenant.incidents.create({ id: '8' });
	caller.tenant.incidents.addAlert('8', { title: 'First' });
});
afterAll(() => caller.practice.close());

describe('Graph GET incident', () => {
	it('with and without $expand → with and without alerts', async () => {
		expect((await caller.get(`${INCIDENTS}/8`)).json).not.toHaveProperty('alerts');
		const { json } = await caller.get(`${INCIDENTS}/8?$expand=alerts`);
		expect(json).toMatchObject({ id: '8', alerts: [{ title: 'First', incidentId: '8' }] });
	});

	it('an unknown ID or another option → 404 that names the ID, or 400', async () => {
		const missing = await caller.get(`${INCIDENTS}/99999`);
		expect(missing.status).toBe(404);
		expect(errorOf(missing).message).toContain('99999');
		expect((await caller.get(`${INCIDENTS}/8?$select=id`)).status).toBe(400);
	});

	it('a newer enum member → returned only with the Prefer header', async () => {
		caller.tenant.incidents.create({ id: '9', status: 'awaitingAction' });
		const plain = await caller.get(`${INCIDENTS}/9`);
		const preferring = await caller.get(`${INCIDENTS}/9`, { prefer: 'include-unknown-enum-members' });
		expect(plain.json.status).toBe('unknownFutureValue');
		expect(preferring.json.status).toBe('awaitingAction');
		expect(preferring.headers.get('preference-applied')).toBe('include-unknown-enum-members');
	});

	it("an error → request IDs and the tenant's date in headers and body", async () => {
		caller.tenant.clock.set('2026-11-23T04:05:06.7000000Z');
		const answer = await caller.get(`${INCIDENTS}/0`, { 'client-request-id': 'mine' });
		expect(answer.headers.get('date')).toBe('Mon, 23 Nov 2026 04:05:06 GMT');
		expect(answer.headers.get('client-request-id')).toBe('mine');
		const requestId = answer.headers.get('request-id');
		expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
		expect(answer.json).toEqual({
			error: {
				code: 'NotFound',
				message: anyText,
				innerError: { date: '2026-11-23T04:05:06', 'request-id': requestId, 'client-request-id': 'mine' },
			},
		});
	});

	it('other paths and methods → 400 or 405, in the request ledger', async () => {
		expect((await caller.get('/v1.0/security/alerts')).status).toBe(400);
		expect((await caller.get('/beta/security/incidents')).status).toBe(400);
		expect((await caller.send(`${INCIDENTS}/8`, { method: 'DELETE' })).status).toBe(405);
		expect(
			caller.tenant.calls.slice(-3).map(({ method, path, status }) => `${method} ${path} ${status}`),
		).toEqual([
			'GET /v1.0/security/alerts 400',
			'GET /beta/security/incidents 400',
			`DELETE ${INCIDENTS}/8 405`,
		]);
	});
});

describe('Graph merged incident', () => {
	it('the source → redirected without alerts, the target has alerts and tags', async () => {
		const { incidents } = caller.tenant;
		incidents.create({ id: '20', customTags: ['source'] });
		incidents.addAlert('20', { id: 'moved' });
		incidents.create({ id: '21', customTags: ['target'] });
		incidents.comment('ann.ito@contoso.com', '20', 'Stays.');
		incidents.merge('20', '21');
		const source = await caller.get(`${INCIDENTS}/20?$expand=alerts`);
		expect(source.json).toMatchObject({ status: 'redirected', redirectIncidentId: '21', alerts: [] });
		const target = await caller.get(`${INCIDENTS}/21?$expand=alerts`);
		expect(target.json).toMatchObject({
			status: 'active',
			customTags: ['target', 'source'],
			comments: [],
			alerts: [{ id: 'moved', incidentId: '21' }],
		});
	});

	it('a write → 400 that names the target', async () => {
		const { incidents } = caller.tenant;
		incidents.create({ id: '30' });
		incidents.create({ id: '31' });
		incidents.merge('30', '31');
		const patch = await caller.patch('30', { severity: 'low' });
		expect(patch.status).toBe(400);
		expect(errorOf(patch).message).toContain("'31'");
		expect((await caller.comment('30', 'Hello')).status).toBe(400);
	});
});

describe('Graph list of a generated tenant', () => {
	it('every incident with alerts and evidence → in the published shape', async () => {
		const full = await graphCaller(caller.practice, caller.practice.addTenant());
		const all = await full.list(
			{ $top: '50', $expand: 'alerts' },
			{ prefer: 'include-unknown-enum-members' },
		);
		expect(all.status, all.text.slice(0, 500)).toBe(200);
		const rest = await full.list({ $top: '50', $skip: '50', $expand: 'alerts' });
		expect(rest.status, rest.text.slice(0, 500)).toBe(200);
		expect(listedObjects(all).length + listedObjects(rest).length).toBe(full.tenant.incidents.all().length);
	});
});
