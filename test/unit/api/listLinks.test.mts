import { describe, expect, it } from 'vitest';
import { graphOf, INCIDENTS } from '../../support/apiCaller.mts';
import { defenderError } from '../../support/defenderErrors.mts';
import { answering, json } from '../../support/fakeHost.mts';
import { wireIncident } from '../../support/wireIncident.mts';
import { OLDER_ORIGIN, olderOf, wireOlder } from '../../support/wireOlder.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

const page = (more: Record<string, unknown> = {}) => json(200, { value: [wireIncident()], ...more });
const first = { kind: 'first', filter: undefined, orderBy: undefined, top: 50, alerts: false } as const;

describe('link to the next page', () => {
	const listWithLink = async (link: unknown) =>
		graphOf(answering(page({ '@odata.nextLink': link }))).listIncidents(first);

	it('same host and path → followed unchanged', async () => {
		const link = `${INCIDENTS}?$top=50&$skiptoken=a%2Bb%3D`;
		const host = answering(page({ '@odata.nextLink': link }), page());
		const api = graphOf(host);
		const { next } = await api.listIncidents(first);
		expect(next).toBe(link);
		if (next !== undefined) await api.listIncidents({ kind: 'next', link: next, alerts: false });
		expect(host.calls[1]?.call.url).toBe(link);
	});

	eachRow([undefined, null, ''])('missing or empty link → the end of the list', async (link) => {
		expect((await listWithLink(link)).next).toBeUndefined();
	});

	eachRow([7, {}, [], true])(
		'link that is no text → an error, because the list would be incomplete',
		async (link) => {
			const error = await defenderError(listWithLink(link));
			expect(error.reason.kind).toBe('unreadable');
			expect(error.message).toBe('The link to the next page is not text');
		},
	);

	eachRow([
		'https://graph.microsoft.com/v1.0/Security/Incidents?$skiptoken=a',
		'https://GRAPH.microsoft.com/v1.0/security/incidents?$skiptoken=a',
		'https://graph.microsoft.com:443/v1.0/security/incidents/?$skiptoken=a',
		'https://graph.microsoft.com/V1.0/security/./incidents?$skiptoken=a',
	])('other spelling of the same host and path → followed', async (link) => {
		expect((await listWithLink(link)).next).toBe(link);
	});

	eachRow([
		['/beta/security/incidents', 'https://graph.microsoft.com/beta/security/incidents?$skip=50'],
		['/v1.0/security/alerts_v2', 'https://graph.microsoft.com/v1.0/security/alerts_v2?$skip=50'],
		['/v1.0/users', 'https://graph.microsoft.com/v1.0/security/incidents/../../users'],
		['/v1.0/security/incidents/7', 'https://graph.microsoft.com/v1.0/security/incidents/7'],
		['/v1.0/security/incidents//', 'https://graph.microsoft.com/v1.0/security/incidents//'],
	])('other path of the same host → an error that names both paths', async (path, link) => {
		const error = await defenderError(listWithLink(link));
		expect(error.reason.kind).toBe('misdirected');
		expect(error.message).toBe(`The next page of the list has another path ("${path}")`);
		expect(error.description).toContain('The list is at /v1.0/security/incidents;');
	});

	eachRow([
		'https://evil.example/v1.0/security/incidents?$skip=50',
		'http://graph.microsoft.com/v1.0/security/incidents?$skip=50',
		'https://graph.microsoft.com:444/v1.0/security/incidents?$skip=50',
		'https://graph.microsoft.com.evil.example/v1.0/security/incidents',
		'https://graph.microsoft.com@evil.example/v1.0/security/incidents',
		'https://user:pass@graph.microsoft.com/v1.0/security/incidents?$skip=50',
		'https://user@graph.microsoft.com/v1.0/security/incidents?$skip=50',
		'https://graph.microsoft.com/v1.0/security/alerts_v2?$skip=50',
		'https://graph.microsoft.com/v1.0/security/incidents/../../users',
		'https://graph.microsoft.com/beta/security/incidents?$skip=50',
		'//evil.example/v1.0/security/incidents',
		'//evil',
		'/v1.0/security/incidents?$skip=50',
		'$skip=50',
		'javascript:alert(1)',
	])('other host, scheme, port or path → an error', async (link) => {
		const error = await defenderError(listWithLink(link));
		expect(error.reason.kind).toBe('misdirected');
		expect(error.description).toMatch(/[Tt]he token is only sent to https:\/\/graph\.microsoft\.com/);
	});
});

describe('link to the next page of the older API', () => {
	const OLDER = `${OLDER_ORIGIN}/api/incidents`;
	const olderPage = (ids: readonly number[], more: Record<string, unknown> = {}) =>
		json(200, { value: ids.map((incidentId) => wireOlder({ incidentId })), ...more });

	it('link on the first page, none on the next full page → the end of the list', async () => {
		const own = `${OLDER}?$top=2&$skiptoken=x`;
		const host = answering(olderPage([1, 2], { '@odata.nextLink': own }), olderPage([3, 4]));
		const api = olderOf(host);
		const { next } = await api.listIncidents({ ...first, top: 2 });
		if (next === undefined) throw new Error('no link');
		expect((await api.listIncidents({ kind: 'next', link: next, alerts: true })).next).toBeUndefined();
	});

	eachRow([[[]], [[1]]])('link on an empty or short page → followed', async (ids: readonly number[]) => {
		const own = `${OLDER}?$skiptoken=x`;
		const host = answering(olderPage(ids, { '@odata.nextLink': own }));
		expect((await olderOf(host).listIncidents({ ...first, top: 2 })).next).toBe(own);
	});
});
