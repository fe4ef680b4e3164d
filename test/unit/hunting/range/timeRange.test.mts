import { describe, expect, it } from 'vitest';
import {
	timeBefore,
	resolvedRange,
	fixedRange,
	DAY,
	HOUR,
	isoRange,
	lastRange,
	MINUTE,
	noticeTopics,
} from '../../../support/timeRanges.mts';
import type { TimeRange } from '../../../../defender/hunting/range/timeRange.ts';
import { thrown } from '../../../support/defenderErrors.mts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';

describe('time range of a hunt', () => {
	eachRow([
		[lastRange(30, 'minutes'), 'PT30M'],
		[lastRange(4, 'hours'), 'PT4H'],
		[lastRange(1, 'days'), 'P1D'],
		[lastRange(30, 'days'), 'P30D'],
		[lastRange(720, 'hours'), 'PT720H'],
		[lastRange(43_200, 'minutes'), 'PT43200M'],
		[fixedRange('2026-11-01T00:00:00Z', '2026-11-08T00:00:00Z'), '2026-11-01T00:00:00Z/2026-11-08T00:00:00Z'],
		[
			fixedRange('2026-11-01T02:00:00.5+02:00', '2026-11-08T00:00:00.0000001Z'),
			'2026-11-01T00:00:00.5Z/2026-11-08T00:00:00.0000001Z',
		],
		[fixedRange('2026-11-01T00:00:00Z'), '2026-11-01T00:00:00Z'],
		[isoRange('P7D'), 'P7D'],
		[isoRange(' PT4H '), 'PT4H'],
		[isoRange('P1W'), 'P7D'],
		[isoRange('PT36H'), 'P1DT12H'],
		[isoRange('PT90M'), 'PT1H30M'],
		[isoRange('PT0.5S'), 'PT1S'],
		[isoRange('P1DT2H3M4S'), 'P1DT2H3M4S'],
		[isoRange('2026-11-20T00:00:00Z'), '2026-11-20T00:00:00Z'],
		[isoRange('2026-11-20T00:00:00'), '2026-11-19T23:00:00Z'],
		[isoRange('2026-11-01T00:00:00Z/2026-11-08T00:00:00Z'), '2026-11-01T00:00:00Z/2026-11-08T00:00:00Z'],
		[isoRange('2026-11-01T00:00:00 / 2026-11-08T00:00:00'), '2026-10-31T23:00:00Z/2026-11-07T23:00:00Z'],
		[isoRange('P7D/2026-11-08T00:00:00Z'), 'P7D/2026-11-08T00:00:00Z'],
		[isoRange('2026-11-01T00:00:00Z/P7D'), '2026-11-01T00:00:00Z/P7D'],
	])('every form of a range → the timespan sent to the API', (range, expected) => {
		expect(resolvedRange(range).timespan).toBe(expected);
	});

	it('API Default → no timespan', () => {
		expect(resolvedRange({ kind: 'apiDefault' })).toEqual({
			timespan: undefined,
			windowOpen: true,
			notices: [],
		});
	});

	eachRow<[TimeRange, string, string | RegExp]>([
		...[0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY].map((amount): [TimeRange, string, string] => [
			...([lastRange(amount, 'days'), 'lastAmount', 'whole number above 0'] as const),
		]),
		...[
			lastRange(1_000_000, 'days'),
			lastRange(1e300, 'minutes'),
			isoRange('P1000000D'),
			isoRange('P3652059D'),
			isoRange('P1000000D/2026-11-20T00:00:00Z'),
			isoRange('2026-11-20T00:00:00Z/P3652000D'),
			fixedRange('0000-12-31T23:59:59Z'),
		].map((range): [TimeRange, string, RegExp] => [
			range,
			{ last: 'lastAmount', iso: 'timespan', between: 'from', apiDefault: '' }[range.kind],
			/^The time range is outside KQL’s calendar$/,
		]),
		...[
			...['', 'yesterday', '7', 'P', 'PT', 'P1M', 'P1Y', 'p7d', 'P7D/PT1H', '/', 'P7D/', '1/2/3'],
			...['20261101', "P7D'"],
		].map((timespan): [TimeRange, string, RegExp] => [
			...([isoRange(timespan), 'timespan', /^Timespan ".*" is not ISO 8601$/] as const),
		]),
		[
			fixedRange('2026-11-08T00:00:00Z', '2026-11-01T00:00:00Z'),
			...(['from', 'ends at 2026-11-01T00:00:00Z, before it starts'] as const),
		],
		[isoRange('2026-11-08T00:00:00Z/2026-11-01T00:00:00Z'), 'timespan', 'before it starts'],
		[isoRange('2026-11-08T00:00:00Z/-P1D'), 'timespan', 'before it starts'],
		[
			fixedRange('2026-11-08T00:00:00Z', '2026-11-08T00:00:00Z'),
			...(['from', 'starts and ends at 2026-11-08T00:00:00Z'] as const),
		],
		[isoRange('PT0S'), 'timespan', 'starts and ends'],
		[isoRange('-P1D'), 'timespan', 'in the future'],
		[fixedRange('2026-11-22T12:05:01Z'), 'from', 'starts at 2026-11-22T12:05:01Z, in the future'],
		[fixedRange('2026-12-01T00:00:00Z', '2026-12-02T00:00:00Z'), 'from', 'in the future'],
		[{ kind: 'between', from: undefined, to: undefined }, 'from', 'has no start'],
		[isoRange('9998-12-31T00:00:00Z/P1D'), 'timespan', 'in the future'],
	])(
		'invalid, outside KQL’s calendar, reversed, empty or in the future → refused by field',
		(range, field, message) => {
			const refusal = thrown(() => resolvedRange(range));
			expect(refusal.reason).toEqual({ kind: 'invalidInput', field });
			expect(refusal.message).toMatch(message);
			expect(refusal.description).not.toBe('');
			if (refusal.message.includes('calendar')) expect(refusal.description).toContain('year 1');
		},
	);

	it('start up to five minutes in the future → accepted', () => {
		expect(resolvedRange(fixedRange('2026-11-22T12:05:00Z')).timespan).toBe('2026-11-22T12:05:00Z');
	});

	it('start 30 days ago, up to one hour late → no hint; later → hint', () => {
		expect(noticeTopics(fixedRange(timeBefore(30 * DAY + HOUR)))).toEqual([]);
		expect(noticeTopics(fixedRange(timeBefore(30 * DAY + HOUR + 1_000)))).toEqual(['timeRange']);
	});
});

describe('time range that reaches the present', () => {
	eachRow([
		[fixedRange(timeBefore(HOUR), timeBefore(30 * MINUTE)), false, []],
		[fixedRange(timeBefore(HOUR), timeBefore(30 * MINUTE - 1)), true, ['windowOpen']],
		[fixedRange(timeBefore(HOUR), timeBefore(-DAY)), true, ['windowOpen']],
		[isoRange(`PT1H/${timeBefore(HOUR)}`), false, []],
		[isoRange(`${timeBefore(HOUR)}/PT1H`), true, ['windowOpen']],
		[fixedRange(timeBefore(HOUR)), true, []],
		[isoRange('PT1H'), true, []],
		[lastRange(1, 'hours'), true, []],
	])(
		'end less than 30 minutes ago → open window, with a hint if an end was given',
		(range, isOpen, expected) => {
			expect(resolvedRange(range).windowOpen).toBe(isOpen);
			expect(noticeTopics(range)).toEqual(expected);
		},
	);
});

describe('hints about tables in a time range', () => {
	eachRow([
		[lastRange(47, 'hours'), 'DeviceInfo', ['timeRange']],
		[lastRange(2, 'days'), 'DeviceInfo', []],
		[fixedRange(timeBefore(10 * DAY), timeBefore(9 * DAY)), 'T | join IdentityInfo on a', ['timeRange']],
		[fixedRange(timeBefore(10 * DAY), timeBefore(8 * DAY)), 'IdentityInfo', []],
		[lastRange(1, 'hours'), 'DeviceProcessEvents', []],
		[lastRange(1, 'hours'), 'T | where a == "DeviceInfo" // DeviceInfo', []],
		[lastRange(30, 'days'), 'DeviceTvmSoftwareVulnerabilities', ['timeRange']],
		[lastRange(1, 'days'), 'DeviceTvmInfoGathering', []],
		[{ kind: 'apiDefault' } as const, 'ExposureGraphNodes', []],
	])(
		'state tables, tables without Timestamp → hint only where the range matters',
		(range, query, expected) => {
			expect(noticeTopics(range, query)).toEqual(expected);
		},
	);

	it('several tables → all named', () => {
		expect(
			resolvedRange(lastRange(1, 'days'), 'union DeviceInfo, OAuthAppInfo, ExposureGraphEdges').notices[0]
				?.text,
		).toBe(
			'Rows in DeviceInfo, OAuthAppInfo report a state, not an event. Anything that sent no report in this short time range is missing. Use two days or more to include nearly everything. ExposureGraphEdges has no Timestamp column, and Microsoft does not document how a time range affects such tables. Compare once with Time Range set to API Default.',
		);
	});
});
