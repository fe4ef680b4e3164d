import { describe, expect, it, vi } from 'vitest';
import { MINUTE } from '../triggering.mts';
import { HOSTILE } from './hostile.mts';
import { playbooksOnDemand, type PlaybookBench } from './playbookBench.mts';
import { NOW, tenantTime } from './tenantTime.mts';

const start = playbooksOnDemand({ hunts: true });
tenantTime();
const SCRIPTS = '48461';
const deliver = (bench: PlaybookBench, id: string, deliveryId = `${id}@2026#1`) =>
	bench.run('Incident Trigger', [{ id, deliveryId }]);
const comments = ({ tenant }: PlaybookBench, id: string) =>
	(tenant.incidents.get(id)?.comments ?? []).map(({ comment }) => comment);
const hunts = ({ tenant }: PlaybookBench) =>
	tenant.calls.filter(({ path }) => path.endsWith('/runHuntingQuery'));

describe('the playbook that hunts around an incident', () => {
	it('writes what the four hunts found as one comment, and decides nothing', async () => {
		const bench = await start('hunt-around');
		const result = await deliver(bench, SCRIPTS);
		expect(result.error).toBeUndefined();
		expect(result.status).toBe('success');
		const [comment = '', ...others] = comments(bench, SCRIPTS);
		expect(others).toEqual([]);
		expect(comment).toMatch(/^What four hunts found from 2026-11-21T.* UTC\. Nothing was decided\./u);
		expect(comment).toMatch(/Processes: [1-9]\d* found/u);
		expect(comment).toMatch(/powershell/iu);
		expect(comment).toMatch(/Delivery 48461@2026#1\. Written by n8n workflow "[^"]*", execution \d+\.$/u);
		expect(bench.tenant.journal.map(({ field }) => field)).toEqual(['comments']);
		expect(hunts(bench)).toHaveLength(4);
	});

	it('writes once for each news of an incident, however often it runs', async () => {
		const bench = await start('hunt-around');
		await deliver(bench, SCRIPTS);
		await deliver(bench, SCRIPTS);
		expect(comments(bench, SCRIPTS)).toHaveLength(1);
		expect(hunts(bench)).toHaveLength(4);
		await deliver(bench, SCRIPTS, '48461@2026#11');
		expect(comments(bench, SCRIPTS)).toHaveLength(2);
	});

	it('hunts once more, 20 minutes later, while events may still be on their way', async () => {
		const bench = await start('hunt-around');
		const { id } = bench.tenant.incidents.create({ severity: 'high', displayName: HOSTILE });
		bench.tenant.incidents.addAlert(id);
		const waiting = await deliver(bench, id);
		expect(waiting.status).toBe('waiting');
		expect([comments(bench, id).length, hunts(bench).length]).toEqual([0, 4]);
		bench.tenant.clock.advance(20 * MINUTE);
		vi.setSystemTime(Date.parse(NOW) + 20 * MINUTE);
		const ended = await waiting.resume?.();
		expect(ended?.error).toBeUndefined();
		expect(ended?.status).toBe('success');
		expect(hunts(bench)).toHaveLength(8);
		expect(comments(bench, id)).toEqual([expect.stringContaining('half hour may still be missing.')]);
	});

	it('tells of a hunt that failed in the comment, and fails', async () => {
		const bench = await start('hunt-around');
		bench.node('Processes').parameters['query'] = 'NoSuchTable';
		const result = await deliver(bench, SCRIPTS);
		expect(result.error?.message).toBe('Could not be hunted: Processes. The comment says so.');
		expect(comments(bench, SCRIPTS)).toEqual([expect.stringMatching(/Processes: could not be hunted: /u)]);
	});

	it('takes what names hold as values only', async () => {
		const bench = await start('hunt-around');
		const { id } = bench.tenant.incidents.create({ severity: 'high' });
		const evidence = {
			'@odata.type': '#microsoft.graph.security.deviceEvidence',
			createdDateTime: '2026-11-20T00:00:00Z',
			verdict: 'unknown',
			remediationStatus: 'none',
			roles: [],
			detailedRoles: [],
			tags: [],
			deviceDnsName: HOSTILE,
		};
		const old = '2026-11-20T00:00:00.0000000Z';
		bench.tenant.incidents.addAlert(id, {
			evidence: [evidence],
			firstActivityDateTime: old,
			lastActivityDateTime: old,
		});
		const result = await deliver(bench, id);
		expect(result.error).toBeUndefined();
		expect(comments(bench, id)).toEqual([expect.stringContaining('Processes: 0 found\n')]);
	});
});
