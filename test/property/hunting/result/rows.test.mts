import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseBody } from '../../../../defender/api/parseBody.ts';
import { typeRows, type HuntRow } from '../../../../defender/hunting/result/rows.ts';
import { sameDecimal } from '../../../support/decimals.mts';

const RUNS = { numRuns: 2_000, seed: 20_261_130 };

const digits = (most: number) => fc.stringMatching(new RegExp(`^\\d{1,${most}}$`));
const whole = fc.oneof(
	fc.constantFrom('0', '9007199254740991', '9007199254740992', '9007199254740993'),
	digits(25).map((text) => BigInt(text).toString()),
);
const exponent = fc.integer({ min: -345, max: 330 }).map((power) => `e${power}`);
/** JSON numbers: of few and of many digits, next to where a double ends, and doubles in several spellings. */
const number = fc
	.tuple(
		fc.constantFrom('', '-'),
		fc.oneof(
			whole,
			fc.tuple(whole, digits(25)).map((parts) => parts.join('.')),
			fc.tuple(fc.constantFrom('0', '1', '12'), digits(17)).map((parts) => parts.join('.')),
			fc.tuple(whole, digits(20), exponent).map(([before, after, power]) => `${before}.${after}${power}`),
			fc.double({ noNaN: true, noDefaultInfinity: true, min: 0 }).map(String),
			fc.double({ noNaN: true, noDefaultInfinity: true, min: 0 }).map((value) => value.toExponential(16)),
		),
	)
	.map((parts) => parts.join('').replace('e+', 'e'));

const TYPES = { Decimal: 'SqlDecimal', Real: 'Double', Dynamic: 'Object', Long: 'Int64' };
const columns = Object.entries(TYPES).map(([name, type]) => ({ name, type }));
const space = fc.constantFrom('', ' ', '\n\t');

/** The row of an answer that has the number in each of its columns, and the columns that are reported. */
function answered(text: string, blank: string) {
	const cell = `${blank}${text}${blank}`;
	const row = `{"Decimal":${cell},"Real":${cell},"Dynamic":{"x":[${cell},"${text}"]},"Long":${cell}}`;
	const body = parseBody(`{"results":[${row}]}`, 'all');
	if (body.kind !== 'json') throw new Error(`unreadable: ${body.because}`);
	const { results } = body.value as { results: HuntRow[] };
	const found = typeRows(columns, results, { numbersAsText: body.numbersAsText });
	return { ...found, row: results[0] as Record<keyof typeof TYPES, unknown> };
}

describe('hunting result › any JSON number', () => {
	it('decimal, long or dynamic column → equal decimal value, or its own text and a report', () => {
		let texts = 0;
		fc.assert(
			fc.property(number, space, (text, blank) => {
				const { row, inexact } = answered(text, blank);
				const [dynamic, neighbor] = (row.Dynamic as { x: [unknown, unknown] }).x;
				expect(neighbor).toBe(text);
				for (const value of [row.Decimal, row.Long, dynamic]) {
					if (typeof value === 'number') expect(sameDecimal(String(value), text)).toBe(true);
					else expect(value).toBe(text);
				}
				const isText = typeof row.Decimal === 'string';
				expect(inexact).toEqual(isText ? expect.arrayContaining(['Decimal', 'Dynamic', 'Long']) : []);
				texts += Number(isText);
			}),
			RUNS,
		);
		expect(texts).toBeGreaterThan(500);
		expect(texts).toBeLessThan(1_500);
	});

	it('number returned as text → its digits would be lost, or it is an unsafe integer', () => {
		fc.assert(
			fc.property(number, space, (text, blank) => {
				const { Decimal: value } = answered(text, blank).row;
				if (typeof value !== 'string') return;
				const double = Number(text);
				const isUnsafe = /^-?\d+$/.test(text) && !Number.isSafeInteger(double);
				expect(isUnsafe || !Number.isFinite(double) || !sameDecimal(String(double), text)).toBe(true);
			}),
			RUNS,
		);
	});

	it('real column → nearest double, or its own text and a report', () => {
		fc.assert(
			fc.property(number, space, (text, blank) => {
				const { row, notFinite } = answered(text, blank);
				const double = Number(text);
				expect(row.Real).toBe(Number.isFinite(double) ? double : text);
				expect(notFinite).toEqual(Number.isFinite(double) ? [] : ['Real']);
			}),
			RUNS,
		);
	});
});
