import { describe, expect, it } from 'vitest';
import { timespanOf } from '../../../defender/hunting/timeRange.ts';
import type { TimeRange } from '../../../defender/hunting/timeRange.ts';
import { refusalOf } from './refusals.mts';

const last = (amount: number, unit: 'minutes' | 'hours' | 'days'): TimeRange => ({
	kind: 'last',
	amount,
	unit,
});

describe('the time range of a hunt', () => {
	it.each([
		[last(30, 'minutes'), 'PT30M'],
		[last(4, 'hours'), 'PT4H'],
		[last(1, 'days'), 'P1D'],
		[last(30, 'days'), 'P30D'],
		[last(720, 'hours'), 'PT720H'],
		[last(43_200, 'minutes'), 'PT43200M'],
	])('writes %o as %s', (range, expected) => {
		expect(timespanOf(range)).toBe(expected);
	});

	it('sends none when the API decides', () => {
		expect(timespanOf({ kind: 'apiDefault' })).toBeUndefined();
	});

	it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses %d', (amount) => {
		const refusal = refusalOf(() => timespanOf(last(amount, 'days')));
		expect(refusal.trouble).toEqual({ kind: 'invalidInput', field: 'lastAmount' });
		expect(refusal.message).toContain('whole number above 0');
	});

	it.each([last(31, 'days'), last(721, 'hours'), last(43_201, 'minutes')])(
		'refuses %o, beyond 30 days',
		(range) => {
			const refusal = refusalOf(() => timespanOf(range));
			expect(refusal.message).toContain('longer than the data reaches back');
			expect(refusal.description).toContain('hold 30 days');
		},
	);
});
