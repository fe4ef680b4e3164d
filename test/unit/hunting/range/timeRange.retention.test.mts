import { describe, expect, it } from 'vitest';
import type { TimeRange } from '../../../../defender/hunting/range/timeRange.ts';
import {
	resolvedRange,
	fixedRange,
	isoRange,
	lastRange,
	noticeTopics,
} from '../../../support/timeRanges.mts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';

describe('time range beyond the 30 days of Defender’s own tables', () => {
	const HINT =
		'The time range starts more than 30 days ago. Defender’s own tables keep 30 days unless they are streamed to Microsoft Sentinel, and the API may shorten the range. If older rows are missing, set Time Range to API Default and filter by time in the query.';
	const ranges: ReadonlyArray<readonly [TimeRange, string]> = [
		[lastRange(31, 'days'), 'P31D'],
		[lastRange(60, 'days'), 'P60D'],
		[lastRange(722, 'hours'), 'PT722H'],
		[lastRange(43_261, 'minutes'), 'PT43261M'],
		[lastRange(36_500, 'days'), 'P36500D'],
		[isoRange('P90D'), 'P90D'],
		[isoRange('P10001D'), 'P10001D'],
		[isoRange('P700000DT1S'), 'P700000DT1S'],
		[fixedRange('2025-11-22T12:00:00Z'), '2025-11-22T12:00:00Z'],
		[fixedRange('0001-01-01T00:00:00Z', '9999-12-31T00:00:00Z'), '0001-01-01T00:00:00Z/9999-12-31T00:00:00Z'],
	];

	eachRow(ranges)('any form of the range → sent, with a hint', (range, timespan) => {
		const asked = resolvedRange(range);
		expect(asked.timespan).toBe(timespan);
		expect(asked.notices.filter(({ topic }) => topic === 'timeRange')).toEqual([
			{ topic: 'timeRange', text: HINT },
		]);
	});

	eachRow([
		'SigninLogs | where UserPrincipalName == "x"',
		'union isfuzzy=true SigninLogs, SigninLogs_CL',
		'union (SigninLogs), (AuditLogs)',
		'union Device*',
		'find in (SigninLogs) where a == 1',
		'search in (SigninLogs) "x"',
		'search "x"',
		'let t = SigninLogs; t',
		'MyFunction()',
		'DeviceProcessEvents',
		'DeviceInfo | join SigninLogs on a',
		'workspace("x").DeviceProcessEvents',
		'externaldata(a:string)["https://example.com"]',
		'datatable(a:long)[1]',
		'range x from 1 to 3 step 1',
		'print 1',
	])('any source in the query → the same hint', (query) => {
		expect(resolvedRange(lastRange(60, 'days'), query).notices.map(({ text }) => text)).toEqual([HINT]);
	});

	it('exactly 30 days → no hint', () => {
		expect(noticeTopics(lastRange(30, 'days'), 'SigninLogs')).toEqual([]);
	});
});
