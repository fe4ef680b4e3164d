import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
	anyText,
	containing,
	errorOf,
	INCIDENTS,
	JSON_BODY,
	startGraphCaller,
	type GraphCaller,
} from '../../support/graphCaller.mts';
import { eachRow } from '../../support/eachRow.mts';

let caller: GraphCaller;
let count = 0;
beforeAll(async () => {
	caller = await startGraphCaller();
});
afterAll(() => caller.practice.close());

const fresh = (given = {}) => {
	count += 1;
	return caller.tenant.incidents.create({ id: String(1000 + count), ...given }).id;
};

describe('Graph PATCH incident', () => {
	it('every documented field → the whole incident with app and time of the change', async () => {
		const id = fresh();
		caller.tenant.clock.set('2026-11-22T05:00:00.0000000Z');
		const fields = {
			status: 'inProgress',
			assignedTo: 'ann.ito@contoso.com',
			classification: 'truePositive',
			determination: 'phishing',
			customTags: ['tier2'],
			severity: 'high',
			displayName: 'Renamed',
			description: 'What happened.',
			summary: 'In short.',
			resolvingComment: 'Done.',
		};
		const { status, json } = await caller.patch(id, fields);
		expect(status).toBe(200);
		expect(json).toMatchObject({
			...fields,
			id,
			lastModifiedBy: 'API-App:n8n automation',
			lastUpdateDateTime: '2026-11-22T05:00:00.001Z',
		});
		expect(caller.tenant.incidents.get(id)).toMatchObject(fields);
		const entries = caller.tenant.journal.filter(
			({ incidentId, field }) => incidentId === id && field !== 'created',
		);
		expect(entries.map(({ field }) => field).sort()).toEqual(Object.keys(fields).sort());
		expect(entries.every(({ via, by }) => via === 'api' && by === 'API-App:n8n automation')).toBe(true);
	});

	eachRow([
		['an unknown field', { comment: 'Hello' }, "'comment'"],
		['a read-only field', { systemTags: [] }, "'systemTags'"],
		['a field of the older API', { tags: ['a'] }, "'tags'"],
		['an ill-typed text', { displayName: 5 }, "'displayName'"],
		['null for a name', { displayName: null }, "'displayName'"],
		['ill-typed tags', { customTags: 'a' }, "'customTags'"],
		['tags that are no texts', { customTags: [1] }, "'customTags'"],
		['an unknown member', { status: 'closed' }, "'closed'"],
		['the status of merged incidents', { status: 'redirected' }, "'redirected'"],
		['the status of experts', { status: 'awaitingAction' }, "'awaitingAction'"],
		['the severity of none', { severity: 'unknown' }, "'unknown'"],
		[
			'a member of the documentation only',
			{ classification: 'truePositive', determination: 'compromisedUser' },
			"'compromisedUser'",
		],
		['the sentinel', { classification: 'unknownFutureValue' }, "'unknownFutureValue'"],
		['a determination without its classification', { determination: 'phishing' }, "'phishing'"],
		[
			'a determination of another classification',
			{ classification: 'falsePositive', determination: 'malware' },
			"'malware'",
		],
		['another type', { '@odata.type': '#microsoft.graph.security.alert' }, 'alert'],
	])('an invalid field or value → 400 that names it, no change', async (_, body, reason) => {
		const id = fresh();
		const before = caller.tenant.incidents.get(id);
		const answer = await caller.patch(id, { ...body, summary: 'Written as well.' });
		expect(answer.status).toBe(400);
		expect(errorOf(answer)).toMatchObject({ code: 'BadRequest', message: containing(reason) });
		expect(caller.tenant.incidents.get(id)).toEqual(before);
	});

	it('a classification that does not fit the determination → 400, both together accepted', async () => {
		const id = fresh({ classification: 'truePositive', determination: 'phishing' });
		expect((await caller.patch(id, { classification: 'falsePositive' })).status).toBe(400);
		const pair = { classification: 'falsePositive', determination: 'notMalicious' };
		expect((await caller.patch(id, pair)).json).toMatchObject(pair);
		const none = { classification: 'unknown', determination: 'unknown' };
		expect((await caller.patch(id, none)).json).toMatchObject(none);
	});

	it('PascalCase members → accepted, returned in camelCase', async () => {
		const { json } = await caller.patch(fresh(), { status: 'InProgress', severity: 'High' });
		expect(json).toMatchObject({ status: 'inProgress', severity: 'high' });
	});

	it('a body that is not a JSON object → 400', async () => {
		const path = `${INCIDENTS}/${fresh()}`;
		const send = async (headers: Record<string, string>, body: string) =>
			(await caller.send(path, { method: 'PATCH', headers, body })).status;
		expect(await send({ 'content-type': 'text/plain' }, '{}')).toBe(400);
		expect(await send(JSON_BODY, '{')).toBe(400);
		expect(await send(JSON_BODY, '[]')).toBe(400);
		expect(await send(JSON_BODY, '{}')).toBe(200);
	});

	it('an unknown ID → 404', async () => {
		expect((await caller.patch('1', { severity: 'low' })).status).toBe(404);
	});

	it('status resolved → open alerts are resolved and get the owner', async () => {
		const id = fresh();
		caller.tenant.incidents.addAlert(id);
		await caller.patch(id, { status: 'resolved', assignedTo: 'ann.ito@contoso.com' });
		const { json } = await caller.get(`${INCIDENTS}/${id}?$expand=alerts`);
		expect(json.alerts).toMatchObject([
			{ status: 'resolved', assignedTo: 'ann.ito@contoso.com', resolvedDateTime: anyText },
		]);
	});
});
