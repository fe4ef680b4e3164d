import { describe, expect, it } from 'vitest';
import { playbooksOnDemand, type PlaybookBench } from './playbookBench.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

const start = playbooksOnDemand();
const NAME = 'new-incident-ticket';
const TRIGGER = 'Incident Trigger';
const tagsOf = ({ tenant }: PlaybookBench, id: string) => tenant.incidents.get(id)?.customTags;

describe('the playbook from a new incident to ticket and chat › a ticket with the label of an incident to come', () => {
	it('made by someone else, for many incidents → each gets its own ticket and message, and the message names it', async () => {
		const bench = await start(NAME);
		const { tenant, jira, chat } = bench;
		const first = Number(tenant.incidents.create({}).id);
		const labels = Array.from({ length: 500 }, (_, ahead) => `mde-${first + 1 + ahead}`);
		jira.issues.create('mallory', { summary: 'lunch', labels });
		const incidents = [1, 2, 3].map(() => tenant.incidents.create({ severity: 'high' }));
		expect(labels).toEqual(expect.arrayContaining(incidents.map(({ id }) => `mde-${id}`)));
		expect((await bench.run(TRIGGER, incidents)).status).toBe('success');
		expect(incidents.map(({ id }) => tagsOf(bench, id))).toEqual([
			['ticket:SOC-2', 'n8n-ticket'],
			['ticket:SOC-3', 'n8n-ticket'],
			['ticket:SOC-4', 'n8n-ticket'],
		]);
		expect(chat.posts).toHaveLength(6);
		for (const { text } of chat.posts)
			expect(text).toContain('did not create them for this incident: SOC-1. Find out who labeled them.');
		expect(jira.issues.changes.filter(({ key, by }) => key === 'SOC-1' && by === jira.self)).toEqual([]);
	});

	eachRow([
		['its own, relabeled by somebody else', 'self', true],
		['made by a visitor without an account', null, false],
	])(
		'issue that another user relabeled or an anonymous visitor created → reported and left unchanged',
		async (_what, creator, relabeled) => {
			const bench = await start(NAME);
			const { tenant, jira, chat } = bench;
			const incident = tenant.incidents.create({ severity: 'high' });
			const label = `mde-${incident.id}`;
			jira.issues.create(jira.self, {
				summary: 'older',
				labels: relabeled ? ['mde-1'] : [label],
				...(creator === null ? { creator } : {}),
			});
			if (relabeled) jira.issues.edit('mallory', 'SOC-1', { labels: ['mde-1', label] });
			expect((await bench.run(TRIGGER, [incident])).status).toBe('success');
			expect(tagsOf(bench, incident.id)).toEqual(['ticket:SOC-2', 'n8n-ticket']);
			expect(jira.issues.get('SOC-1')?.remoteLinks).toEqual([]);
			expect(chat.posts.map(({ text }) => text.includes('for this incident: SOC-1.'))).toEqual([true, true]);
		},
	);

	it('its own, with more changes than Jira lists → is reported and left alone', async () => {
		const bench = await start(NAME);
		const { tenant, jira } = bench;
		const incident = tenant.incidents.create({ severity: 'high' });
		jira.issues.create(jira.self, { summary: '0', labels: ['mde-1'] });
		jira.issues.edit('mallory', 'SOC-1', { labels: [`mde-${incident.id}`] });
		for (let edit = 1; edit <= 40; edit++) jira.issues.edit('mallory', 'SOC-1', { summary: `${edit}` });
		expect((await bench.run(TRIGGER, [incident])).status).toBe('success');
		expect(tagsOf(bench, incident.id)).toEqual(['ticket:SOC-2', 'n8n-ticket']);
	});
});
