import fc from 'fast-check';
import { describe, expect } from 'vitest';
import { DefenderError } from '../../../../defender/core/errors.ts';
import { parseInstant } from '../../../../defender/core/instant.ts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';
import { START } from '../../../support/fakeHost.mts';
import { splitFixture } from '../../../support/splitFixture.mts';
import {
	countLines,
	densest,
	lineOf,
	textOf,
	ticksOf,
	type Ends,
	type SplitEvent,
} from '../../../support/splitOracle.mts';

const SECOND = 10_000_000n;
const HOUR = 3_600n * SECOND;
const END = BigInt(START) * 10_000n - 5n * HOUR;
const ENDS: readonly Ends[] = ['[]', '[)', '(]', '()'];

/** A window of up to 16 hours with odd ticks at its ends. */
const window = fc
	.record({
		seconds: fc.oneof(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 3_600, max: 57_600 })),
		ticks: fc.integer({ min: 0, max: 9 }),
	})
	.map(({ seconds, ticks }) => ({
		from: END - BigInt(seconds) * SECOND + BigInt(ticks),
		to: END + BigInt(ticks),
	}));

/** Places in 64ths of the window: where slices meet, and one tick beside it. Negative ones are outside. */
const place = fc.record({
	sixtyFourths: fc.oneof(
		fc.integer({ min: -2, max: 66 }),
		fc.integer({ min: 0, max: 64_000 }).map((part) => part / 1_000),
	),
	ticks: fc.constantFrom(-1, 0, 0, 0, 1),
	times: fc.constantFrom(1, 1, 1, 2, 7, 9),
	name: fc.constantFrom('a', 'b'),
});

type Place = { sixtyFourths: number; ticks: number; times: number; name: string };

function eventsAt(places: readonly Place[], { from, to }: { from: bigint; to: bigint }): SplitEvent[] {
	const start = from / 10_000n;
	const length = Number(to / 10_000n - start);
	return places.flatMap(({ sixtyFourths, ticks, times, name }) => {
		const millis = start + BigInt(Math.floor((length * sixtyFourths) / 64));
		return Array.from({ length: times }, () => ({ ticks: millis * 10_000n + BigInt(ticks), name }));
	});
}

const scenario = fc.record({
	window,
	places: fc.array(place, { minLength: 20, maxLength: 80 }),
	maximum: fc.constantFrom(20, 40, 60),
	excess: fc.constantFrom('truncate' as const, 'refuse' as const),
	sort: fc.constantFrom('', ' | sort by Timestamp asc', ' | sort by Timestamp desc'),
	splitMax: fc.constantFrom(3, 32, 32, 32),
	isOpen: fc.boolean(),
});

describe('split hunt › compared with an oracle', () => {
	eachRow(ENDS)(
		'any events, ties where slices meet, any Timespan ends → complete or truthful',
		async (ends) => {
			const outcomes: string[] = [];
			await fc.assert(
				fc.asyncProperty(
					scenario,
					async ({ window: span, places, maximum, excess, sort, splitMax, isOpen }) => {
						const events = eventsAt(places, span);
						const [from, to] = [
							parseInstant(textOf(span.from)),
							isOpen ? undefined : parseInstant(textOf(span.to)),
						];
						const order = sort === '' ? 'mixed' : sort.endsWith('asc') ? 'asc' : 'desc';
						const { run, requests, notices } = await splitFixture(
							events,
							{ query: `DeviceEvents${sort}`, timeRange: { kind: 'between', from, to }, splitMax },
							{ ends, maximum, excess, order },
						);
						const inside = events.filter(({ ticks }) => ticks >= span.from && (isOpen || ticks <= span.to));
						const hunt = await run().catch((failure: unknown) => {
							if (!isTooLarge(failure)) throw failure;
						});
						expect(requests.length).toBeLessThanOrEqual(Math.min(64, 2 * splitMax - 1));
						// Without a single row that could be read, the service's refusal is the result.
						if (hunt === undefined) {
							expect(excess).toBe('refuse');
							return;
						}
						if (requests.length === 1) return;
						outcomes.push(hunt.complete === true ? 'complete' : hunt.complete.because);
						const lines = hunt.rows.map(({ Timestamp, Name }) => `${String(Timestamp)} ${String(Name)}`);
						const [found, expected] = [countLines(lines), countLines(inside.map(lineOf))];
						// No row twice, and none from outside.
						for (const [line, times] of found)
							expect(times, line).toBeLessThanOrEqual(expected.get(line) ?? 0);
						if (sort !== '') expect(lines.map((line) => line.slice(0, 28))).toEqual(sorted(lines, order));
						if (hunt.complete === true) {
							expect(found).toEqual(expected);
							expect(notices.filter(({ topic }) => topic === 'split')).toEqual([]);
							return;
						}
						const { because, covered } = hunt.complete;
						expect(notices.filter(({ topic }) => topic === 'split')).toHaveLength(1);
						// Less than four seconds: the shortest slice, less than two seconds, with its margins.
						if (because === 'sliceFloor')
							expect(densest(events, 4n * SECOND)).toBeGreaterThanOrEqual(maximum);
						else expect([because, requests.length >= splitMax]).toEqual(['budget', true]);
						if (covered === undefined) return;
						const [start, end] = [ticksOf(covered.from), covered.to && ticksOf(covered.to)];
						const isCovered = ({ ticks }: SplitEvent) =>
							ticks >= start && (end === undefined || ticks < end || (order !== 'asc' && ticks === end));
						for (const line of inside.filter(isCovered).map(lineOf))
							expect(found.get(line), line).toBe(expected.get(line));
					},
				),
				{ numRuns: 200, seed: 22, unbiased: true },
			);
			const counts = countLines(outcomes);
			for (const outcome of ['complete', 'budget', 'sliceFloor'])
				expect(counts.get(outcome)).toBeGreaterThan(5);
			expect(counts.get('complete')).toBeGreaterThan(30);
		},
	);

	eachRow(ENDS)(
		'rows spread over the window → complete in at most twice as many requests as needed',
		async (ends) => {
			const from = END - 16n * HOUR;
			const events = Array.from({ length: 1_000 }, (_, index) => ({
				ticks: from + (BigInt(index) * 16n * HOUR) / 999n,
				name: 'a',
			}));
			const range = {
				kind: 'between',
				from: parseInstant(textOf(from)),
				to: parseInstant(textOf(END)),
			} as const;
			const { run, requests } = await splitFixture(events, { timeRange: range }, { ends, maximum: 100 });
			const hunt = await run();
			expect([hunt.complete, hunt.rows.length]).toEqual([true, 1_000]);
			// 16 slices of 63 rows, and the 15 larger ones before them.
			expect(requests.length).toBe(31);
		},
	);
});

const isTooLarge = (failure: unknown) =>
	failure instanceof DefenderError &&
	failure.reason.kind === 'rejected' &&
	failure.reason.isTooLarge === true;

function sorted(lines: readonly string[], order: string): string[] {
	const times = lines.map((line) => line.slice(0, 28)).sort();
	return order === 'asc' ? times : times.reverse();
}
