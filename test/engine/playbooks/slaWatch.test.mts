import { describe, expect, it } from 'vitest';
import { HOSTILE, HOSTILE_LINE, shortened } from './hostile.mts';
import { playbooksOnDemand, type PlaybookBench } from './playbookBench.mts';
import { tenantTime } from './tenantTime.mts';

const start = playbooksOnDemand();
tenantTime();
const NAME = 'sla-watch-and-digest';
const [WATCH, MORNING] = ['Every 10 Minutes', 'Every Morning'];

const at = (minutesAgo: number) =>
	`${new Date(Date.parse('2026-11-22T03:00:00Z') - minutesAgo * 60_000).toISOString().slice(0, 23)}0000Z`;

/** A bench without overdue incidents other than those of the test. */
async function quiet(settings = {}): Promise<PlaybookBench> {
	const bench = await start(NAME, settings);
	for (const { id, severity, status } of bench.tenant.incidents.all())
		if (severity === 'high' && status === 'active') bench.tenant.incidents.edit('x', id, { assignedTo: 'x' });
	return bench;
}
const tagged = ({ tenant }: PlaybookBench) =>
	tenant.incidents
		.all()
		.filter(({ customTags }) => customTags.includes('sla-missed'))
		.map(({ id }) => id);

describe('SLA watch', () => {
	it('incident without an owner for 31 minutes → one message in both channels', async () => {
		const bench = await quiet();
		const { tenant, chat } = bench;
		const late = tenant.incidents.create({ severity: 'high', createdDateTime: at(31), displayName: HOSTILE });
		tenant.incidents.create({ severity: 'high', createdDateTime: at(29) });
		tenant.incidents.create({ severity: 'high', createdDateTime: at(99), assignedTo: 'ann@contoso.com' });
		tenant.incidents.create({ severity: 'medium', createdDateTime: at(99) });
		expect((await bench.run(WATCH)).error).toBeUndefined();
		expect(chat.posts.map(({ app }) => app)).toEqual(['teams', 'slack']);
		for (const { text, links, mentions, formatted } of chat.posts) {
			expect(text).toMatch(/^1 incident\(s\) without an owner for more than 30 minutes\nhigh /u);
			expect(text).toContain(shortened(HOSTILE_LINE, 120));
			expect({ links, mentions, formatted }).toEqual({
				links: [late.incidentWebUrl],
				mentions: [],
				formatted: [],
			});
		}
		expect(tagged(bench)).toEqual([late.id]);
		expect(tenant.incidents.get(late.id)?.comments.map(({ comment }) => comment)).toEqual([
			expect.stringMatching(/^Nobody .* 30 minutes[^]*SLA Watch and Morning Digest", execution \d+\.$/u),
		]);
		const journal = tenant.journal.length;
		expect((await bench.run(WATCH)).status).toBe('success');
		expect([chat.posts.length, tenant.journal.length]).toEqual([2, journal]);
	});

	it('no channel accepts the message → sent in the next run', async () => {
		const bench = await quiet();
		const late = bench.tenant.incidents.create({ severity: 'high', createdDateTime: at(31) });
		bench.chat.fail(503, 4);
		const failed = await bench.run(WATCH);
		expect(failed.error?.message).toMatch(/^2 step\(s\) failed/u);
		expect(tagged(bench)).toEqual([]);
		expect((await bench.run(WATCH)).status).toBe('success');
		expect([bench.chat.posts.length, tagged(bench)]).toEqual([2, [late.id]]);
	});

	it('one of two channels fails → an error, and no second message', async () => {
		const bench = await quiet();
		const late = bench.tenant.incidents.create({ severity: 'high', createdDateTime: at(31) });
		bench.chat.fail(503, 2);
		expect((await bench.run(WATCH)).error?.message).toMatch(/^1 step\(s\) failed/u);
		expect([bench.chat.posts.length, tagged(bench)]).toEqual([1, [late.id]]);
	});

	it('no webhook URL → an error', async () => {
		const bench = await quiet({ teamsWebhookUrl: '', slackWebhookUrl: '' });
		bench.tenant.incidents.create({ severity: 'high', createdDateTime: at(31) });
		expect((await bench.run(WATCH)).error?.message).toMatch(/^No webhook URL is set/u);
		expect(tagged(bench)).toEqual([]);
	});
});

describe('morning digest', () => {
	it('incidents changed in a day → counted in a mail, and nothing is written', async () => {
		const bench = await start(NAME);
		const { tenant, mailbox } = bench;
		tenant.incidents.create({ severity: 'high', displayName: HOSTILE, priorityScore: 100 });
		tenant.incidents.create({ status: 'resolved' });
		const journal = tenant.journal.length;
		expect((await bench.run(MORNING)).error).toBeUndefined();
		const moved = tenant.incidents
			.all()
			.filter(({ lastUpdateDateTime }) => lastUpdateDateTime >= at(24 * 60));
		const open = moved.filter(({ status }) => ['active', 'inProgress'].includes(status));
		const unassigned = open.filter(({ assignedTo }) => assignedTo === null).length;
		expect(mailbox.mails).toMatchObject([
			{
				from: 'n8n@contoso.example',
				to: ['soc@contoso.example'],
				subject: `Defender XDR: ${moved.length} incident(s) changed in 24 hours, ${unassigned} open without an owner`,
			},
		]);
		const [mail] = mailbox.mails;
		const high = moved.filter(({ severity }) => severity === 'high').length;
		const merged = moved.filter(({ status }) => status === 'redirected').length;
		expect(mail?.text).toContain(`High severity: ${high}\n`);
		expect(mail?.text).toContain(`Merged: ${merged}\n`);
		expect(mail?.text).toContain('Resolved without a verdict: 1\n');
		expect(mail?.html).toContain(`width="${Math.round((100 * high) / moved.length)}%"`);
		expect(mail?.html).not.toMatch(/<(?:script|img)/u);
		expect(mail?.html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
		expect(mail?.text).toContain(shortened(HOSTILE_LINE, 150));
		expect(tenant.journal).toHaveLength(journal);
	});

	it('no changed incidents → a mail too; mail server rejects it → an error', async () => {
		const bench = await start(NAME);
		bench.node('Read Last Day').parameters['filters'] = { createdAfter: '2026-11-23T00:00:00Z' };
		expect((await bench.run(MORNING)).error).toBeUndefined();
		expect(bench.mailbox.mails[0]?.subject).toMatch(/: 0 incident\(s\) changed .* 0 open/u);
		bench.mailbox.refuse(2);
		expect((await bench.run(MORNING)).error?.node).toBe('Send Digest');
	});
});
