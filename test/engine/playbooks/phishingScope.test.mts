import { describe, expect, it } from 'vitest';
import { mail, url, type Evidence } from './evidence.mts';
import { HOSTILE, HOSTILE_LINE, shortened } from './hostile.mts';
import { playbooksOnDemand, type PlaybookBench } from './playbookBench.mts';
import { tenantTime } from './tenantTime.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

const start = playbooksOnDemand({ hunts: true });
tenantTime();
/** The seeded phishing campaign: 25 recipients, three clicks, one of them blocked. */
const CAMPAIGN = '48456';
const run = (bench: PlaybookBench, id = CAMPAIGN) => bench.run('Incident Trigger', [{ id }]);
const held = ({ tenant }: PlaybookBench, id = CAMPAIGN) => {
	const { status, classification, determination, customTags, comments } = tenant.incidents.get(id) ?? {};
	return {
		status,
		verdict: `${classification}:${determination}`,
		tags: customTags,
		comments: comments?.map(({ comment }) => comment),
	};
};
const decide = (Decision: string) => [
	{
		json: { Decision, 'Your Name': 'Ann\nIto', submittedAt: '2026-11-22T03:10:00Z', formMode: 'production' },
	},
];

describe('phishing playbook', () => {
	it('approval → mails the list, and sets verdict and comment', async () => {
		const bench = await start('phishing-scope');
		bench.tenant.incidents.edit('x', CAMPAIGN, { displayName: HOSTILE });
		const waiting = await run(bench);
		expect(waiting.error).toBeUndefined();
		expect(waiting.status).toBe('waiting');
		expect(held(bench)).toMatchObject({
			status: 'active',
			verdict: 'unknown:unknown',
			tags: ['phish-asked'],
			comments: [],
		});
		expect(bench.chat.posts).toHaveLength(2);
		for (const { text, links, mentions, formatted } of bench.chat.posts) {
			expect(text).toContain(shortened(HOSTILE_LINE, 150));
			expect(text).toContain('Recipients: 25, delivered to ');
			expect(text).toContain('Clicks: 3, let through 2\n  - a.lindqvist@contoso.com, ClickedThrough');
			expect(links[0]).toMatch(/\/form-waiting\/\d+/u);
			expect([mentions, formatted]).toEqual([[], []]);
		}
		expect(bench.mailbox.mails).toEqual([]);
		const ended = await waiting.resume?.(decide('Approve'));
		expect(ended?.error).toBeUndefined();
		expect(ended?.status).toBe('success');
		expect(held(bench)).toEqual({
			status: 'inProgress',
			verdict: 'truePositive:phishing',
			tags: ['phish-asked', 'phish-scoped'],
			comments: [
				expect.stringMatching(/^Phishing, approved by Ann Ito\.\nRecipients: 25[^]*execution \d+\.$/u),
			],
		});
		const [mail, ...others] = bench.mailbox.mails;
		expect(others).toEqual([]);
		expect(mail?.to).toEqual(['mail-admins@contoso.example']);
		expect(mail?.text.match(/@contoso\.com, (?:Delivered|Blocked|Junked)/gu)).toHaveLength(25);
	});

	eachRow([
		['is rejected', decide('Reject'), /^Phishing scope; decision: Reject, Ann Ito\. No verdict/u],
		['is not answered in time', undefined, /^Phishing scope; decision: nobody decided in time\. No verdict/u],
	])('approval rejected or not answered → only tags and comments', async (_how, answer, comment) => {
		const bench = await start('phishing-scope');
		const waiting = await run(bench);
		const ended = await waiting.resume?.(answer);
		expect(ended?.error).toBeUndefined();
		expect(held(bench)).toEqual({
			status: 'active',
			verdict: 'unknown:unknown',
			tags: ['phish-asked', 'phish-scoped'],
			comments: [expect.stringMatching(comment)],
		});
		expect(bench.mailbox.mails).toEqual([]);
	});

	it('second run → no question and nothing written', async () => {
		const bench = await start('phishing-scope');
		const waiting = await run(bench);
		await run(bench);
		expect(bench.chat.posts).toHaveLength(2);
		await waiting.resume?.(decide('Approve'));
		const journal = bench.tenant.journal.length;
		expect((await run(bench)).status).toBe('success');
		expect([bench.chat.posts.length, bench.tenant.journal.length, bench.mailbox.mails.length]).toEqual([
			2,
			journal,
			1,
		]);
	});

	it('analyst changes the incident before the approval → conflict, and the change is kept', async () => {
		const bench = await start('phishing-scope');
		const waiting = await run(bench);
		bench.tenant.incidents.edit('ann', CAMPAIGN, {
			classification: 'falsePositive',
			determination: 'notMalicious',
		});
		const ended = await waiting.resume?.(decide('Approve'));
		expect(ended?.error?.message).toMatch(/^1 step\(s\) failed: 48456 conflict/u);
		expect(held(bench)).toMatchObject({
			status: 'active',
			verdict: 'falsePositive:notMalicious',
			comments: [],
		});
	});

	it('no message let through → only a tag and a comment', async () => {
		const bench = await start('phishing-scope');
		const { id } = bench.tenant.incidents.create({});
		bench.tenant.incidents.addAlert(id, { serviceSource: 'microsoftDefenderForOffice365' });
		expect((await run(bench, id)).status).toBe('success');
		expect(held(bench, id)).toEqual({
			status: 'active',
			verdict: 'unknown:unknown',
			tags: ['phish-scoped'],
			comments: [
				expect.stringMatching(
					/^Phishing scope: nobody was let through[^]*Recipients: 0[^]*\nRecipients were not hunted: The incident names none of these: message, /u,
				),
			],
		});
		expect(bench.chat.posts).toEqual([]);
	});

	it('no channel accepts the question → an error with the URL, and asked in the next run', async () => {
		const bench = await start('phishing-scope', { slackWebhookUrl: '' });
		bench.chat.fail(503, 2);
		const failed = await run(bench);
		expect(failed.error?.message).toMatch(
			/^No channel accepted the question about phishing incident 48456.*incident2\/48456/u,
		);
		expect(held(bench).tags).toEqual([]);
		expect((await run(bench)).status).toBe('waiting');
	});

	describe('many messages and links', () => {
		const invented = (count: number) =>
			Array.from({ length: count }, (_, index) =>
				mail(`00000000-0000-0000-0000-${`${index}`.padStart(12, '0')}`),
			);
		const scoped = async (before: readonly Evidence[]) => {
			const bench = await start('phishing-scope');
			const real = bench.tenant.incidents.get(CAMPAIGN)?.alerts.flatMap((alert) => alert.evidence) ?? [];
			const { id } = bench.tenant.incidents.create({});
			bench.tenant.incidents.addAlert(id, {
				serviceSource: 'microsoftDefenderForOffice365',
				evidence: [...before, ...real],
			});
			const result = await run(bench, id);
			expect(result.error).toBeUndefined();
			const [text = ''] = [...bench.chat.posts.map((post) => post.text), ...(held(bench, id).comments ?? [])];
			return { bench, text };
		};

		it('500 invented messages and 100 links before the real ones → the campaign is found', async () => {
			const links = Array.from({ length: 100 }, (_, index) => url(`https://x.example/${index}`));
			const { text } = await scoped([...invented(500), ...links]);
			expect(text).toContain('Recipients: 25, delivered to ');
			expect(text).toContain('Clicks: 3, let through 2\n');
			expect(text).toMatch(/\nHunted for 200 of 5\d\d messages of the incident\.\n/u);
			expect(text).not.toMatch(/Hunted for \d+ of \d+ links/u);
		});

		it('more links than a hunt searches → the report states it', async () => {
			const links = Array.from({ length: 230 }, (_, index) => url(`https://x.example/${index}`));
			const { text } = await scoped([...invented(50), ...links]);
			expect(text).toContain('Recipients: 25, delivered to ');
			expect(text).toMatch(/\nHunted for 200 of 23\d links of the incident\.\n/u);
			expect(text).not.toMatch(/Hunted for \d+ of \d+ messages/u);
		});

		it('clicks on another message of the campaign → found with the IDs of all recipients’ messages', async () => {
			const { bench } = await scoped([]);
			const [recipients, clicks, attachments] = bench.tenant.calls
				.filter(({ path }) => path.endsWith('/runHuntingQuery'))
				.map(({ body }) => JSON.stringify(body));
			const ids = (query = '') => new Set(query.match(/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/gu)).size;
			expect(ids(recipients)).toBeGreaterThan(0);
			expect(ids(clicks)).toBeGreaterThanOrEqual(25);
			expect(ids(attachments)).toBe(ids(clicks));
		});
	});
});
