import { describe, expect, it } from 'vitest';
import { plainLine, rowsSummary } from '../../../../defender/hunting/library/rowsSummary.ts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';

const summary = rowsSummary({
	noun: 'event',
	distinct: { column: 'Device', noun: 'device' },
	show: ['Device', 'What', 'List'],
	rank: ({ What }) => (What === 'bad' ? 1 : 0),
});
const row = (minute: number, more: Record<string, unknown> = {}) => ({
	Timestamp: `2026-11-20T10:${String(minute).padStart(2, '0')}:00.1234567Z`,
	Device: 'lt-1',
	What: 'x',
	...more,
});

describe('summary of rows › headline', () => {
	it('rows in any order → count, distinct devices in any case, first and last time', () => {
		const rows = [row(5), row(9, { Device: 'lt-2' }), { Device: '' }, row(1, { Device: 'LT-1' })];
		expect(summary(rows).split('\n')[0]).toBe(
			'4 events (2 devices), first 2026-11-20T10:01:00Z, last 2026-11-20T10:09:00Z.',
		);
	});

	it('one row, no rows, rows without a time → no range', () => {
		expect(summary([row(5)]).split('\n')[0]).toBe('1 event (1 device), at 2026-11-20T10:05:00Z.');
		expect(summary([])).toBe('0 events (0 devices).');
		expect(summary([{ Device: null, What: 'x' }])).toBe('1 event (0 devices).\n- x');
	});
});

describe('summary of rows › lines', () => {
	it('more than five rows → the five most informative, then the newest', () => {
		const rows = [row(1, { What: 'bad' }), ...[2, 3, 4, 5, 6, 7].map((minute) => row(minute))];
		expect(summary(rows).split('\n').slice(1)).toEqual([
			'- 2026-11-20 10:01:00Z · lt-1 · bad',
			...[7, 6, 5, 4].map((minute) => `- 2026-11-20 10:0${minute}:00Z · lt-1 · x`),
		]);
	});

	it('equal rank and time → the order of the rows; undefined cell → omitted', () => {
		const rows = ['a', 'b', 'c'].map((Device) => ({ ...row(1), Device, What: undefined }));
		expect(summary(rows).split('\n').slice(1)).toEqual(
			['a', 'b', 'c'].map((name) => `- 2026-11-20 10:01:00Z · ${name}`),
		);
	});

	it('list, object, empty cell → the list joined, the others omitted', () => {
		const rows = [row(1, { What: { a: 1 }, List: ['a', 'b'] })];
		expect(summary(rows).split('\n')[1]).toBe('- 2026-11-20 10:01:00Z · lt-1 · a, b');
	});
});

describe('one visible line', () => {
	eachRow([
		['a\nb\r\n c', 10, 'a b c'],
		['\u202egnp.exe', 10, 'gnp.exe'],
		['abcdef', 5, 'abcd…'],
		['abcde', 5, 'abcde'],
		['abc🔥x', 5, 'abc…'],
		['\u200b', 5, ''],
	])('any text → bounded, without hidden characters or half of one', (text, maximum, line) => {
		expect(plainLine(text, maximum)).toBe(line);
	});
});
