import { describe, expect, it } from 'vitest';
import { SlicePlan } from '../../../../defender/hunting/split/slicePlan.ts';
import { halveSlice, isInSlice, sliceTimespan } from '../../../../defender/hunting/split/timeSlice.ts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';
import { at } from '../../../support/incidents.mts';

const NOON = Date.parse('2026-11-22T12:00:00Z');
const time = (text: string) => at(`2026-11-22T${text}Z`);
const slice = (from: string, to: string | undefined, includesEnd = false) => ({
	from: time(from),
	to: to === undefined ? undefined : time(to),
	includesEnd,
});

describe('time slice', () => {
	eachRow([
		['10:00:00', true],
		['09:59:59.9999999', false],
		['10:59:59.9999999', true],
		['11:00:00', false],
		['11:00:00.0000001', false],
	])('instant at or near an end → start included, end not', (text, isInside) => {
		expect(isInSlice(time(text), slice('10:00:00', '11:00:00'))).toBe(isInside);
	});

	it('last slice → end included; without an end → every later instant', () => {
		expect(isInSlice(time('11:00:00'), slice('10:00:00', '11:00:00', true))).toBe(true);
		expect(isInSlice(time('11:00:00.0000001'), slice('10:00:00', '11:00:00', true))).toBe(false);
		expect(isInSlice(time('23:00:00'), slice('10:00:00', undefined))).toBe(true);
		expect(isInSlice(time('09:00:00'), slice('10:00:00', undefined))).toBe(false);
	});

	it('halved → two slices that meet in the middle; only the newer one keeps the end', () => {
		expect(halveSlice(slice('10:00:00.0000001', '10:00:03.0010000', true), NOON)).toEqual({
			older: slice('10:00:00.0000001', '10:00:01.5000000'),
			newer: slice('10:00:01.5000000', '10:00:03.0010000', true),
		});
	});

	it('without an end → halved between its start and now', () => {
		expect(halveSlice(slice('10:00:00', undefined, true), NOON)).toEqual({
			older: slice('10:00:00', '11:00:00'),
			newer: slice('11:00:00', undefined, true),
		});
		expect(halveSlice(slice('11:59:58.001', undefined), NOON)).toBeUndefined();
	});

	it('two seconds → halved; shorter → not', () => {
		expect(halveSlice(slice('10:00:00', '10:00:02'), NOON)?.older.to).toBe(time('10:00:01'));
		expect(halveSlice(slice('10:00:00', '10:00:01.999'), NOON)).toBeUndefined();
	});

	eachRow([
		['10:00:00', '11:00:00', '2026-11-22T09:59:59Z/2026-11-22T11:00:01Z'],
		['10:00:00.5000009', '11:00:00.0010009', '2026-11-22T09:59:59.5Z/2026-11-22T11:00:01.001Z'],
		['10:00:00', undefined, '2026-11-22T09:59:59Z'],
	])('Timespan → one second longer at each end', (from, to, expected) => {
		expect(sliceTimespan(slice(from, to))).toBe(expected);
	});

	it('start of the calendar → no Timespan before it', () => {
		const from = at('0001-01-01T00:00:00.5Z');
		expect(sliceTimespan({ from, to: undefined, includesEnd: true })).toBe('0001-01-01T00:00:00Z');
	});
});

describe('slice plan', () => {
	const window = { from: time('10:00:00'), to: time('12:00:00') };
	const spans = (plan: SlicePlan) => `${plan.next?.from.slice(11, 19)}–${plan.next?.to?.slice(11, 19)}`;

	it('first slice → the entire window with its end', () => {
		const plan = new SlicePlan(window, 'newestFirst', 32, NOON);
		expect(plan.next).toEqual({ ...window, includesEnd: true });
		expect(plan.covered).toBeUndefined();
	});

	it('newest first → newer half before the older one; covered from the end', () => {
		const plan = new SlicePlan(window, 'newestFirst', 32, NOON);
		expect(plan.halveNext()).toBe('halved');
		expect(spans(plan)).toBe('11:00:00–12:00:00');
		plan.finishNext('all');
		expect(plan.covered).toEqual({ from: time('11:00:00'), to: window.to });
		expect(spans(plan)).toBe('10:00:00–11:00:00');
		plan.finishNext('all');
		expect([plan.covered, plan.next, plan.gaps]).toEqual([window, undefined, []]);
	});

	it('oldest first → older half first; covered from the start', () => {
		const plan = new SlicePlan(window, 'oldestFirst', 32, NOON);
		plan.halveNext();
		expect(plan.halveNext()).toBe('halved');
		expect(spans(plan)).toBe('10:00:00–10:30:00');
		plan.finishNext('all');
		expect(plan.covered).toEqual({ from: window.from, to: time('10:30:00') });
		plan.finishNext('all');
		plan.finishNext('all');
		expect(plan.covered).toEqual(window);
	});

	it('window without an end → covered without an end', () => {
		const open = new SlicePlan({ from: window.from, to: undefined }, 'newestFirst', 32, NOON);
		open.halveNext();
		open.finishNext('all');
		expect(open.covered).toEqual({ from: time('11:00:00'), to: undefined });
	});

	it('maximum number of slices → exhausted, finished slices included', () => {
		const plan = new SlicePlan(window, 'newestFirst', 3, NOON);
		plan.halveNext();
		plan.finishNext('all');
		expect(plan.halveNext()).toBe('halved');
		expect(plan.halveNext()).toBe('exhausted');
		expect(spans(plan)).toBe('10:30:00–11:00:00');
	});

	it('shortest slice → not halved, and a gap', () => {
		const short = { from: time('10:00:00'), to: time('10:00:01') };
		const plan = new SlicePlan(short, 'newestFirst', 1, NOON);
		expect(plan.halveNext()).toBe('shortest');
		plan.finishNext('gap');
		expect(plan.gaps).toEqual([{ ...short, includesEnd: true }]);
		expect([plan.covered, plan.halveNext()]).toEqual([undefined, 'shortest']);
		plan.finishNext('gap');
		expect(plan.gaps).toHaveLength(1);
	});

	eachRow(['gap', 'readable'] as const)('slice with missing rows → covered only before it', (rows) => {
		const plan = new SlicePlan(window, 'newestFirst', 32, NOON);
		plan.halveNext();
		plan.finishNext('all');
		plan.halveNext();
		plan.finishNext(rows);
		plan.finishNext('all');
		expect(plan.next).toBeUndefined();
		expect(plan.covered).toEqual({ from: time('11:00:00'), to: window.to });
		expect(plan.gaps).toHaveLength(rows === 'gap' ? 1 : 0);
	});
});
