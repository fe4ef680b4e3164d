import { describe, expect, it } from 'vitest';
import { user, type Evidence } from './evidence.mts';
import { HOSTILE, HOSTILE_LINE, shortened } from './hostile.mts';
import { playbooksOnDemand, type PlaybookBench } from './playbookBench.mts';
import { tenantTime } from './tenantTime.mts';

const start = playbooksOnDemand({ hunts: true });
tenantTime();
/** The seeded takeover: an unfamiliar sign-in, then a forwarding rule. */
const TAKEOVER = '48456';
const VICTIM = 'a.lindqvist@contoso.com';
const run = (bench: PlaybookBench, id = TAKEOVER) => bench.run('Incident Trigger', [{ id }]);
const held = ({ tenant }: PlaybookBench, id = TAKEOVER) => {
	const { status, classification, customTags, comments } = tenant.incidents.get(id) ?? {};
	return { status, classification, tags: customTags, comments: comments?.map(({ comment }) => comment) };
};
const decide = (Decision: string) => [
	{ json: { Decision, 'Your Name': 'Ann', submittedAt: '2026-11-22T03:10:00Z', formMode: 'production' } },
];
const revoked = ({ tenant }: PlaybookBench) =>
	tenant.calls
		.filter(({ path }) => path.includes('revokeSignInSessions'))
		.map(({ path }) => decodeURIComponent(path));

describe('playbook for a compromised account', () => {
	it('findings and an approval → status and comment are written, and no session is revoked', async () => {
		const bench = await start('compromised-account');
		bench.tenant.incidents.edit('x', TAKEOVER, { displayName: HOSTILE });
		const waiting = await run(bench);
		expect(waiting.error).toBeUndefined();
		expect(waiting.status).toBe('waiting');
		expect(bench.chat.posts).toHaveLength(2);
		for (const { text, links, mentions, formatted } of bench.chat.posts) {
			expect(text).toContain(shortened(HOSTILE_LINE, 150));
			expect(text).toMatch(/New places: [1-9]/u);
			expect(text).toMatch(/Mailbox rules, forwarding, delegates: [1-9]/u);
			expect(text).toContain('no session is revoked');
			expect(links[0]).toMatch(/\/form-waiting\/\d+/u);
			expect([mentions, formatted]).toEqual([[], []]);
		}
		expect(held(bench)).toMatchObject({ status: 'active', tags: ['account-asked'], comments: [] });
		const ended = await waiting.resume?.(decide('Approve'));
		expect(ended?.error).toBeUndefined();
		expect(held(bench)).toEqual({
			status: 'inProgress',
			classification: 'unknown',
			tags: ['account-asked', 'account-checked'],
			comments: [
				expect.stringMatching(
					/^Account check, approved by Ann\. No session was revoked\.[^]*execution \d+\.$/u,
				),
			],
		});
		expect(revoked(bench)).toEqual([]);
	});

	it('Revoke Sessions and an approval → the sessions of all users except the excluded ones are revoked', async () => {
		const bench = await start('compromised-account', {
			revokeSessions: true,
			neverRevoke: [VICTIM.toUpperCase()],
		});
		const settings = { graphUrl: new URL(bench.tenant.credential().apiUrl).origin };
		bench.set(settings);
		bench.tenant.faults.add({
			match: { kind: 'graph', path: /revokeSignInSessions$/u },
			times: 'always',
			answer: { status: 200, body: { value: true } },
		});
		const waiting = await run(bench);
		expect(revoked(bench)).toEqual([]);
		const ended = await waiting.resume?.(decide('Approve'));
		expect(ended?.error).toBeUndefined();
		expect(revoked(bench)).toEqual(
			["s.o'brien@contoso.com", 't.nowak@contoso.com'].map(
				(user) => `/v1.0/users/${user}/revokeSignInSessions`,
			),
		);
	});

	it('sessions cannot be revoked → an error that counts them', async () => {
		const bench = await start('compromised-account', { revokeSessions: true });
		bench.set({ graphUrl: new URL(bench.tenant.credential().apiUrl).origin });
		const waiting = await run(bench);
		const ended = await waiting.resume?.(decide('Approve'));
		expect(ended?.error?.message).toMatch(/^3 step\(s\) failed/u);
		expect(held(bench).status).toBe('inProgress');
	});

	it('no decision in time → escalated, and nothing else', async () => {
		const bench = await start('compromised-account', { revokeSessions: true });
		const waiting = await run(bench);
		const ended = await waiting.resume?.();
		expect(ended?.error).toBeUndefined();
		expect(held(bench)).toMatchObject({
			status: 'active',
			tags: ['account-asked', 'account-checked', 'escalated'],
			comments: [expect.stringMatching(/nobody decided within 30 minutes/u)],
		});
		expect(bench.chat.posts.slice(2).map(({ text }) => text.startsWith('ESCALATION: nobody'))).toEqual([
			true,
			true,
		]);
		expect(revoked(bench)).toEqual([]);
	});

	it('rejected, or changed by an analyst → no session is revoked', async () => {
		const bench = await start('compromised-account', { revokeSessions: true });
		const waiting = await run(bench);
		await waiting.resume?.(decide('Reject'));
		expect(held(bench)).toMatchObject({
			status: 'active',
			comments: [expect.stringMatching(/rejected by Ann/u)],
		});
		bench.tenant.incidents.edit('ann', TAKEOVER, { assignedTo: 'ann@contoso.com' });
		const ended = await waiting.resume?.(decide('Approve'));
		expect(ended?.error?.message).toMatch(/conflict/u);
		expect(held(bench).status).toBe('active');
		expect(revoked(bench)).toEqual([]);
	});

	it('second run → no question and nothing written', async () => {
		const bench = await start('compromised-account');
		const waiting = await run(bench);
		await run(bench);
		await waiting.resume?.(decide('Approve'));
		const journal = bench.tenant.journal.length;
		expect((await run(bench)).status).toBe('success');
		expect([bench.chat.posts.length, bench.tenant.journal.length]).toEqual([2, journal]);
	});

	it('few findings → no question; no channel accepts the question → an error', async () => {
		const bench = await start('compromised-account', { slackWebhookUrl: '' });
		const { id } = bench.tenant.incidents.create({});
		expect((await run(bench, id)).status).toBe('success');
		expect(held(bench, id)).toMatchObject({
			tags: ['account-checked'],
			comments: [expect.stringMatching(/^Account check: 0 of 4 points/u)],
		});
		bench.chat.fail(503, 2);
		expect((await run(bench)).error?.message).toMatch(/^No channel accepted the question/u);
		expect(held(bench).tags).toEqual([]);
	});

	it('failed hunt → the execution fails, and nothing is written or asked', async () => {
		const bench = await start('compromised-account');
		bench.tenant.faults.add({ match: { path: /\/runHuntingQuery$/u }, times: 1, answer: { status: 400 } });
		expect((await run(bench)).status).toBe('error');
		expect(held(bench)).toMatchObject({ status: 'active', tags: [], comments: [] });
		expect(bench.chat.posts).toEqual([]);
	});

	describe('many users', () => {
		const others = (count: number) =>
			Array.from({ length: count }, (_, index) => user(`u${index}@contoso.com`));
		const asked = async (evidence: readonly Evidence[], settings = {}) => {
			const bench = await start('compromised-account', { pointsToAsk: 1, ...settings });
			const { id } = bench.tenant.incidents.create({});
			const seen = bench.tenant.incidents.get(TAKEOVER)?.alerts[0]?.firstActivityDateTime;
			bench.tenant.incidents.addAlert(id, { evidence, ...(seen && { firstActivityDateTime: seen }) });
			const result = await run(bench, id);
			expect(result.error).toBeUndefined();
			return { bench, id, status: result.status, text: bench.chat.posts[0]?.text ?? '' };
		};

		it('100 others before the victim → the victim is found', async () => {
			const { bench, status, text } = await asked([...others(100), user(VICTIM)]);
			expect(status).toBe('waiting');
			expect(text).toMatch(/New places: [1-9]/u);
			expect(text).not.toContain('hunted for');
			const sent = bench.tenant.calls.filter(({ path }) => path.endsWith('/runHuntingQuery'));
			expect(sent).toHaveLength(4);
		});

		it('user without a sign-in name → hunted too, but no session of it can be revoked', async () => {
			const { status, text } = await asked([user('u0@contoso.com'), user('CORP\\svc')], { pointsToAsk: 0 });
			expect(status).toBe('waiting');
			expect(text).toContain('Users: u0@contoso.com, CORP\\svc\n');
			expect(text).toMatch(/\nNew places: 0 unusual sign-ins \(0 users\)\. Searched 2 users from /u);
		});

		it('more users than a hunt searches → the comment states it', async () => {
			const { bench, id } = await asked(others(230), { pointsToAsk: 5 });
			expect(held(bench, id).comments).toEqual([
				expect.stringMatching(
					/u0@contoso\.com, [^]*\(hunted for 200 of 230 users\)\n[^]*Not searched: 30 users\./u,
				),
			]);
		});
	});
});
