import { describe, expect, it } from 'vitest';
import { jsonOf } from '../../support/practice.mts';
import { playbooksOnDemand, type PlaybookBench } from './playbookBench.mts';
import { tenantTime } from './tenantTime.mts';

const start = playbooksOnDemand({ hunts: true });
tenantTime();
const hunt = async (bench: PlaybookBench) => bench.run('Every Hour');
/** Replaces the hunt of the playbook by one with the rows of the test. */
const answer = (bench: PlaybookBench, rows: readonly (readonly [report: number, commandLine: string])[]) => {
	const cells = rows.map(
		([report, commandLine]) =>
			`datetime(2026-11-22T02:0${report % 10}:00Z), "pc", "d1", ${report}, "ann", "pwsh.exe", ${JSON.stringify(commandLine)}, "x.exe"`,
	);
	bench.node('Hunt').parameters['query'] =
		`datatable(Timestamp: datetime, DeviceName: string, DeviceId: string, ReportId: long, AccountName: string, FileName: string, ProcessCommandLine: string, InitiatingProcessFileName: string) [${cells.join(', ')}]`;
};
const subjects = ({ mailbox }: PlaybookBench) => mailbox.mails.map(({ subject }) => subject);

describe('scheduled hunt', () => {
	it('rows found → mailed once, with values bound as parameters', async () => {
		const bench = await start('scheduled-hunt');
		const result = await hunt(bench);
		expect(result.error).toBeUndefined();
		const rows = jsonOf(result, 'One by One');
		expect(rows.length).toBeGreaterThan(0);
		const [mail] = bench.mailbox.mails;
		expect(mail?.subject).toBe(`${rows.length} new: Script interpreters with hidden or downloaded code`);
		for (const { DeviceName } of rows) expect(mail?.text).toContain(DeviceName);
		const sent = bench.tenant.calls.find(({ path }) => path.endsWith('/runHuntingQuery'))?.body;
		expect(JSON.stringify(sent)).toContain('let _p_programs=dynamic(');
		expect((await hunt(bench)).error).toBeUndefined();
		expect(bench.mailbox.mails).toHaveLength(1);
		expect(bench.chat.posts).toEqual([]);
	});

	it('some rows are new → only those are mailed, hostile command lines as text', async () => {
		const bench = await start('scheduled-hunt');
		answer(bench, [[1, 'pwsh -enc AAAA']]);
		await hunt(bench);
		answer(bench, [
			[1, 'pwsh -enc AAAA'],
			[2, '<script>alert(1)</script>\n"&amp;"'],
		]);
		await hunt(bench);
		expect(subjects(bench).map((subject) => subject.slice(0, 5))).toEqual(['1 new', '1 new']);
		const [, mail] = bench.mailbox.mails;
		expect(mail?.text).toContain('pc ann: <script>alert(1)</script> "&amp;"\n');
		expect(mail?.html).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &quot;&amp;amp;&quot;');
		expect(mail?.html).not.toMatch(/<script|AAAA/u);
	});

	it('truncated result → named in the subject, also without new rows', async () => {
		const bench = await start('scheduled-hunt');
		answer(bench, [
			[1, 'a'],
			[2, 'b'],
		]);
		bench.node('Hunt').parameters['limit'] = 1;
		await hunt(bench);
		await hunt(bench);
		expect(subjects(bench).map((subject) => subject.slice(0, 24))).toEqual([
			'[RESULT TRUNCATED] 1 new',
			'[RESULT TRUNCATED] 0 new',
		]);
	});

	it('no rows → no mail and no message', async () => {
		const bench = await start('scheduled-hunt');
		bench.node('Hunt').parameters['query'] =
			'DeviceProcessEvents | where FileName in~ (_p_programs) and ProcessCommandLine has_any (_p_signs) | where false';
		expect((await hunt(bench)).status).toBe('success');
		expect([bench.mailbox.mails, bench.chat.posts]).toEqual([[], []]);
	});

	it('mail server rejects the mail → a message in the channels, and the rows in the next mail', async () => {
		const bench = await start('scheduled-hunt');
		answer(bench, [[1, 'a']]);
		bench.mailbox.refuse(2);
		const failed = await hunt(bench);
		expect(failed.error?.message).toMatch(/^The mail could not be sent/u);
		expect(bench.chat.posts.map(({ app }) => app)).toEqual(['teams', 'slack']);
		expect(bench.mailbox.mails).toEqual([]);
		expect((await hunt(bench)).status).toBe('success');
		expect(subjects(bench)).toHaveLength(1);
	});

	it('history of sent rows is full → reset with an error, and all rows in the next mail', async () => {
		const bench = await start('scheduled-hunt');
		bench.node('Only New').parameters['options'] = { scope: 'workflow', historySize: 2 };
		answer(bench, [
			[1, 'a'],
			[2, 'b'],
		]);
		await hunt(bench);
		expect((await hunt(bench)).error?.message).toMatch(/^The history of sent rows could not be saved/u);
		expect(bench.chat.posts).toHaveLength(2);
		expect((await hunt(bench)).status).toBe('success');
		expect(subjects(bench)).toHaveLength(2);
	});

	it('failed hunt → a message in the channels, and the history is kept', async () => {
		const bench = await start('scheduled-hunt', { slackWebhookUrl: '' });
		answer(bench, [[1, 'a']]);
		await hunt(bench);
		const query = bench.node('Hunt').parameters['query'];
		bench.node('Hunt').parameters['query'] = 'NoSuchTable';
		expect((await hunt(bench)).error?.message).toMatch(/^The hunt failed: /u);
		expect(bench.chat.posts.map(({ app }) => app)).toEqual(['teams']);
		bench.node('Hunt').parameters['query'] = query ?? '';
		await hunt(bench);
		expect(subjects(bench)).toHaveLength(1);
	});
});
