import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
	startPractice,
	type Behaviours,
	type Practice,
	type PracticeCredential,
} from '../../tenant/practice.mts';
import { JSON_BODY, SCOPE } from '../support/graphCaller.mts';
import { eachRow } from '../support/eachRow.mts';

let practice: Practice;
beforeAll(async () => {
	practice = await startPractice();
});
afterAll(() => practice.close());

/** The properties of control answers that these tests look at. */
interface ControlBody {
	readonly id: string;
	readonly behaviours: Behaviours;
	readonly credential: PracticeCredential;
	readonly redirectIncidentId: string | null;
	readonly alerts: readonly unknown[];
	map<T>(read: (entry: { readonly field: string }) => T): T[];
}

async function control(method: string, path: string, body?: unknown) {
	const init = body === undefined ? { method } : { method, headers: JSON_BODY, body: JSON.stringify(body) };
	const answer = await fetch(`${practice.origin}/control${path}`, init);
	const text = await answer.text();
	return { status: answer.status, json: (text === '' ? {} : JSON.parse(text)) as ControlBody };
}

describe('control API', () => {
	it('POST /tenants → a tenant whose credential signs in', async () => {
		const { status, json } = await control('POST', '/tenants', {
			empty: true,
			behaviours: { tags: 'merge' },
		});
		expect(status).toBe(201);
		expect(json.behaviours.tags).toBe('merge');
		expect(json.credential).toMatchObject({
			tenantId: json.id,
			loginUrl: practice.origin,
			apiUrl: practice.origin,
		});
		const form = new URLSearchParams({
			grant_type: 'client_credentials',
			client_id: json.credential.clientId,
			client_secret: json.credential.clientSecret,
			scope: SCOPE,
		});
		const token = await fetch(`${practice.origin}/${json.id}/oauth2/v2.0/token`, {
			method: 'POST',
			body: form,
		});
		expect(token.status).toBe(200);
		const calls = await control('GET', `/tenants/${json.id}/calls`);
		expect(calls.json).toMatchObject([{ kind: 'token', status: 200 }]);
		expect(JSON.stringify(calls.json)).not.toContain(json.credential.clientSecret);
	});

	it('changes by a person and a moved clock → in the incident and in the journal', async () => {
		const { id } = practice.addTenant({ empty: true });
		const base = `/tenants/${id}/incidents`;
		expect((await control('POST', base, { id: '4' })).status).toBe(201);
		expect((await control('POST', base, { id: '5' })).status).toBe(201);
		await control('POST', `/tenants/${id}/clock`, { set: '2026-11-25T00:00:00Z' });
		const edited = await control('POST', `${base}/4/edit`, {
			by: 'ann.ito@contoso.com',
			patch: { severity: 'high' },
		});
		expect(edited.json).toMatchObject({
			severity: 'high',
			lastUpdateDateTime: '2026-11-25T00:00:00.0010000Z',
		});
		await control('POST', `${base}/4/comments`, { by: 'ann.ito@contoso.com', text: 'Hello' });
		await control('POST', `${base}/4/alerts`, { title: 'Another' });
		expect((await control('POST', `${base}/4/merge`, { target: '5' })).json.redirectIncidentId).toBe('5');
		expect((await control('GET', `${base}/5`)).json.alerts).toMatchObject([{ title: 'Another' }]);
		const journal = (await control('GET', `/tenants/${id}/journal`)).json;
		expect(journal.map(({ field }) => field)).toEqual([
			'created',
			'created',
			'severity',
			'comments',
			'alerts',
			'alerts',
			'status',
			'redirectIncidentId',
			'alerts',
		]);
	});

	it('PATCH /behaviours → changes the named switch only', async () => {
		const tenant = practice.addTenant({ empty: true, behaviours: { tags: 'merge' } });
		const { status } = await control('PATCH', `/tenants/${tenant.id}/behaviours`, { orderby: 'ignored' });
		expect([status, tenant.behaviours.orderby, tenant.behaviours.tags]).toEqual([200, 'ignored', 'merge']);
		expect((await control('PATCH', `/tenants/${tenant.id}/behaviours`, { tags: 'shuffle' })).status).toBe(
			400,
		);
	});

	it('alerts with a title only → created with defaults', async () => {
		const { id } = practice.addTenant({ empty: true });
		const alerts = [{ title: 'One' }, { title: 'Two' }];
		const { json } = await control('POST', `/tenants/${id}/incidents`, { alerts });
		expect(json.alerts).toMatchObject([
			{ id: 'pr1_1', incidentId: '1', title: 'One', severity: 'medium' },
			{ id: 'pr1_2', incidentId: '1', title: 'Two', evidence: [] },
		]);
	});

	it('POST and DELETE /faults → 204', async () => {
		const tenant = practice.addTenant({ empty: true });
		const fault = {
			match: { kind: 'graph', pathPattern: 'incidents' },
			times: 'always',
			answer: { status: 503 },
		};
		expect((await control('POST', `/tenants/${tenant.id}/faults`, fault)).status).toBe(204);
		expect((await control('DELETE', `/tenants/${tenant.id}/faults`)).status).toBe(204);
	});

	eachRow([
		['/tenants', { sed: 1 }],
		['/tenants', { seed: '1' }],
		['/tenants', { behaviours: { tags: 'shuffle' } }],
		['/tenants/:id/faults', { match: {}, times: 0, answer: 'cut' }],
		['/tenants/:id/faults', { match: {}, times: 1, answer: 'explode' }],
		['/tenants/:id/clock', {}],
		['/tenants/:id/apps', { displayName: 'No roles' }],
	])('an invalid body → 400', async (path, body) => {
		const { id } = practice.addTenant({ empty: true });
		expect((await control('POST', path.replace(':id', id), body)).status).toBe(400);
	});

	it('an unknown tenant → 404', async () => {
		expect((await control('GET', '/tenants/00000000-0000-4000-a000-000000000000/calls')).status).toBe(404);
	});
});
