import { describe, expect, it } from 'vitest';
import { runBench } from '../../bench/bench.mts';
import { JOBS, type Job, type JobKind } from '../../bench/jobs.mts';
import { reportText, withReport } from '../../bench/report.mts';
import { median, summarizeJob } from '../../bench/summary.mts';
import type { Measured } from '../../bench/task.mts';

const SIZE = 20;
const KINDS: readonly JobKind[] = ['list', 'get', 'update', 'hunt', 'poll'];

/** One small job of each kind: lists in every way, the others by our node alone, because each way is a process that loads n8n. */
const smallJobs = KINDS.flatMap((kind): readonly Job[] => {
	const job = JOBS.find((one) => one.kind === kind);
	if (job === undefined) return [];
	return [{ ...job, size: SIZE, latencyMs: 1, ways: kind === 'list' ? job.ways : ['ours'] }];
});

const measured = (milliseconds: number, peakMb: number): Measured => ({
	items: 1,
	milliseconds,
	cpuMs: 1,
	idleMb: 100,
	peakMb,
	counts: { requests: 1, rejected: 0, tokens: 1, bytes: 10 },
});

describe('npm run bench', () => {
	it('one small job of each kind → all items, with the fewest possible requests', async () => {
		const report = await runBench({
			jobs: smallJobs,
			pairs: 1,
			growthSizes: [],
			isReal: false,
			measuresColdStart: true,
			note: () => {},
		});
		const shown = report.jobs.map(({ name, ways, minimumRequests }) => ({
			name,
			minimumRequests,
			ways: Object.entries(ways).map(([way, { items, requests, error }]) => [way, items, requests, error]),
		}));
		const all = (requests: number, ...ways: string[]) => ways.map((way) => [way, SIZE, requests, undefined]);
		expect(shown).toEqual([
			{ name: 'list5000', minimumRequests: 1, ways: all(1, 'ours', 'httpRequest', 'fetch') },
			{ name: 'get200', minimumRequests: SIZE, ways: all(SIZE, 'ours') },
			{ name: 'update200', minimumRequests: SIZE * 3, ways: all(SIZE * 3, 'ours') },
			{ name: 'hunt100000', minimumRequests: 1, ways: all(1, 'ours') },
			{ name: 'idlePoll', minimumRequests: 1, ways: [['ours', 0, 1, undefined]] },
		]);
		expect(report.coldStart?.hasMsal).toBe(false);
		expect(reportText({ ...report, command: 'npm run bench' })).toMatch(
			/^\| List 5,000 incidents, simplified +\| /m,
		);
	}, 300_000);

	it('measured runs → medians, ratios and missed targets', () => {
		const job: Job = {
			...{ name: 'a', title: 'A', kind: 'list', size: 100, latencyMs: 0, ways: ['ours', 'httpRequest'] },
			targets: { time: 0.9, memory: 1 },
		};
		const ours = [measured(100, 150), measured(900, 150), measured(200, 150)];
		const summary = summarizeJob(
			job,
			new Map([
				['ours', ours],
				['httpRequest', [measured(200, 200)]],
			]),
		);
		expect(summary.ways.ours?.milliseconds).toBe(200);
		expect(summary.ratios).toEqual({ time: 1, memory: 0.5 });
		expect(summary.missed).toEqual(['time']);
		expect(median([3, 1, 2])).toBe(2);
	});

	it('document with markers → only the part between them is replaced', () => {
		const document = 'a\n<!-- bench:start -->\nold\n<!-- bench:end -->\nb\n';
		expect(withReport(document, 'new')).toBe('a\n<!-- bench:start -->\n\nnew\n\n<!-- bench:end -->\nb\n');
		expect(() => withReport('a', 'new')).toThrow('bench:start');
	});
});
