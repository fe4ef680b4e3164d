import type { INodeParameters } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { benchPerFile } from '../../support/benchHooks.mts';
import { jsonOf, our } from '../../support/practice.mts';

const current = benchPerFile();

const node = 'runHuntingQuery';
const hunt = (options: INodeParameters = {}, more: INodeParameters = {}) =>
	our(node, { query: 'print x = 1', options, ...more });
const HUNTS = { match: { path: '/v1.0/security/runHuntingQuery' } };
/** Runs the step under a refusal that stays, and counts its calls. */
const refused = async (
	refuseHunt:
		| 'callsInMinute'
		| 'callsInHour'
		| 'cpu'
		| 'cpuUntilCycle'
		| 'preempted'
		| 'tooLarge'
		| 'timeout',
	options: INodeParameters = {},
	times: number | 'always' = 'always',
) => {
	current.bench.fault({ refuseHunt }, { ...HUNTS, times });
	const before = current.bench.apiCalls().length;
	const [waited, result] = [current.waited(), await current.bench.run(hunt(options))];
	return { result, calls: current.bench.apiCalls().length - before, waited: current.waited() - waited };
};

describe('hunting quota', { timeout: 60_000 }, () => {
	it('too many requests → sent again after the named wait', async () => {
		const { result, calls } = await refused('callsInMinute', {}, 1);
		expect(jsonOf(result, node)).toEqual([{ x: 1 }]);
		expect(calls).toBe(2);
	});

	current.eachRow([
		['callsInMinute', { maxWait: 59 }, 'Microsoft Defender limits the number of requests; try again after '],
		['callsInHour', {}, 'Microsoft Defender limits the number of requests; try again after '],
		['cpu', {}, 'The tenant has used its CPU quota for hunting; try again after '],
		['cpuUntilCycle', { maxWait: 0 }, 'The tenant has used its CPU quota for hunting; try again after '],
	] as const)(
		'wait that is longer than Max Wait → one request, and an error with the time to try again',
		async (kind, options, message) => {
			const { result, calls } = await refused(kind, { ...options });
			expect(result.error?.message).toMatch(
				new RegExp(`^${message}\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ$`),
			);
			expect(result.error?.httpCode).toBe('429');
			expect(calls).toBe(1);
		},
	);

	it('CPU quota → waits up to Max Wait, and sends one request for each wait', async () => {
		const { result, calls } = await refused('cpu', { maxWait: 900 });
		expect(result.error?.description).toContain('may wait at most 900 s in total');
		// 7 minutes each: the third would burst 15 minutes.
		expect(calls).toBe(3);
	});

	current.eachRow([-1, 3_601, '={{ "long" }}', '={{ [60] }}'])(
		'Max Wait out of range → error before any request',
		async (maxWait) => {
			const before = current.bench.practice.calls.length;
			const result = await current.bench.run(hunt({ maxWait }));
			expect(result.error?.message).toMatch(/^".+" is not a valid Max Wait$/);
			expect(current.bench.practice.calls.length).toBe(before);
		},
	);
});

describe('hunt that asks for too much', () => {
	current.eachRow([
		['preempted', 1, 'Microsoft Defender stopped the hunting query: too much CPU or memory'],
		['tooLarge', 1, 'The query’s result exceeds Microsoft Defender’s limit of 50 MB'],
		['timeout', 2, 'The hunting query exceeded Microsoft Defender’s limit of three minutes'],
	] as const)(
		'result too large or query too slow → few requests, and advice how to narrow the query',
		async (kind, times, message) => {
			const { result, calls } = await refused(kind);
			expect(calls).toBe(times);
			expect(result.error?.message).toBe(message);
			expect(result.error?.description).toContain(
				'Narrow the time range, filter early, keep fewer columns with project, or count with summarize.',
			);
		},
	);
});

describe('one hunt for each item', () => {
	const run = async (items: number) => {
		const input = Array.from({ length: items }, (_, x) => ({ x }));
		const step = our(node, { query: 'print x = 1' });
		return (await current.bench.run(step, { input })).hints(node).map(({ message }) => message);
	};

	it('more than 20 items → a hint', async () => {
		expect(await run(20)).toEqual([]);
		const [hint, ...more] = await run(21);
		expect(hint).toMatch(/^Each of the 21 items runs its own hunt.*String List.*Execute Once/);
		expect(more).toEqual([]);
	});

	it('many items → at most 45 requests in the first minute and 35 in each later one', async () => {
		const [from, waited] = [Date.now(), current.waited()];
		await run(46);
		expect(Date.now() - from).toBeGreaterThan(60_000);
		expect(current.waited() - waited).toBeLessThan(65_000);
	});
});
