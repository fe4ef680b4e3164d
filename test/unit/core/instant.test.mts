import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	earlier,
	instantFromMillis,
	isUtcInstant,
	nextMillisecond,
	later,
	toMillis,
	parseInstant,
	tryInstantFromMillis,
} from '../../../defender/core/instant.ts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

const RUNS = { numRuns: 2_000, seed: 20_261_122 };
const MILLIS = { min: Date.parse('0001-01-02T00:00:00Z'), max: Date.parse('9999-12-30T00:00:00Z') };
const two = (value: number): string => String(value).padStart(2, '0');

describe('parseInstant', () => {
	eachRow([
		['2026-11-22T03:00:00Z', '2026-11-22T03:00:00.0000000Z'],
		['2026-11-22T03:00:00.1Z', '2026-11-22T03:00:00.1000000Z'],
		['2026-11-22T03:00:00.1234567Z', '2026-11-22T03:00:00.1234567Z'],
		['2026-11-22T03:00:00.123456789Z', '2026-11-22T03:00:00.1234567Z'],
		['2026-11-22T03:00:00.99999999Z', '2026-11-22T03:00:00.9999999Z'],
		['2026-11-22T03:00:00+02:00', '2026-11-22T01:00:00.0000000Z'],
		['2026-11-22T03:00:00.1234567+0530', '2026-11-21T21:30:00.1234567Z'],
		['2026-12-31T23:30:00-01:00', '2027-01-01T00:30:00.0000000Z'],
		['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.0000000Z'],
		[' 2026-11-22t03:00:00z ', '2026-11-22T03:00:00.0000000Z'],
	])('instant with a time zone → UTC with seven digits', (text, instant) => {
		expect(parseInstant(text)).toBe(instant);
	});

	eachRow([
		['2026-02-30T00:00:00Z', 'day 30 of February'],
		['2025-02-29T00:00:00Z', 'no leap year'],
		['2026-13-01T00:00:00Z', 'month 13'],
		['2026-11-22T25:00:00Z', 'hour 25'],
		['2026-11-22T24:00:00Z', 'hour 24, which is another day'],
		['2026-11-22T03:60:00Z', 'minute 60'],
		['2026-11-22T03:00:60Z', 'a leap second'],
		['2026-11-22T03:00:00', 'no time zone'],
		['2026-11-22', 'a day'],
		['2026-11-22 03:00:00Z', 'a space instead of T'],
		['2026-11-22T03:00Z', 'no seconds'],
		['2026-11-22T03:00:00.Z', 'a point without digits'],
		['0000-01-01T00:00:00+01:00', 'an instant before the year 0'],
		['9999-12-31T23:59:59-01:00', 'an instant after the year 9999'],
		['', 'nothing'],
		['yesterday', 'a word'],
	])('impossible or incomplete text → undefined', (text) => {
		expect(parseInstant(text)).toBeUndefined();
	});

	it('any offset → the same instant as Date.parse', () => {
		const offset = fc.record({ sign: fc.constantFrom('+', '-'), hours: fc.nat(14), minutes: fc.nat(59) });
		fc.assert(
			fc.property(fc.integer(MILLIS), offset, (millis, { sign, hours, minutes }) => {
				const text = new Date(millis).toISOString().replace('Z', `${sign}${two(hours)}:${two(minutes)}`);
				const instant = parseInstant(text);
				expect(instant).toBeDefined();
				if (instant !== undefined) expect(toMillis(instant)).toBe(Date.parse(text));
			}),
			RUNS,
		);
	});
});

describe('UtcInstant', () => {
	it('order of texts → the order of time, down to 100 ns', () => {
		const moment = fc.record({ millis: fc.integer(MILLIS), ticks: fc.nat(9_999) });
		const near = fc.tuple(moment, fc.nat(3), fc.nat(9_999)).map(([first, later, ticks]) => ({
			first,
			second: { millis: Math.min(MILLIS.max, first.millis + later), ticks },
		}));
		const far = fc.record({ first: moment, second: moment });
		const textOf = ({ millis, ticks }: { millis: number; ticks: number }) =>
			parseInstant(new Date(millis).toISOString().replace('Z', `${String(ticks).padStart(4, '0')}Z`)) ?? '';
		fc.assert(
			fc.property(fc.oneof(near, far), ({ first, second }) => {
				const byTime = Math.sign(first.millis - second.millis || first.ticks - second.ticks);
				const [a, b] = [textOf(first), textOf(second)];
				expect(a < b ? -1 : a > b ? 1 : 0).toBe(byTime);
			}),
			RUNS,
		);
	});

	it('from milliseconds and back → unchanged', () => {
		fc.assert(
			fc.property(fc.integer(MILLIS), (millis) => {
				const instant = instantFromMillis(millis);
				expect(isUtcInstant(instant)).toBe(true);
				expect(toMillis(instant)).toBe(millis);
				expect(parseInstant(instant)).toBe(instant);
			}),
			RUNS,
		);
	});

	it('moved beyond the years 0000 to 9999 → the first or last instant', () => {
		const last = '9999-12-31T23:59:59.9990000Z';
		const never = parseInstant('9999-12-31T23:59:59.9999999Z');
		const dotNet = parseInstant('0001-01-01T00:00:00Z');
		if (never === undefined || dotNet === undefined) throw new Error('no instants');
		expect([later(never, 60_000), later(never, Number.MAX_VALUE), nextMillisecond(never)]).toEqual([
			last,
			last,
			last,
		]);
		expect(earlier(dotNet, 400 * 86_400_000)).toBe('0000-01-01T00:00:00.0000000Z');
		expect(earlier(dotNet, -1)).toBe('0001-01-01T00:00:00.0010000Z');
	});

	eachRow([Number.NaN, Number.POSITIVE_INFINITY, 253_402_300_800_000, -62_167_219_200_001])(
		'milliseconds outside the years 0000 to 9999 → undefined',
		(millis) => {
			expect(tryInstantFromMillis(millis)).toBeUndefined();
		},
	);

	it('instantFromMillis outside the years 0000 to 9999 → RangeError', () => {
		expect(() => instantFromMillis(Date.parse('9999-12-31T23:59:59.999Z') + 1)).toThrow(RangeError);
		expect(() => instantFromMillis(Date.parse('0000-01-01T00:00:00Z') - 1)).toThrow(RangeError);
		expect(() => instantFromMillis(Number.NaN)).toThrow(RangeError);
	});

	eachRow(['2026-11-22T03:00:00Z', '2026-11-22T03:00:00.000Z', '2026-02-30T03:00:00.0000000Z', ' '])(
		'other spelling → no UtcInstant',
		(text) => {
			expect(isUtcInstant(text)).toBe(false);
		},
	);
});
