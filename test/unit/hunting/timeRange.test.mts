import { describe, expect, it } from 'vitest';
import { parseInstant, type UtcInstant } from '../../../defender/core/instant.ts';
import { tablesInQuery } from '../../../defender/hunting/tablesInQuery.ts';
import { askedSpan, type TimeRange } from '../../../defender/hunting/timeRange.ts';
import { refusalOf } from './refusals.mts';

const NOW = Date.parse('2026-11-22T12:00:00Z');
/** Takes text without an offset for UTC+1, as a workflow in Berlin does in November. */
const readMoment = (value: unknown) =>
	typeof value === 'string' ? (parseInstant(value) ?? parseInstant(`${value}+01:00`)) : undefined;

const ask = (range: TimeRange, query = 'DeviceProcessEvents') =>
	askedSpan(range, tablesInQuery(query), NOW, readMoment);
const last = (amount: number, unit: 'minutes' | 'hours' | 'days'): TimeRange => ({
	kind: 'last',
	amount,
	unit,
});
const iso = (timespan: string): TimeRange => ({ kind: 'iso', timespan });
const at = (text: string): UtcInstant => {
	const instant = parseInstant(text);
	if (instant === undefined) throw new Error(text);
	return instant;
};
const between = (from: string, to?: string): TimeRange => ({
	kind: 'between',
	from: at(from),
	to: to === undefined ? undefined : at(to),
});
const ago = (milliseconds: number) => new Date(NOW - milliseconds).toISOString();
const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];
const topics = (range: TimeRange, query?: string) => ask(range, query).notices.map(({ topic }) => topic);

describe('the time range of a hunt', () => {
	it.each([
		[last(30, 'minutes'), 'PT30M'],
		[last(4, 'hours'), 'PT4H'],
		[last(1, 'days'), 'P1D'],
		[last(30, 'days'), 'P30D'],
		[last(720, 'hours'), 'PT720H'],
		[last(43_200, 'minutes'), 'PT43200M'],
		[between('2026-11-01T00:00:00Z', '2026-11-08T00:00:00Z'), '2026-11-01T00:00:00Z/2026-11-08T00:00:00Z'],
		[
			between('2026-11-01T02:00:00.5+02:00', '2026-11-08T00:00:00.0000001Z'),
			'2026-11-01T00:00:00.5Z/2026-11-08T00:00:00.0000001Z',
		],
		[between('2026-11-01T00:00:00Z'), '2026-11-01T00:00:00Z'],
		[iso('P7D'), 'P7D'],
		[iso(' PT4H '), 'PT4H'],
		[iso('P1W'), 'P7D'],
		[iso('PT36H'), 'P1DT12H'],
		[iso('PT90M'), 'PT1H30M'],
		[iso('PT0.5S'), 'PT1S'],
		[iso('P1DT2H3M4S'), 'P1DT2H3M4S'],
		[iso('2026-11-20T00:00:00Z'), '2026-11-20T00:00:00Z'],
		[iso('2026-11-20T00:00:00'), '2026-11-19T23:00:00Z'],
		[iso('2026-11-01T00:00:00Z/2026-11-08T00:00:00Z'), '2026-11-01T00:00:00Z/2026-11-08T00:00:00Z'],
		[iso('2026-11-01T00:00:00 / 2026-11-08T00:00:00'), '2026-10-31T23:00:00Z/2026-11-07T23:00:00Z'],
		[iso('P7D/2026-11-08T00:00:00Z'), 'P7D/2026-11-08T00:00:00Z'],
		[iso('2026-11-01T00:00:00Z/P7D'), '2026-11-01T00:00:00Z/P7D'],
	])('writes %j as %s', (range, expected) => {
		expect(ask(range).timespan).toBe(expected);
	});

	it('sends none when the API decides', () => {
		expect(ask({ kind: 'apiDefault' })).toEqual({ timespan: undefined, windowOpen: true, notices: [] });
	});

	it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses %d', (amount) => {
		const refusal = refusalOf(() => ask(last(amount, 'days')));
		expect(refusal.trouble).toEqual({ kind: 'invalidInput', field: 'lastAmount' });
		expect(refusal.message).toContain('whole number above 0');
	});

	it.each([
		last(1_000_000, 'days'),
		last(1e300, 'minutes'),
		iso('P1000000D'),
		iso('P3652059D'),
		iso('P1000000D/2026-11-20T00:00:00Z'),
		iso('2026-11-20T00:00:00Z/P3652000D'),
		between('0000-12-31T23:59:59Z'),
	])('refuses %j, which leaves the calendar', (range) => {
		const refusal = refusalOf(() => ask(range));
		expect(refusal.message).toBe('The time range leaves the calendar of KQL');
		expect(refusal.description).toContain('year 1');
	});

	it.each([
		'',
		'yesterday',
		'7',
		'P',
		'PT',
		'P1M',
		'P1Y',
		'p7d',
		'P7D/PT1H',
		'/',
		'P7D/',
		'1/2/3',
		'20261101',
		"P7D'",
	])('refuses %j, which is none of the forms', (timespan) => {
		const refusal = refusalOf(() => ask(iso(timespan)));
		expect(refusal.trouble).toEqual({ kind: 'invalidInput', field: 'timespan' });
		expect(refusal.message).toMatch(/^The time range ".*" is not ISO 8601$/);
	});

	it.each([
		[
			between('2026-11-08T00:00:00Z', '2026-11-01T00:00:00Z'),
			'ends at 2026-11-01T00:00:00Z, before it begins',
		],
		[iso('2026-11-08T00:00:00Z/2026-11-01T00:00:00Z'), 'before it begins'],
		[iso('2026-11-08T00:00:00Z/-P1D'), 'before it begins'],
		[between('2026-11-08T00:00:00Z', '2026-11-08T00:00:00Z'), 'begins and ends at 2026-11-08T00:00:00Z'],
		[iso('PT0S'), 'begins and ends'],
		[iso('-P1D'), 'in the future'],
		[between('2026-11-22T12:05:01Z'), 'begins at 2026-11-22T12:05:01Z, in the future'],
		[between('2026-12-01T00:00:00Z', '2026-12-02T00:00:00Z'), 'in the future'],
		[{ kind: 'between', from: undefined, to: undefined } as const, 'has no beginning'],
		[iso('9998-12-31T00:00:00Z/P1D'), 'in the future'],
	])('refuses %j', (range, said) => {
		const refusal = refusalOf(() => ask(range));
		expect(refusal.trouble).toEqual({
			kind: 'invalidInput',
			field: range.kind === 'iso' ? 'timespan' : 'from',
		});
		expect(refusal.message).toContain(said);
		expect(refusal.description).not.toBe('');
	});

	it('allows clocks to differ by five minutes', () => {
		expect(ask(between('2026-11-22T12:05:00Z')).timespan).toBe('2026-11-22T12:05:00Z');
	});

	it('allows the hour that passes while a beginning 30 days ago is computed and sent, and remarks on more', () => {
		expect(topics(between(ago(30 * DAY + HOUR)))).toEqual([]);
		expect(topics(between(ago(30 * DAY + HOUR + 1_000)))).toEqual(['timeRange']);
	});
});

describe('a time range beyond the 30 days of Defender’s own tables › is sent with a hint', () => {
	const HINT =
		"The time range begins more than 30 days ago. Defender's own tables hold 30 days unless they are streamed to Microsoft Sentinel, and the API may shorten the range by itself, so older rows may be missing. If they are, try the time range API Default with a filter on time in the query.";
	const ranges: ReadonlyArray<readonly [TimeRange, string]> = [
		[last(31, 'days'), 'P31D'],
		[last(60, 'days'), 'P60D'],
		[last(722, 'hours'), 'PT722H'],
		[last(43_261, 'minutes'), 'PT43261M'],
		[last(36_500, 'days'), 'P36500D'],
		[iso('P90D'), 'P90D'],
		[iso('P10001D'), 'P10001D'],
		[iso('P700000DT1S'), 'P700000DT1S'],
		[between('2025-11-22T12:00:00Z'), '2025-11-22T12:00:00Z'],
		[between('0001-01-01T00:00:00Z', '9999-12-31T00:00:00Z'), '0001-01-01T00:00:00Z/9999-12-31T00:00:00Z'],
	];

	it.each(ranges)('%j › %s', (range, timespan) => {
		const asked = ask(range);
		expect(asked.timespan).toBe(timespan);
		expect(asked.notices.filter(({ topic }) => topic === 'timeRange')).toEqual([
			{ topic: 'timeRange', text: HINT },
		]);
	});

	it.each([
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
	])('whatever the query reads: %s', (query) => {
		expect(ask(last(60, 'days'), query).notices.map(({ text }) => text)).toEqual([HINT]);
	});

	it('of 30 days sharp brings no hint', () => {
		expect(topics(last(30, 'days'), 'SigninLogs')).toEqual([]);
	});
});

describe('an open window', () => {
	it.each([
		[between(ago(HOUR), ago(30 * MINUTE)), false, []],
		[between(ago(HOUR), ago(30 * MINUTE - 1)), true, ['windowOpen']],
		[between(ago(HOUR), ago(-DAY)), true, ['windowOpen']],
		[iso(`PT1H/${ago(HOUR)}`), false, []],
		[iso(`${ago(HOUR)}/PT1H`), true, ['windowOpen']],
		[between(ago(HOUR)), true, []],
		[iso('PT1H'), true, []],
		[last(1, 'hours'), true, []],
	])('of %j is told: %s, remarked: %j', (range, isOpen, told) => {
		expect(ask(range).windowOpen).toBe(isOpen);
		expect(topics(range)).toEqual(told);
	});
});

describe('remarks about the tables of a time range', () => {
	it.each([
		[last(47, 'hours'), 'DeviceInfo', ['timeRange']],
		[last(2, 'days'), 'DeviceInfo', []],
		[between(ago(10 * DAY), ago(9 * DAY)), 'T | join IdentityInfo on a', ['timeRange']],
		[between(ago(10 * DAY), ago(8 * DAY)), 'IdentityInfo', []],
		[last(1, 'hours'), 'DeviceProcessEvents', []],
		[last(1, 'hours'), 'T | where a == "DeviceInfo" // DeviceInfo', []],
		[last(30, 'days'), 'DeviceTvmSoftwareVulnerabilities', ['timeRange']],
		[last(1, 'days'), 'DeviceTvmInfoGathering', []],
		[{ kind: 'apiDefault' } as const, 'ExposureGraphNodes', []],
	])('%j over %s: %j', (range, query, told) => {
		expect(topics(range, query)).toEqual(told);
	});

	it('name the tables', () => {
		expect(ask(last(1, 'days'), 'union DeviceInfo, OAuthAppInfo, ExposureGraphEdges').notices[0]?.text).toBe(
			'DeviceInfo, OAuthAppInfo holds reports on a state, not events: what sent no report in this short time range is missing. Two days or more see nearly all. ExposureGraphEdges has no column Timestamp; Microsoft does not say what a time range does there. Compare once with the time range API Default.',
		);
	});
});
