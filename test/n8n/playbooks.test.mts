import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { setTimeout as pause } from 'node:timers/promises';
import { readPlaybooks } from '../../lab/editor/playbooks.mts';
import { activateWorkflow, type WorkflowRun } from '../../lab/editor/workflowRun.mts';
import { STATUSES } from '../../lab/standIns/jira/jira.mts';
import type { Tenant } from '../../lab/tenant/practice.mts';
import { showLogOnFailure } from './bench.mts';
import { control, firstPoll, until } from './activePlaybook.mts';
import { refusals, startPlaybookServers, written, type PlaybookServers } from './playbookServers.mts';

/** Incidents of the seeded tenant: a phishing campaign that became a takeover, and scripts on a laptop. */
const CAMPAIGN = '48456';
const SCRIPTS = '48461';
const MINUTE_MS = 60_000;

let servers: PlaybookServers;
let tenant: Tenant;
beforeAll(async () => {
	servers = await startPlaybookServers();
});
afterAll(() => servers?.close());
beforeEach(async () => {
	showLogOnFailure(servers.running.n8n);
	tenant = await servers.moveIn();
});

/** Checks that a run did not fail and that no request was rejected. */
function expectGood(run: WorkflowRun, status = 'success'): void {
	expect(run.error).toBeUndefined();
	expect(run.status).toBe(status);
	expect(refusals(tenant)).toEqual([]);
}

/** Runs a playbook again and expects that nothing is written a second time. */
async function expectNothingNew(again: () => Promise<WorkflowRun>): Promise<void> {
	const before = written(servers.surroundings, tenant);
	expectGood(await again());
	expect(written(servers.surroundings, tenant)).toEqual(before);
}

const since = <T,>(all: readonly T[]) => {
	const start = all.length;
	return () => all.slice(start);
};
const comments = (id: string) => tenant.incidents.get(id)?.comments.map(({ comment }) => comment) ?? [];

describe('playbook in a real n8n', () => {
	it('new-incident-ticket, run twice → one ticket, a message in both channels and a link back', async () => {
		const { jira, chat } = servers.surroundings;
		const posts = since(chat.posts);
		const before = jira.issues.all().length;
		const { id } = tenant.incidents.create({ severity: 'high', displayName: 'Ransomware' });
		tenant.incidents.addAlert(id);
		const run = () => servers.run('new-incident-ticket', 'Incident Trigger');
		expectGood(await run());
		const made = jira.issues.all().slice(before);
		expect(made).toMatchObject([{ summary: `high incident ${id}: Ransomware` }]);
		expect(posts().map(({ app }) => app)).toEqual(['teams', 'slack']);
		expect(tenant.incidents.get(id)?.customTags).toEqual([`ticket:${made[0]?.key}`, 'n8n-ticket']);
		expect(comments(id)).toEqual([expect.stringContaining(`Ticket ${made[0]?.key}: `)]);
		await expectNothingNew(run);
		expect(posts()).toHaveLength(2);
	});

	it('hunt-around, run twice → one comment with the results of four hunts', async () => {
		const deliveryId = `${SCRIPTS}@2026#1`;
		const run = async () =>
			servers.run('hunt-around', 'Incident Trigger', [{ ...(await servers.delivered(SCRIPTS)), deliveryId }]);
		expectGood(await run());
		expect(comments(SCRIPTS)).toEqual([expect.stringMatching(/^Results of 4 hunts\. /u)]);
		expect(comments(SCRIPTS)[0]).toMatch(/device-timeline: [1-9]\d* events/u);
		await expectNothingNew(run);
	});

	it.each([
		['phishing-scope', ['phish-asked', 'phish-scoped'], 1, /^Phishing, approved by Ann\./u],
		['compromised-account', ['account-asked', 'account-checked'], 0, /^Account check, approved by Ann\./u],
	])(
		'%s, form behind the link in the chat is filled in → continues and writes once',
		async (name, tags, mails, comment) => {
			const { chat, mailbox } = servers.surroundings;
			const [posts, sent] = [since(chat.posts), since(mailbox.mails)];
			const run = async () => servers.run(name, 'Incident Trigger', [await servers.delivered(CAMPAIGN)]);
			const waiting = await run();
			expectGood(waiting, 'waiting');
			expect(posts()).toHaveLength(2);
			expect(tenant.incidents.get(CAMPAIGN)?.customTags).toEqual(tags.slice(0, 1));
			const [link = ''] = posts()[0]?.links ?? [];
			expect(new URL(link).origin).toBe(servers.running.server.origin);
			expectGood(await servers.decide(waiting, link, 'Approve'));
			expect(tenant.incidents.get(CAMPAIGN)).toMatchObject({ status: 'inProgress', customTags: tags });
			expect(comments(CAMPAIGN)).toEqual([expect.stringMatching(comment)]);
			expect(sent()).toHaveLength(mails);
			await expectNothingNew(run);
			expect(sent()).toHaveLength(mails);
		},
	);

	it('sla-watch-and-digest → one message about overdue incidents, and the digest mail', async () => {
		const { chat, mailbox } = servers.surroundings;
		const [posts, sent] = [since(chat.posts), since(mailbox.mails)];
		const run = () => servers.run('sla-watch-and-digest', 'Every 10 Minutes');
		expectGood(await run());
		const late = tenant.incidents.all().filter(({ customTags }) => customTags.includes('sla-missed'));
		expect(late.length).toBeGreaterThan(0);
		expect(posts().map(({ app }) => app)).toEqual(['teams', 'slack']);
		await expectNothingNew(run);
		expect(posts()).toHaveLength(2);
		expectGood(await servers.run('sla-watch-and-digest', 'Every Morning'));
		expect(sent()).toMatchObject([{ to: ['soc@contoso.example'] }]);
		expect(sent()[0]?.html).toContain('<table');
	});

	it('scheduled-hunt, run twice → the new rows in one mail', async () => {
		const sent = since(servers.surroundings.mailbox.mails);
		const run = () => servers.run('scheduled-hunt', 'Every Hour');
		expectGood(await run());
		expect(sent()).toMatchObject([{ subject: expect.stringMatching(/^[1-9]\d* new: /u) as string }]);
		await expectNothingNew(run);
		expect(sent()).toHaveLength(1);
	});

	it('jira-sync → own ticket changes the incident, a foreign ticket is reported, then no more writes', async () => {
		const { jira, chat } = servers.surroundings;
		const posts = since(chat.posts);
		const { id } = tenant.incidents.create({});
		const labels = ['defender-xdr', `mde-${id}`];
		const { key } = jira.issues.create(jira.self, { summary: id, labels });
		tenant.incidents.edit('ann', id, { customTags: [`ticket:${key}`] });
		// A ticket younger than five minutes is not reported: the workflow may be about to name it in its incident.
		const created = new Date(Date.now() - 600_000).toISOString();
		const foreign = jira.issues.create('mallory', { summary: 'lunch', labels, created });
		const run = () => servers.run('jira-sync', 'Every 2 Minutes');
		expectGood(await run());
		const [, , done] = STATUSES;
		if (done === undefined) throw new Error('Jira has no last status.');
		jira.issues.edit('ann', key, { status: done });
		expectGood(await run());
		expect(tenant.incidents.get(id)?.status).toBe('resolved');
		await expectNothingNew(run);
		expect(posts().map(({ app }) => app)).toEqual(['teams', 'slack']);
		expect(posts()[0]?.text).toContain(
			`${foreign.key} (labels of incident ${id}) was created by somebody else`,
		);
	});

	it('incident-triage, run twice → each incident is triaged once', async () => {
		const run = () => servers.run('incident-triage', 'Start');
		expectGood(await run());
		const triaged = tenant.incidents.all().filter(({ customTags }) => customTags.includes('n8n-triage'));
		expect(triaged.length).toBeGreaterThan(1);
		await expectNothingNew(run);
	});

	it('ai-triage-assistant → the model gets tools that read, and the approved suggestion is written', async () => {
		const { chat, model } = servers.surroundings;
		const [posts, answers] = [since(chat.posts), since(model.answers)];
		const run = async () =>
			servers.run('ai-triage-assistant', 'Incident Trigger', [await servers.delivered(SCRIPTS)]);
		const waiting = await run();
		expectGood(waiting, 'waiting');
		expect(answers()).toHaveLength(3);
		expect(answers().join()).not.toMatch(/did not|not valid|could not/u);
		expect(posts()).toHaveLength(2);
		expectGood(await servers.decide(waiting, posts()[0]?.links[0] ?? '', 'Approve'));
		expect(tenant.incidents.get(SCRIPTS)).toMatchObject({
			determination: 'malware',
			customTags: expect.arrayContaining(['ai-asked']) as string[],
		});
		expect(comments(SCRIPTS)).toEqual([expect.stringContaining('approved by Ann')]);
		await expectNothingNew(run);
	});

	it('files of the folder → each is tested here', () => {
		const tried = [
			'ai-triage-assistant',
			'compromised-account',
			'hunt-around',
			'incident-triage',
			'jira-sync',
			'new-incident-ticket',
			'phishing-scope',
			'scheduled-hunt',
			'sla-watch-and-digest',
		];
		expect(readPlaybooks().map(({ id }) => id)).toEqual(tried);
	});
});

describe('active playbook in a real n8n', () => {
	it('incidents of a scenario → tickets with links back', async () => {
		const { jira } = servers.surroundings;
		const before = jira.issues.all().length;
		await activateWorkflow(servers.running.rest, servers.workflows['new-incident-ticket'] ?? '');
		await firstPoll(tenant);
		await control(servers.surroundings, tenant, 'scenarios', { scenario: 'ransomware', speed: 'instant' });
		await control(servers.surroundings, tenant, 'clock', { advance: 6 * MINUTE_MS });
		const deadline = Date.now() + 3 * MINUTE_MS;
		while (jira.issues.all().length === before && Date.now() < deadline) await pause(500);
		const made = jira.issues.all().slice(before);
		expect(made.length).toBeGreaterThan(0);
		for (const { key, labels } of made) {
			const id = labels.find((label) => label.startsWith('mde-'))?.slice(4) ?? '';
			await until(() => comments(id).some((comment) => comment.startsWith(`Ticket ${key}: `)));
			expect(tenant.incidents.get(id)?.customTags).toContain(`ticket:${key}`);
		}
		expect(refusals(tenant)).toEqual([]);
	});
});
