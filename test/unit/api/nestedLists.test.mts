import { describe, expect, it } from 'vitest';
import { MAX_FURTHER_PAGES, MAX_ROWS } from '../../../defender/api/nestedLists.ts';
import type { HttpResult } from '../../../defender/core/host.ts';
import { graphOf, INCIDENTS, ORIGIN } from '../../support/apiCaller.mts';
import { defenderError } from '../../support/defenderErrors.mts';
import { failed, FakeHost, json, text } from '../../support/fakeHost.mts';
import { wireIncident } from '../../support/wireIncident.mts';
import { olderOf, wireEntity, wireOlder, wireOlderAlert } from '../../support/wireOlder.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

const OF = `${INCIDENTS}/7`;
const MORE = `${OF}/alerts?$skiptoken=x`;
const alert = (id: string, more: object = {}) => ({ id, evidence: [], ...more });
const ip = (ipAddress: string) => ({ '@odata.type': '#microsoft.graph.security.ipEvidence', ipAddress });
const linked = (link: unknown, more: object = {}) =>
	wireIncident({ id: '7', alerts: [alert('a'), alert('b')], 'alerts@odata.nextLink': link, ...more });
const page = (rows: readonly unknown[], next?: string) =>
	json(200, { value: rows, ...(next === undefined ? {} : { '@odata.nextLink': next }) });

/** A service with a fixed response for each address, and the incident for any other. */
function pagedService(incident: unknown, pages: Readonly<Record<string, HttpResult>>) {
	const host = new FakeHost(({ url }) => pages[url] ?? json(200, incident));
	const urls = () => host.calls.map(({ call }) => call.url);
	return { host, api: graphOf(host), urls };
}
const read = async (incident: unknown, pages: Readonly<Record<string, HttpResult>>) =>
	await pagedService(incident, pages).api.getIncident('7', { alerts: true });
const idsOf = (alerts: unknown) =>
	Array.isArray(alerts) ? alerts.map((one: { readonly id: string }) => one.id) : alerts;

describe('collection inside an incident', () => {
	it('alerts on several pages, one empty, one row repeated → each alert once, and no link', async () => {
		const [second, third] = [`${MORE}2`, `${ORIGIN}/v1.0/security/incidents('7')/alerts?$skiptoken=3`];
		const pages = {
			[MORE]: page([], second),
			[second]: page([alert('b'), alert('c')], third),
			[third]: page([alert('d')]),
		};
		const { api, urls } = pagedService(linked(MORE), pages);
		const found = await api.getIncident('7', { alerts: true });
		expect(idsOf(found.alerts)).toEqual(['a', 'b', 'c', 'd']);
		expect(found).not.toHaveProperty('truncated');
		expect(JSON.stringify(found)).not.toContain('nextLink');
		expect(urls()).toEqual([`${OF}?$expand=alerts`, MORE, second, third]);
	});

	it('comments on several pages of a listed incident → all comments, and alerts not read', async () => {
		const link = `${OF}/comments?$skip=1`;
		const incident = linked(MORE, { 'comments@odata.nextLink': link });
		const pages = { [link]: page([{ comment: 'second' }]) };
		const { api, urls } = pagedService({ value: [incident] }, pages);
		const first = { kind: 'first', filter: undefined, orderBy: undefined, top: 50, alerts: false } as const;
		const [found] = (await api.listIncidents(first)).incidents;
		expect(found?.comments.map(({ comment }) => comment)).toEqual(['Demo incident', 'second']);
		expect(found?.alerts).toBe('notRead');
		expect(JSON.stringify(found)).not.toContain('nextLink');
		expect(urls()).toHaveLength(2);
	});

	eachRow([`${OF}/alerts/a/evidence?$skip=1`, `${ORIGIN}/v1.0/security/alerts_v2/a/evidence?$skip=1`])(
		'evidence of an alert on several pages → all evidence',
		async (link) => {
			const paged = alert('a', { evidence: [ip('198.51.100.1')], 'evidence@odata.nextLink': link });
			const { alerts } = await read(wireIncident({ id: '7', alerts: [paged] }), {
				[link]: page([ip('198.51.100.2')]),
			});
			expect(alerts).toMatchObject([
				{ evidence: [{ ipAddress: '198.51.100.1' }, { ipAddress: '198.51.100.2' }] },
			]);
			expect(JSON.stringify(alerts)).not.toMatch(/nextLink|Truncated/);
		},
	);

	eachRow([[5], [{}], [[MORE]], [false]])('link that is no text → marked as truncated', async (link) => {
		const { api } = pagedService(linked(link), {});
		const why = { alerts: 'the link to the next page is not text' };
		expect((await api.getIncident('7', { alerts: true })).truncated).toEqual(why);
		const pages = { [MORE]: json(200, { value: [alert('c')], '@odata.nextLink': link }) };
		expect(await read(linked(MORE), pages)).toMatchObject({
			truncated: why,
			alerts: [{}, {}, { id: 'c' }],
		});
	});

	it('only a link → read; the link fails → unavailable and not empty', async () => {
		const deferred = linked(MORE, { alerts: undefined });
		expect(idsOf((await read(deferred, { [MORE]: page([alert('a')]) })).alerts)).toEqual(['a']);
		expect((await read(deferred, { [MORE]: json(404, {}) })).alerts).toBe('unavailable');
	});

	it('response to a change or a comment → completed', async () => {
		const link = `${OF}/comments?$skip=1`;
		const pages = { [link]: page([{ comment: 'second' }]) };
		const changed = wireIncident({ id: '7', 'comments@odata.nextLink': link });
		const { incident } = await pagedService(changed, pages).api.patchIncident('7', { status: 'active' });
		expect(incident.comments).toHaveLength(2);
		const listed = { value: [{ comment: 'first' }], '@odata.nextLink': link };
		expect((await pagedService(listed, pages).api.addComment('7', 'second')).comments).toHaveLength(2);
		const { truncated } = await pagedService(listed, { [link]: json(400, {}) }).api.addComment('7', 'second');
		expect(Object.keys(truncated ?? {})).toEqual(['comments']);
	});

	it('older API → alerts and entities completed', async () => {
		const base = `${ORIGIN}/api/incidents/48213`;
		const [alerts, entities] = [`${base}/alerts?$skip=1`, `${base}/alerts/x/entities?$skip=1`];
		const one = wireOlderAlert({ alertId: 'x', 'entities@odata.nextLink': entities });
		const incident = wireOlder({ alerts: [one], 'alerts@odata.nextLink': alerts });
		const pages: Readonly<Record<string, HttpResult>> = {
			[alerts]: page([wireOlderAlert({ alertId: 'x' }), wireOlderAlert({ alertId: 'y' })]),
			[entities]: page([wireEntity('Ip', { ipAddress: '198.51.100.2' })]),
		};
		const host = new FakeHost(({ url }) => pages[url] ?? json(200, incident));
		const found = await olderOf(host).getIncident('48213', { alerts: true });
		expect(idsOf(found.alerts)).toEqual(['x', 'y']);
		expect(found.alerts).toMatchObject([{ evidence: [{ ipAddress: '198.51.100.2' }] }, {}]);
		expect(found).not.toHaveProperty('truncated');
	});
});

describe('collection that cannot be completed', () => {
	eachRow<[string, string, HttpResult | undefined]>([
		['status 404', MORE, json(404, { error: { code: 'NotFound', message: '' } })],
		['status 400', MORE, json(400, { error: { code: 'BadRequest', message: '' } })],
		['status 403', MORE, json(403, {})],
		['status 500', MORE, json(500, {})],
		['status 429', MORE, json(429, {}, { 'retry-after': '300' })],
		['could not be read: .* web page', MORE, text(200, '<html>')],
		['could not be read: ', MORE, failed({ kind: 'noResponse', cause: 'closed', detail: 'ECONNRESET' })],
		['contained no list', MORE, json(200, { value: 'x' })],
		['link to the same page again', MORE, page([alert('c')], MORE)],
		['leads outside the collection', 'https://evil.example/v1.0/security/incidents/7/alerts', undefined],
		['leads outside the collection', `${INCIDENTS}/8/alerts?$skip=2`, undefined],
		['leads outside the collection', `${INCIDENTS}/77/alerts`, undefined],
		['leads outside the collection', `${OF}/../8/alerts`, undefined],
		['leads outside the collection', `${OF}/..%2F8/alerts`, undefined],
		['leads outside the collection', `${ORIGIN}/v1.0/users?$top=1`, undefined],
		['leads outside the collection', MORE.replace('https://', 'https://u:p@'), undefined],
		['leads outside the collection', '/v1.0/security/incidents/7/alerts', undefined],
	])('failed request or foreign link → what arrived, marked with the reason', async (why, link, answer) => {
		const { api, urls } = pagedService(linked(link), answer === undefined ? {} : { [link]: answer });
		const found = await api.getIncident('7', { alerts: true });
		expect(idsOf(found.alerts)).toEqual(why.includes('same page') ? ['a', 'b', 'c'] : ['a', 'b']);
		expect(found.truncated?.['alerts']).toMatch(new RegExp(why));
		expect(JSON.stringify(found)).not.toContain('nextLink');
		if (answer === undefined) expect(urls()).toHaveLength(1);
	});

	it('evidence → alert and incident are marked', async () => {
		const link = `${OF}/alerts/a/evidence?$skip=1`;
		const paged = alert('a', { 'evidence@odata.nextLink': link });
		const found = await read(wireIncident({ id: '7', alerts: [paged, alert('b')] }), {
			[link]: json(404, {}),
		});
		expect(found.truncated).toEqual({ evidence: 'the request for the next page returned status 404' });
		expect(found.alerts).toMatchObject([{ id: 'a', evidenceTruncated: true }, { id: 'b' }]);
		expect(JSON.stringify(found.alerts).match(/Truncated/g)).toHaveLength(1);
	});

	it('one incident of a list → the others are not marked', async () => {
		const list = { value: [linked(MORE), wireIncident({ id: '8', alerts: [alert('z')] })] };
		const { api } = pagedService(list, { [MORE]: json(500, {}) });
		const first = { kind: 'first', filter: undefined, orderBy: undefined, top: 50, alerts: true } as const;
		const { incidents } = await api.listIncidents(first);
		expect(incidents.map(({ id, truncated }) => [id, truncated !== undefined])).toEqual([
			['7', true],
			['8', false],
		]);
	});

	it('endless pages → the maximum number of pages', async () => {
		let count = 0;
		const host = new FakeHost(({ url }) =>
			url.includes('skiptoken') ? page([alert(`n${count++}`)], `${MORE}${count}`) : json(200, linked(MORE)),
		);
		const found = await graphOf(host).getIncident('7', { alerts: true });
		expect(host.calls).toHaveLength(1 + MAX_FURTHER_PAGES);
		expect(idsOf(found.alerts)).toHaveLength(2 + MAX_FURTHER_PAGES);
		expect(found.truncated?.['alerts']).toBe('there are more than 100 further pages or 10000 rows');
	});

	it('endless large pages → the maximum number of rows', async () => {
		let count = 0;
		const rows = (n: number) => Array.from({ length: n }, () => alert(`n${count++}`));
		const host = new FakeHost(({ url }) =>
			url.includes('skiptoken') ? page(rows(4_000), `${MORE}${count}`) : json(200, linked(MORE)),
		);
		const found = await graphOf(host).getIncident('7', { alerts: true });
		expect(host.calls).toHaveLength(4);
		expect(found.alerts.length).toBeGreaterThan(MAX_ROWS);
	});

	it('time limit reached → no further request', async () => {
		const { api, urls } = pagedService(linked(MORE), { [MORE]: page([alert('c')]) });
		const found = await api.getIncident('7', { alerts: true, canReadMore: () => false });
		expect(found.truncated).toEqual({ alerts: 'the time limit of this poll was reached' });
		expect(urls()).toHaveLength(1);
	});

	it('execution canceled → an error', async () => {
		const { api } = pagedService(linked(MORE), { [MORE]: failed({ kind: 'canceled' }) });
		const error = await defenderError(api.getIncident('7', { alerts: true }));
		expect(error.reason.kind).toBe('canceled');
	});
});
