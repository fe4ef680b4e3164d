import { describe, expect, it } from 'vitest';
import { readTimespan } from '../../../tenant/graph/timespan.mts';
import { eachRow } from '../../support/eachRow.mts';

const NOW = '2026-11-22T03:00:00.0000000Z';
const OLDEST = '2026-10-23T03:00:00.0000000Z';

describe('Graph Timespan', () => {
	eachRow([
		[
			'2026-11-01T00:00:00Z/2026-11-08T00:00:00Z',
			'2026-11-01T00:00:00.0000000Z',
			'2026-11-08T00:00:00.0000000Z',
		],
		['P7D/2026-11-08T00:00:00Z', '2026-11-01T00:00:00.0000000Z', '2026-11-08T00:00:00.0000000Z'],
		['2026-11-01T00:00:00Z/P7D', '2026-11-01T00:00:00.0000000Z', '2026-11-08T00:00:00.0000000Z'],
		['P1W', '2026-11-15T03:00:00.0000000Z', NOW],
		['PT4H30M', '2026-11-21T22:30:00.0000000Z', NOW],
		['2026-11-01T00:00:00.1234567Z', '2026-11-01T00:00:00.1234567Z', undefined],
		['P90D', OLDEST, NOW],
	])('an ISO 8601 interval, duration or start → its first and last instant', (text, from, to) => {
		expect(readTimespan(text, NOW)).toEqual(to === undefined ? { from } : { from, to });
	});

	it('absent → the last 30 days', () => {
		expect(readTimespan(undefined, NOW)).toEqual({ from: OLDEST });
	});

	eachRow([
		'',
		'7d',
		'P',
		'PT',
		'P7D/P1D',
		'2026-11-01',
		'2026-11-01T00:00:00Z/',
		'P1D/2026-11-01T00:00:00Z/P1D',
	])('any other text → rejected', (text) => {
		expect(() => readTimespan(text, NOW)).toThrow('Timespan');
	});

	it('the end before the start → rejected', () => {
		expect(() => readTimespan('2026-11-08T00:00:00Z/2026-11-01T00:00:00Z', NOW)).toThrow('ends before');
	});
});
