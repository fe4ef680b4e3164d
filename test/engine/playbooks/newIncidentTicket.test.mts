import { describe, expect, it } from 'vitest';
import { jsonOf } from '../../support/practice.mts';
import { MINUTE } from '../../support/triggerFixture.mts';
import { devices } from './evidence.mts';
import { HOSTILE, HOSTILE_LINE, shortened } from './hostile.mts';
import { playbooksOnDemand, type PlaybookBench } from './playbookBench.mts';

const start = playbooksOnDemand();
const NAME = 'new-incident-ticket';
const TRIGGER = 'Incident Trigger';
/** The tag that the trigger waits for. */
const ACKNOWLEDGED = 'n8n-ticket';
const SIGNED =
	/\n\nWritten by n8n workflow "Defender XDR: New Incident to Ticket and Chat", execution \d+\.$/u;

const held = ({ tenant }: PlaybookBench, id: string) => {
	const incident = tenant.incidents.get(id);
	return {
		tags: incident?.customTags,
		comments: incident?.comments.map(({ comment }) => comment),
	};
};

describe('playbook from a new incident to ticket and chat', () => {
	it('incident after its settle time → one ticket, a message in both channels, and a link back', async () => {
		const bench = await start(NAME);
		const { tenant, jira, chat } = bench;
		const { poll } = await bench.activate();
		const { id } = tenant.incidents.create({ severity: 'high', displayName: 'Ransomware' });
		tenant.incidents.addAlert(id);
		tenant.incidents.create({ severity: 'low' });
		tenant.clock.advance(MINUTE);
		expect(await poll()).toBeUndefined();
		tenant.clock.advance(5 * MINUTE);
		const result = await poll();
		expect(result?.error).toBeUndefined();
		expect(result?.status).toBe('success');
		expect(jira.issues.all()).toMatchObject([
			{
				key: 'SOC-1',
				summary: `high incident ${id}: Ransomware`,
				labels: ['defender-xdr', `mde-${id}`],
				remoteLinks: [{ globalId: `defender-xdr-incident-${id}` }],
			},
		]);
		const link = `${jira.origin}/browse/SOC-1`;
		expect(chat.posts.map(({ app }) => app)).toEqual(['teams', 'slack']);
		for (const { links, text } of chat.posts) {
			expect(links).toEqual([tenant.incidents.get(id)?.incidentWebUrl, link]);
			expect(text).toContain('Alerts: 1\nSent by n8n workflow');
		}
		expect(held(bench, id)).toEqual({
			tags: ['ticket:SOC-1', ACKNOWLEDGED],
			comments: [expect.stringMatching(new RegExp(`^Ticket SOC-1: ${link}${SIGNED.source}`, 'u'))],
		});
		tenant.clock.advance(MINUTE);
		expect(await poll()).toBeUndefined();
	});

	it('the same items again → nothing more', async () => {
		const bench = await start(NAME);
		const { tenant, jira, chat } = bench;
		const items = [tenant.incidents.create({ severity: 'high' }), tenant.incidents.create({})];
		expect((await bench.run(TRIGGER, items)).status).toBe('success');
		expect(jira.issues.all()).toHaveLength(2);
		const [changes, journal, posts] = [jira.issues.changes.length, tenant.journal.length, chat.posts.length];
		expect(posts).toBe(4);
		expect((await bench.run(TRIGGER, [...items, ...items])).status).toBe('success');
		expect(jira.issues.changes).toHaveLength(changes);
		expect(tenant.journal).toHaveLength(journal);
		expect(chat.posts).toHaveLength(posts);
	});

	it('link back failed before → the same ticket is used, and the incident is reported', async () => {
		const bench = await start(NAME);
		const { tenant, jira, chat } = bench;
		const [known, fresh] = [tenant.incidents.create({}), tenant.incidents.create({})];
		tenant.faults.add({
			match: { method: 'PATCH', path: `/v1.0/security/incidents/${known.id}` },
			times: 'always',
			answer: { status: 400 },
		});
		expect((await bench.run(TRIGGER, [known])).error?.message).toMatch(/^1 step/u);
		tenant.faults.clear();
		jira.issues.edit('ann', 'SOC-1', { assignee: jira.self });
		const result = await bench.run(TRIGGER, [known, fresh]);
		expect(result.status).toBe('success');
		expect(jira.issues.all().map(({ labels }) => labels[1])).toEqual([`mde-${known.id}`, `mde-${fresh.id}`]);
		expect(held(bench, known.id).tags).toEqual(['ticket:SOC-1', ACKNOWLEDGED]);
		expect(held(bench, fresh.id).tags).toEqual(['ticket:SOC-2', ACKNOWLEDGED]);
		expect(chat.posts.slice(2).map(({ text }) => /Ticket (SOC-\d)/u.exec(text)?.[1])).toEqual(
			expect.arrayContaining(['SOC-1', 'SOC-1', 'SOC-2', 'SOC-2']),
		);
	});

	it('51 devices → the message states how many it lists', async () => {
		const bench = await start(NAME);
		const { tenant, jira, chat } = bench;
		const { id } = tenant.incidents.create({ severity: 'high' });
		tenant.incidents.addAlert(id, { evidence: devices(51) });
		expect((await bench.run(TRIGGER, [{ id }])).status).toBe('success');
		const listed = /Devices: pc-0, [^]*pc-19 \(20 of 51\)/u;
		expect(jira.issues.all()[0]?.description).toMatch(listed);
		for (const { text } of chat.posts) expect(text).toMatch(listed);
	});

	it('hostile names → plain text everywhere', async () => {
		const bench = await start(NAME);
		const { jira, chat, tenant } = bench;
		const { id } = tenant.incidents.create({ severity: 'high', displayName: HOSTILE });
		expect((await bench.run(TRIGGER, [{ id }])).status).toBe('success');
		const [issue] = jira.issues.all();
		expect(issue?.summary).toBe(`high incident ${id}: ${shortened(HOSTILE_LINE, 180)}`);
		expect(issue?.description?.match(/\{noformat/giu)).toHaveLength(2);
		for (const { text, mentions, formatted, links } of chat.posts) {
			expect(text).toContain(shortened(HOSTILE_LINE, 180));
			expect({ mentions, formatted }).toEqual({ mentions: [], formatted: [] });
			expect(links.join()).not.toContain('evil');
		}
		expect(chat.posts).toHaveLength(2);
	});

	it('ticket cannot be created → reported in the channels and by an error, and the others are done', async () => {
		const bench = await start(NAME);
		const { tenant, jira, chat } = bench;
		const [failed, made] = [tenant.incidents.create({}), tenant.incidents.create({})];
		bench.node('Create Ticket').parameters['issueType'] = {
			__rl: true,
			mode: 'id',
			value: `={{ $json.id === '${failed.id}' ? '999' : '10003' }}`,
		};
		const result = await bench.run(TRIGGER, [failed, made]);
		expect(result.status).toBe('error');
		expect(result.error?.message).toMatch(new RegExp(`^1 step\\(s\\) failed: ${failed.id} No ticket`, 'u'));
		expect(jira.issues.all().map(({ labels }) => labels[1])).toEqual([`mde-${made.id}`]);
		expect(held(bench, failed.id).tags).toEqual([]);
		const reports = chat.posts.filter(({ text }) => text.includes('NO TICKET'));
		expect(reports.map(({ app }) => app)).toEqual(['teams', 'slack']);
		expect(reports[0]?.text).toContain('add the tag ticket:<key> to the incident.');
		expect(chat.posts).toHaveLength(4);
	});

	it('channel does not respond → link back is written, and the run fails', async () => {
		const bench = await start(NAME);
		const { tenant, chat } = bench;
		const { id } = tenant.incidents.create({});
		chat.fail(503, 2);
		const result = await bench.run(TRIGGER, [{ id }]);
		expect(result.status).toBe('error');
		expect(result.error?.message).toMatch(/^1 step\(s\) failed: .*503/u);
		expect(held(bench, id).tags).toEqual(['ticket:SOC-1', ACKNOWLEDGED]);
		expect(chat.posts.map(({ app }) => app)).toEqual(['slack']);
	});

	it('Jira does not respond → an error that names the incidents without a ticket', async () => {
		const bench = await start(NAME);
		const { tenant, jira, chat } = bench;
		const items = [tenant.incidents.create({ displayName: 'Bad' }), tenant.incidents.create({})];
		const ids = items.map(({ id }) => id).join(', ');
		jira.fail(503, 2);
		const result = await bench.run(TRIGGER, items);
		expect(result.error?.message).toContain(`failed: ${ids} Jira could not be searched`);
		expect([jira.issues.all(), held(bench, items[0]?.id ?? '').tags]).toEqual([[], []]);
		expect(chat.posts.map(({ app }) => app)).toEqual(['teams', 'slack']);
		expect(chat.posts[0]?.text).toMatch(
			/^2 new incident\(s\) without a ticket\nNO TICKET: .*Service unavailable[^]*: Bad\n/u,
		);
	});

	it('channel without a URL → left out', async () => {
		const bench = await start(NAME, { teamsWebhookUrl: '' });
		const { id } = bench.tenant.incidents.create({});
		const result = await bench.run(TRIGGER, [{ id }]);
		expect(result.status).toBe('success');
		expect(bench.chat.posts.map(({ app }) => app)).toEqual(['slack']);
		expect(jsonOf(result, 'Link Back')).toMatchObject([{ id, outcome: 'updated' }]);
	});
});
