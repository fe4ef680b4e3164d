import { describe, expect } from 'vitest';
import { parseRetryAfter } from '../../../defender/core/retryAfter.ts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

const NOW = Date.parse('2026-11-22T03:00:00Z');

describe('parseRetryAfter', () => {
	eachRow([
		['0', 0],
		['7', 7_000],
		[' 7 ', 7_000],
		['0.5', 500],
		['999999999', 999_999_999_000],
		['Sun, 22 Nov 2026 03:00:30 GMT', 30_000],
		['Sunday, 22-Nov-26 03:00:30 GMT', 30_000],
		['Sun, 22 Nov 2026 02:00:00 GMT', 0],
		['Fri, 31 Dec 9999 23:59:59 GMT', Date.parse('9999-12-31T23:59:59Z') - NOW],
	])('seconds or HTTP date → milliseconds from now', (header, milliseconds) => {
		expect(parseRetryAfter(header, NOW)).toBe(milliseconds);
	});

	eachRow([
		undefined,
		'',
		'-5',
		'+5',
		'1e3',
		'0x10',
		'Infinity',
		'NaN',
		'99999999999999999999',
		'soon',
		'soon 1',
		'in 5 minutes',
		'2026-11-22T03:00:30Z',
		'Sun Nov 22 03:00:30 2026',
		'Sun, 99 Nov 2026 03:00:30 GMT',
	])('other text → undefined', (header) => {
		expect(parseRetryAfter(header, NOW)).toBeUndefined();
	});
});
