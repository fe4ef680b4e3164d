import { describe, expect, it } from 'vitest';
import type { HttpResult } from '../../../defender/core/host.ts';
import { graphOf, INCIDENTS, ORIGIN } from '../../support/apiCaller.mts';
import { defenderError } from '../../support/defenderErrors.mts';
import { answering, json } from '../../support/fakeHost.mts';
import { wireIncident } from '../../support/wireIncident.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

const page = (more: Record<string, unknown> = {}) => json(200, { value: [wireIncident()], ...more });
const first = { kind: 'first', filter: undefined, orderBy: undefined, top: 50, alerts: false } as const;

async function requestsFor(answer: HttpResult, work: (api: ReturnType<typeof graphOf>) => Promise<unknown>) {
	const host = answering(answer);
	await work(graphOf(host));
	return host.calls.map(({ call }) => {
		const body: unknown = call.body === undefined ? undefined : JSON.parse(call.body);
		return { ...call, body };
	});
}

describe('GraphSecurityApi › request', () => {
	it('page with filter, order and alerts → each query option encoded', async () => {
		const [call] = await requestsFor(page(), async (api) =>
			api.listIncidents({
				...first,
				filter: "assignedTo eq 'o''brien & co#1@x.example'",
				orderBy: 'lastUpdateDateTime desc',
				top: 7,
				alerts: true,
			}),
		);
		const url = new URL(call?.url ?? '');
		expect(url.origin + url.pathname).toBe(INCIDENTS);
		expect([...url.searchParams]).toEqual([
			['$top', '7'],
			['$filter', "assignedTo eq 'o''brien & co#1@x.example'"],
			['$orderby', 'lastUpdateDateTime desc'],
			['$expand', 'alerts'],
		]);
		expect(call).toMatchObject({ method: 'GET', headers: { Prefer: 'include-unknown-enum-members' } });
	});

	it('page without options → only the page size', async () => {
		const [call] = await requestsFor(page(), async (api) => api.listIncidents(first));
		expect(call?.url).toBe(`${INCIDENTS}?$top=50`);
	});

	it('one incident with or without alerts → $expand only for alerts', async () => {
		const answer = json(200, wireIncident({ id: '1' }));
		const urls = await Promise.all(
			[true, false].map(async (alerts) =>
				requestsFor(answer, async (api) => api.getIncident('1', { alerts })),
			),
		);
		expect(urls.flat().map(({ url }) => url)).toEqual([`${INCIDENTS}/1?$expand=alerts`, `${INCIDENTS}/1`]);
	});

	it('change, comment and hunt → the documented bodies', async () => {
		const patch = await requestsFor(json(200, wireIncident({ id: '1' })), async (api) =>
			api.patchIncident('1', { status: 'resolved', customTags: ['a'] }),
		);
		expect(patch[0]).toMatchObject({
			method: 'PATCH',
			url: `${INCIDENTS}/1`,
			body: { status: 'resolved', customTags: ['a'] },
		});
		const comment = await requestsFor(json(200, { value: [] }), async (api) => api.addComment('1', 'text'));
		expect(comment[0]).toMatchObject({
			method: 'POST',
			url: `${INCIDENTS}/1/comments`,
			body: { '@odata.type': 'microsoft.graph.security.alertComment', comment: 'text' },
		});
		const table = json(200, { schema: [{ name: 'a', type: 'String' }], results: [] });
		const hunts = await Promise.all(
			[undefined, 'P7D'].map(async (timespan) =>
				requestsFor(table, async (api) =>
					api.runHunt({
						query: 'T',
						timespan,
						rewordMessage: (message) => ({ message, advice: undefined }),
					}),
				),
			),
		);
		expect(hunts.flat().map(({ url, body }) => ({ url, body }))).toEqual([
			{ url: `${ORIGIN}/v1.0/security/runHuntingQuery`, body: { Query: 'T' } },
			{ url: `${ORIGIN}/v1.0/security/runHuntingQuery`, body: { Query: 'T', Timespan: 'P7D' } },
		]);
	});

	it('ID that contains a path → encoded as one segment', async () => {
		const [call] = await requestsFor(json(200, wireIncident()), async (api) =>
			defenderError(api.getIncident('1/../../users?x=#', { alerts: false })),
		);
		expect(call?.url).toBe(`${INCIDENTS}/1%2F..%2F..%2Fusers%3Fx%3D%23`);
	});
});

describe('GraphSecurityApi › response', () => {
	it('status 206 → the warning of the provider', async () => {
		const api = (status: number, headers: Record<string, string>) =>
			graphOf(answering(json(status, { value: [] }, headers))).listIncidents(first);
		expect((await api(206, { warning: '199 - "MDI/504"' })).warning).toBe('199 - "MDI/504"');
		expect((await api(206, {})).warning).toBe('');
		expect((await api(200, { warning: 'x' })).warning).toBeUndefined();
	});

	eachRow([
		['a status of null', wireIncident({ id: '66', status: null }), { id: '66', property: 'status' }],
		[
			'no creation time',
			wireIncident({ id: '66', createdDateTime: null }),
			{ id: '66', property: 'createdDateTime' },
		],
		['no ID', { status: 'active' }, { id: undefined, property: 'id' }],
		['null', null, { id: undefined, property: undefined }],
		['a text', 'incident', { id: undefined, property: undefined }],
		['a list', [wireIncident()], { id: undefined, property: undefined }],
	])(
		'malformed row → the other rows of its page, and the malformed one is named',
		async (_, row, malformed) => {
			const value = [wireIncident({ id: '65', future: { a: 1 } }), row, wireIncident({ id: '67' })];
			const got = await graphOf(answering(json(200, { value }))).listIncidents(first);
			expect(got.incidents.map(({ id }) => id)).toEqual(['65', '67']);
			expect(got.incidents[0]).toMatchObject({ future: { a: 1 } });
			expect(got.malformed).toEqual([malformed]);
		},
	);

	it('one malformed incident → an error with its ID and property', async () => {
		const api = graphOf(answering(json(200, wireIncident({ status: null }))));
		const error = await defenderError(api.getIncident('2972395', { alerts: false }));
		expect(error.message).toBe('Microsoft Defender sent incident "2972395" without a valid status');
	});

	eachRow([
		['no list', {}],
		['an object for the list', { value: { '0': wireIncident() } }],
	])('page without a list → unreadable', async (_, body) => {
		const error = await defenderError(graphOf(answering(json(200, body))).listIncidents(first));
		expect(error.reason.kind).toBe('unreadable');
		expect(error.message).toContain('data without required properties');
	});

	it('data of another shape → unreadable, and writes may have been stored', async () => {
		const api = graphOf(answering(json(200, { value: 'x', results: [1], schema: [] })));
		const get = await defenderError(api.getIncident('1', { alerts: false }));
		const patch = await defenderError(api.patchIncident('1', { status: 'active' }));
		const comment = await defenderError(api.addComment('1', 'c'));
		const hunt = await defenderError(
			api.runHunt({
				query: 'T',
				timespan: undefined,
				rewordMessage: (message) => ({ message, advice: undefined }),
			}),
		);
		expect([get, patch, comment, hunt].map(({ reason, effect }) => [reason.kind, effect])).toEqual([
			['unreadable', 'none'],
			['unreadable', 'unknown'],
			['unreadable', 'unknown'],
			['unreadable', 'none'],
		]);
	});

	it('hunting rows → unchanged, and long integers as exact text', async () => {
		const body =
			'{"schema":[{"name":"Id","type":"Int64"}],"results":[{"Id":9007199254740993,"Id@odata.type":"#Int64"}]}';
		const host = answering({ ok: true, response: { status: 200, headers: {}, text: body } });
		const table = await graphOf(host).runHunt({
			query: 'T',
			timespan: undefined,
			rewordMessage: (message) => ({ message, advice: undefined }),
		});
		expect(table.rows).toEqual([{ Id: '9007199254740993', 'Id@odata.type': '#Int64' }]);
		expect(table.columns.map(({ name }) => name)).toEqual(['Id']);
	});
});
