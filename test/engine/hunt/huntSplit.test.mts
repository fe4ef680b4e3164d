import type { INodeParameters } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { behaviourLedger } from '../../../lab/tenant/behaviours.mts';
import { benchesOnDemand, benchPerFile } from '../../support/benchHooks.mts';
import { jsonOf, our, type Bench } from '../../support/practice.mts';

const current = benchPerFile();
const start = benchesOnDemand();
const node = 'runHuntingQuery';
/** Each event becomes this many rows, so that a thousand events are more than Microsoft returns. */
const TIMES = 125;
const NUMBERS = JSON.stringify(Array.from({ length: TIMES }, (_, index) => index));

const requestsOf = (bench: Bench) =>
	bench.apiCalls().filter((call) => call.endsWith('runHuntingQuery')).length;

async function hunt(bench: Bench, query: string, more: INodeParameters) {
	const result = await bench.run(our(node, { query, returnAll: true, ...more }));
	expect(result.error).toBeUndefined();
	return result;
}

describe('On Truncation set to Split', { timeout: 300_000 }, () => {
	start.eachRow(behaviourLedger.timespanEnds.values)(
		'more than 100,000 rows, any ends of Timespan → each row once, within the maximum of requests',
		async (timespanEnds) => {
			const bench = await start({ behaviours: { timespanEnds } });
			const listed = await hunt(bench, 'DeviceProcessEvents | project Timestamp, ReportId', {
				timeRange: 'apiDefault',
			});
			const events = jsonOf(listed, node).map(
				({ Timestamp, ReportId }) => `${String(Timestamp)} ${String(ReportId)}`,
			);
			const times = events.map((event) => event.slice(0, 28)).sort();
			// Both ends of the range are the instants of events.
			const [from = '', to = ''] = [times[3], times.at(-4)];
			const inside = events.filter((event) => event.slice(0, 28) >= from && event.slice(0, 28) <= to);
			expect(inside.length * TIMES).toBeGreaterThan(100_000);

			const before = requestsOf(bench);
			const result = await hunt(
				bench,
				`DeviceProcessEvents | extend n = dynamic(${NUMBERS}) | mv-expand n to typeof(long) | project Timestamp, ReportId, n`,
				{ timeRange: 'between', from, to, options: { onTruncation: 'split' } },
			);
			const counts = new Map<string, number>();
			for (const { Timestamp, ReportId } of jsonOf(result, node)) {
				const event = `${String(Timestamp)} ${String(ReportId)}`;
				counts.set(event, (counts.get(event) ?? 0) + 1);
			}
			const expected = new Map<string, number>();
			for (const event of inside) expected.set(event, (expected.get(event) ?? 0) + TIMES);
			expect(counts).toEqual(expected);
			expect(requestsOf(bench) - before).toBeLessThanOrEqual(64);
			expect(requestsOf(bench) - before).toBeGreaterThan(2);
			expect(result.hints(node).filter(({ message }) => /missing|split/.test(message))).toEqual([]);
		},
	);

	const truncated = { refuseHunt: 'preempted' } as const;
	const isHunt = { match: { path: '/v1.0/security/runHuntingQuery' } };

	it('service refuses the whole range → slices, and the same rows', async () => {
		const query = 'DeviceProcessEvents | project Timestamp, ReportId | sort by Timestamp asc';
		const whole = jsonOf(await hunt(current.bench, query, { lastAmount: 30 }), node);
		current.bench.fault(truncated, isHunt);
		const split = await hunt(current.bench, query, { lastAmount: 30, options: { onTruncation: 'split' } });
		expect(jsonOf(split, node)).toEqual(whole);
	});

	it('a slice fails → Table item with the covered span, and a hint', async () => {
		current.bench.fault(truncated, isHunt);
		current.bench.fault(
			{ status: 400, body: '{"error":{"code":"BadRequest","message":"no"}}' },
			{ ...isHunt, skip: 1 },
		);
		const result = await hunt(current.bench, 'DeviceProcessEvents | project Timestamp', {
			output: 'table',
			lastAmount: 30,
			options: { onTruncation: 'split' },
		});
		const [item] = jsonOf(result, node);
		expect(item).toMatchObject({ truncated: true, truncatedBecause: 'sliceError', coveredTo: null });
		expect(item?.['coveredFrom']).toMatch(/^\d{4}-.*Z$/);
		expect(result.hints(node).map(({ message }) => message)).toEqual([
			expect.stringMatching(/^Rows are missing, because one time slice could not be read: /),
		]);
	});

	it('query that cannot be split → the refusal explains why', async () => {
		current.bench.fault(truncated, isHunt);
		const query = 'DeviceProcessEvents | summarize count() by FileName';
		const { error } = await current.bench.run(our(node, { query, options: { onTruncation: 'split' } }));
		expect(error?.message).toBe('Microsoft Defender stopped the hunting query: too much CPU or memory');
		expect(error?.description).toContain(
			'The query was not split, because it uses the operator "summarize".',
		);
	});

	current.eachRow([1, 33, 2.5, '={{ "many" }}'])(
		'Maximum Slices out of range → error before any request',
		async (splitMax) => {
			const before = current.bench.practice.calls.length;
			const options = { onTruncation: 'split', splitMax };
			const { error } = await current.bench.run(our(node, { query: 'DeviceEvents', options }));
			expect(error?.message).toMatch(/^".+" is not a valid Maximum Slices$/);
			expect(current.bench.practice.calls.length).toBe(before);
		},
	);
});
