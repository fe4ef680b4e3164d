import { describe, expect, it } from 'vitest';
import type { SecurityApi } from '../../../defender/api/securityApi.ts';
import { defenderError } from '../../support/defenderErrors.mts';
import { answering, json, START, text, type FakeHost } from '../../support/fakeHost.mts';
import { OLDER_ORIGIN, olderOf, wireOlder } from '../../support/wireOlder.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

const INCIDENTS = `${OLDER_ORIGIN}/api/incidents`;
const first = { kind: 'first', filter: undefined, orderBy: undefined, top: 2, alerts: true } as const;
const page = (ids: readonly number[], more: Record<string, unknown> = {}) =>
	json(200, { value: ids.map((incidentId) => wireOlder({ incidentId })), ...more });
const rejectedResponse = (message: string) =>
	json(400, { error: { code: 'InvalidInput', message, target: 'id-1' } });
const bodiesOf = (host: FakeHost): unknown[] =>
	host.calls.map(({ call }): unknown => (call.body === undefined ? call.url : JSON.parse(call.body)));

describe('LegacySecurityApi › request', () => {
	it('page with a filter → its own names, and neither order nor alerts', async () => {
		const host = answering(page([1]));
		const filter = "createdDateTime ge 2026-11-01T00:00:00.0000000Z and status eq 'inProgress'";
		await olderOf(host).listIncidents({ ...first, filter, top: 100 });
		const url = new URL(host.calls[0]?.call.url ?? '');
		expect(url.origin + url.pathname).toBe(INCIDENTS);
		expect([...url.searchParams]).toEqual([
			['$top', '100'],
			['$filter', "createdTime ge 2026-11-01T00:00:00.0000000Z and status eq 'InProgress'"],
		]);
	});

	it('full page without a link → the next page by $skip with the same filter, until a short page', async () => {
		const host = answering(page([1, 2]), page([3, 4]), page([5]));
		const api = olderOf(host);
		const ids: string[] = [];
		let got = await api.listIncidents({ ...first, filter: "assignedTo eq 'a&b'" });
		for (;;) {
			ids.push(...got.incidents.map(({ id }) => id));
			if (got.next === undefined) break;
			got = await api.listIncidents({ kind: 'next', link: got.next, alerts: true });
		}
		expect(ids).toEqual(['1', '2', '3', '4', '5']);
		const asked = host.calls.map(({ call }) => [...new URL(call.url).searchParams]);
		expect(asked.slice(1)).toEqual(
			['2', '4'].map((skip) => [
				['$top', '2'],
				['$skip', skip],
				['$filter', "assignedTo eq 'a&b'"],
			]),
		);
	});

	it('link to the next page → followed', async () => {
		const own = `${INCIDENTS}?$skiptoken=x`;
		const host = answering(page([1], { '@odata.nextLink': own }), page([2, 3]));
		const api = olderOf(host);
		const { next } = await api.listIncidents(first);
		expect(next).toBe(own);
		if (next === undefined) throw new Error('no link');
		expect((await api.listIncidents({ kind: 'next', link: next, alerts: true })).next).toBeUndefined();
	});

	eachRow([
		'https://evil.example/api/incidents?$skip=1',
		`${OLDER_ORIGIN}/api/other?$skip=1`,
		`${OLDER_ORIGIN.replace('//', '//user@')}/api/incidents`,
		'not a link',
	])('link to another host or path → an error', async (link) => {
		const host = answering(page([1], { '@odata.nextLink': link }));
		const error = await defenderError(olderOf(host).listIncidents(first));
		expect(error.reason.kind).toBe('misdirected');
	});

	it('one incident without alerts → the alerts of the response are left out', async () => {
		const host = answering(json(200, wireOlder({ incidentId: 1 })));
		expect((await olderOf(host).getIncident('1', { alerts: false })).alerts).toBe('notRead');
		await defenderError(olderOf(host).getIncident('1/..', { alerts: false }));
		expect((await olderOf(host).getIncident('1', { alerts: true })).alerts).toHaveLength(1);
		expect(bodiesOf(host)).toEqual([`${INCIDENTS}/1`, `${INCIDENTS}/1%2F..`, `${INCIDENTS}/1`]);
	});

	it('hunt → only the query in the body, and long integers as exact text', async () => {
		const schema = [{ Name: 'Id', Type: 'Int64' }];
		const host = answering(
			text(200, `{"Stats":{},"Schema":${JSON.stringify(schema)},"Results":[{"Id":9007199254740993}]}`),
		);
		const table = await olderOf(host).runHunt({
			query: "T | where x == 'é\u2028'",
			timespan: undefined,
			rewordMessage: (message) => ({ message, advice: undefined }),
		});
		expect(host.calls[0]?.call).toMatchObject({
			method: 'POST',
			url: `${OLDER_ORIGIN}/api/advancedhunting/run`,
		});
		expect(bodiesOf(host)).toEqual([{ Query: "T | where x == 'é\u2028'" }]);
		expect(table).toMatchObject({
			columns: [{ name: 'Id', type: 'Int64' }],
			rows: [{ Id: '9007199254740993' }],
		});
	});
});

describe('LegacySecurityApi › write', () => {
	it('change → its own names, and an empty text for no owner', async () => {
		const host = answering(json(200, wireOlder({ incidentId: 1, assignedTo: '' })));
		const patch = { status: 'resolved', assignedTo: null, customTags: ['a'] } as const;
		const { incident, omitted } = await olderOf(host).patchIncident('1', patch);
		expect(bodiesOf(host)).toEqual([{ status: 'Resolved', assignedTo: '', tags: ['a'] }]);
		expect(incident.assignedTo).toBeNull();
		expect(omitted).toEqual(['displayName', 'description', 'summary', 'resolvingComment']);
	});

	it('comment → a PATCH of its own, and the comments of the response', async () => {
		const host = answering(json(200, wireOlder({ incidentId: 1 })));
		const { comments } = await olderOf(host).addComment('1', 'Isolated.');
		expect(host.calls[0]?.call.method).toBe('PATCH');
		expect(bodiesOf(host)).toEqual([{ comment: 'Isolated.' }]);
		expect(comments).toMatchObject([{ comment: 'Isolated.' }]);
	});

	eachRow([
		['a fault', json(500, {})],
		['response without comments', json(200, wireOlder({ comments: undefined }))],
	])('comment without a readable response → sent once, effect unknown', async (_, answer) => {
		const host = answering(answer);
		expect((await defenderError(olderOf(host).addComment('1', 'x'))).effect).toBe('unknown');
		expect(host.calls).toHaveLength(1);
	});
});

const benign = { classification: 'falsePositive', determination: 'notMalicious' } as const;
const verdictBody = (determination: string) => ({ classification: 'FalsePositive', determination });

describe('LegacySecurityApi › verdict false positive', () => {
	it('first spelling rejected by name → the second one, also for later writes', async () => {
		const host = answering(
			rejectedResponse("The value 'NotMalicious' is not valid"),
			json(200, wireOlder({ incidentId: 1, classification: 'FalsePositive', determination: 'Clean' })),
		);
		const api = olderOf(host);
		const { incident } = await api.patchIncident('1', benign);
		expect(incident).toMatchObject(benign);
		await api.patchIncident('1', benign);
		expect(bodiesOf(host)).toEqual(['NotMalicious', 'Clean', 'Clean'].map(verdictBody));
	});

	it('both spellings rejected → an error, and no third one', async () => {
		const host = answering(rejectedResponse('Property determination: invalid value'));
		const error = await defenderError(olderOf(host).patchIncident('1', benign));
		expect(error).toMatchObject({
			reason: { kind: 'rejected' },
			effect: 'none',
			trace: { requestId: 'id-1' },
		});
		expect(bodiesOf(host)).toEqual(['NotMalicious', 'Clean'].map(verdictBody));
	});

	eachRow([
		['other rejection', rejectedResponse('The incident was merged')],
		['a fault', json(500, {})],
		['missing permission', json(403, { error: { code: 'Forbidden', message: 'determination' } })],
	])('other failure → sent once', async (_, answer) => {
		const host = answering(answer);
		await defenderError(olderOf(host).patchIncident('1', benign));
		expect(host.calls).toHaveLength(1);
	});

	it('spelling that was accepted before is rejected → no other spelling', async () => {
		const host = answering(json(200, wireOlder({ incidentId: 1 })), rejectedResponse('determination'));
		const api = olderOf(host);
		await api.patchIncident('1', benign);
		await defenderError(api.patchIncident('2', benign));
		expect(bodiesOf(host)).toEqual(['NotMalicious', 'NotMalicious'].map(verdictBody));
	});
});

describe('LegacySecurityApi › response', () => {
	it('page without a list → unreadable', async () => {
		const error = await defenderError(olderOf(answering(json(200, { value: 'x' }))).listIncidents(first));
		expect(error.reason.kind).toBe('unreadable');
	});

	it('malformed rows → the others, and the malformed ones are named', async () => {
		const value = [{ id: 'x' }, wireOlder({ incidentId: 66, lastUpdateTime: null }), wireOlder()];
		const got = await olderOf(answering(json(200, { value }))).listIncidents(first);
		expect(got.incidents.map(({ id }) => id)).toEqual(['48213']);
		expect(got.malformed).toEqual([
			{ id: undefined, property: 'incidentId' },
			{ id: '66', property: 'lastUpdateTime' },
		]);
	});

	it('rejected request → its tracking ID in the error', async () => {
		const error = await defenderError(
			olderOf(answering(rejectedResponse('no'))).getIncident('1', { alerts: false }),
		);
		expect(error.description).toContain('request id id-1');
	});

	it('status 429 with a window → a pause of this window', async () => {
		const message = 'API calls quota exceeded! maximum allowed 50 per 00:01:00';
		const host = answering(json(429, { error: { code: '429', message } }), page([1]));
		const api: SecurityApi = olderOf(host);
		await api.listIncidents(first);
		expect((host.calls[1]?.at ?? 0) - (host.calls[0]?.at ?? 0)).toBe(60_000);
	});

	it('status 429 for an hour → an error at once with the instant', async () => {
		const message = 'API calls quota exceeded! maximum allowed 1500 per 01:00:00';
		const host = answering(json(429, { error: { code: '429', message } }));
		const error = await defenderError(olderOf(host).listIncidents(first));
		expect(error.reason).toEqual({ kind: 'throttled', retryAt: START + 3_600_000 });
	});
});
