import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eachRow } from '../../support/eachRow.mts';
import { startJira, type Jira } from '../../../standIns/jira/jira.mts';

const NOW = new Date('2026-11-22T03:00:00Z');
let jira: Jira;
beforeEach(async () => {
	jira = await startJira({ now: () => NOW });
});
afterEach(async () => jira.close());

const basic = () =>
	`Basic ${Buffer.from(`${jira.credential.email}:${jira.credential.apiToken}`).toString('base64')}`;
const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
	const response = await fetch(`${jira.origin}/rest/api/${path}`, {
		method,
		headers: { authorization: basic(), 'content-type': 'application/json', ...headers },
		...(body === undefined ? {} : { body: JSON.stringify(body) }),
	});
	const text = await response.text();
	return { status: response.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
};
const fields = { summary: 'a', project: { id: '10010' }, issuetype: { id: '10003' } };
const search = (jql: string) => call('POST', '2/search/jql', { jql, fields: ['labels'], maxResults: 50 });

describe('Jira stand-in', () => {
	it('a wrong token, another content type or an unknown path → 401, 415 or 404', async () => {
		expect((await call('GET', '2/myself')).status).toBe(200);
		expect((await call('GET', '2/myself', undefined, { authorization: 'Basic eDp5' })).status).toBe(401);
		expect((await call('POST', '2/issue', { fields }, { 'content-type': 'text/plain' })).status).toBe(415);
		expect((await call('POST', '2/search', {})).status).toBe(404);
		expect(jira.calls.map(({ status }) => status)).toEqual([200, 401, 415, 404]);
	});

	eachRow([
		['an unknown project', { project: { id: '1' } }, { project: 'Specify a valid project ID or key' }],
		['an unknown issue type', { issuetype: { id: '1' } }, { issuetype: 'Specify a valid issue type' }],
		[
			'a sub-task without a parent',
			{ issuetype: { id: '10004' } },
			{ issuetype: 'Specify a valid issue type' },
		],
		['no summary', { summary: ' ' }, { summary: 'You must specify a summary of the issue.' }],
		[
			'a line end in the summary',
			{ summary: 'a\nb' },
			{ summary: 'The summary is invalid because it contains newline characters.' },
		],
		[
			'256 characters',
			{ summary: 'x'.repeat(256) },
			{ summary: 'Summary must be less than 255 characters.' },
		],
		[
			'a label with a space',
			{ labels: ['a b'] },
			{ labels: "The label 'a b' contains spaces which is invalid." },
		],
		['an unknown person', { assignee: { id: 'x' } }, { assignee: "User 'x' does not exist." }],
	])(
		'an issue with an invalid field → 400 that names the field, no issue created',
		async (_what, wrong, errors) => {
			const { status, body } = await call('POST', '2/issue', { fields: { ...fields, ...wrong } });
			expect([status, body]).toEqual([400, { errorMessages: [], errors }]);
			expect(jira.issues.all()).toEqual([]);
		},
	);

	it('create, transition, comment, link and search → each change is stored', async () => {
		const made = await call('POST', '2/issue', {
			fields: { ...fields, summary: 'x'.repeat(255), labels: ['l'] },
		});
		expect(made).toMatchObject({ status: 201, body: { key: 'SOC-1' } });
		await call('POST', '2/issue', { fields });
		expect((await call('POST', '2/issue/SOC-1/transitions', { transition: { id: '31' } })).status).toBe(204);
		expect((await call('POST', '2/issue/SOC-1/transitions', { transition: { id: '99' } })).status).toBe(400);
		const link = { globalId: 'g', object: { url: 'https://example.org/', title: 't' } };
		expect((await call('POST', '2/issue/SOC-1/remotelink', link)).status).toBe(201);
		expect((await call('POST', '2/issue/SOC-1/remotelink', link)).status).toBe(200);
		const both = { inwardIssue: { key: 'SOC-1' }, outwardIssue: { key: 'SOC-2' } };
		expect((await call('POST', '2/issueLink', { type: { name: 'Duplicate' }, ...both })).status).toBe(201);
		expect((await call('POST', '2/issueLink', { type: { name: 'Nothing' }, ...both })).status).toBe(404);
		const text = (value: string) => ({
			body: {
				type: 'doc',
				version: 1,
				content: [{ type: 'paragraph', content: [{ type: 'text', text: value }] }],
			},
		});
		expect((await call('POST', '3/issue/SOC-1/comment', text('hello'))).status).toBe(201);
		expect((await call('POST', '3/issue/SOC-1/comment', { body: 'hello' })).status).toBe(400);
		expect((await call('POST', '3/issue/SOC-9/comment', text('hello'))).status).toBe(404);
		expect(jira.issues.get('SOC-1')).toMatchObject({
			status: { name: 'Done' },
			comments: [{ text: 'hello' }],
			links: ['SOC-2'],
			remoteLinks: [{ globalId: 'g' }],
		});
		expect((await search('labels = l')).body).toMatchObject({ isLast: true, issues: [{ key: 'SOC-1' }] });
	});

	it('another user edits an issue → the creator stays, the changelog names the editor', async () => {
		const eve = { accountId: '712020:eve', displayName: 'Eve', emailAddress: 'eve@contoso.example' };
		await jira.close();
		jira = await startJira({ now: () => NOW, users: [eve] });
		const asEve = `Basic ${Buffer.from(`${eve.emailAddress}:${jira.credential.apiToken}`).toString('base64')}`;
		await call('POST', '2/issue', { fields: { ...fields, labels: ['l'] } });
		await call('POST', '2/issue', { fields }, { authorization: asEve });
		const relabelled = { fields: {}, update: { labels: [{ add: 'm' }] } };
		await call('PUT', '2/issue/SOC-1', relabelled, { authorization: asEve });
		expect((await call('GET', '2/myself', undefined, { authorization: asEve })).body).toMatchObject(eve);
		const body = { jql: 'project = SOC', fields: ['creator'], maxResults: 50, expand: 'changelog' };
		expect((await call('POST', '2/search/jql', body)).body).toMatchObject({
			issues: [
				{
					fields: { creator: { accountId: jira.self } },
					changelog: {
						total: 1,
						histories: [
							{ author: { accountId: eve.accountId }, items: [{ field: 'labels', toString: 'l m' }] },
						],
					},
				},
				{ fields: { creator: eve }, changelog: { total: 0, histories: [] } },
			],
		});
		expect((await search('creator = currentUser()')).body).toMatchObject({ issues: [{ key: 'SOC-1' }] });
		expect((await search('creator != currentUser()')).body).toMatchObject({ issues: [{ key: 'SOC-2' }] });
		const other = { jql: 'creator = currentUser()', fields: ['labels'], maxResults: 50 };
		const found = await call('POST', '2/search/jql', other, { authorization: asEve });
		expect(found.body).toMatchObject({ issues: [{ key: 'SOC-2' }] });
		expect((await call('POST', '2/search/jql', { ...body, expand: 'names' })).status).toBe(400);
	});

	it('101 issues → three pages', async () => {
		for (let made = 0; made < 101; made++) jira.issues.create('ann', { summary: `${made}` });
		const first = await search('project = SOC');
		expect(first.body).toMatchObject({ isLast: false, nextPageToken: '50' });
		const body = { jql: 'project = SOC', fields: ['*all'], maxResults: 50, nextPageToken: '100' };
		expect((await call('POST', '2/search/jql', body)).body).toMatchObject({
			isLast: true,
			issues: [{ key: 'SOC-101' }],
		});
	});
});
