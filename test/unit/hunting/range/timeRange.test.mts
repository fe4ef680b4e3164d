import { describe, expect, it } from 'vitest';
import { ago, ask, between, DAY, HOUR, iso, last, MINUTE, topics } from './askedSpans.mts';
import { refusalOf } from '../refusal/refusals.mts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';

describe('the time range of a hunt', () => {
	eachRow([
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

	eachRow([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses %d', (amount) => {
		const refusal = refusalOf(() => ask(last(amount, 'days')));
		expect(refusal.reason).toEqual({ kind: 'invalidInput', field: 'lastAmount' });
		expect(refusal.message).toContain('whole number above 0');
	});

	eachRow([
		last(1_000_000, 'days'),
		last(1e300, 'minutes'),
		iso('P1000000D'),
		iso('P3652059D'),
		iso('P1000000D/2026-11-20T00:00:00Z'),
		iso('2026-11-20T00:00:00Z/P3652000D'),
		between('0000-12-31T23:59:59Z'),
	])('refuses %j, which leaves the calendar', (range) => {
		const refusal = refusalOf(() => ask(range));
		expect(refusal.message).toBe('The time range is outside KQL’s calendar');
		expect(refusal.description).toContain('year 1');
	});

	eachRow([
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
		expect(refusal.reason).toEqual({ kind: 'invalidInput', field: 'timespan' });
		expect(refusal.message).toMatch(/^Timespan ".*" is not ISO 8601$/);
	});

	eachRow([
		[
			between('2026-11-08T00:00:00Z', '2026-11-01T00:00:00Z'),
			'ends at 2026-11-01T00:00:00Z, before it starts',
		],
		[iso('2026-11-08T00:00:00Z/2026-11-01T00:00:00Z'), 'before it starts'],
		[iso('2026-11-08T00:00:00Z/-P1D'), 'before it starts'],
		[between('2026-11-08T00:00:00Z', '2026-11-08T00:00:00Z'), 'starts and ends at 2026-11-08T00:00:00Z'],
		[iso('PT0S'), 'starts and ends'],
		[iso('-P1D'), 'in the future'],
		[between('2026-11-22T12:05:01Z'), 'starts at 2026-11-22T12:05:01Z, in the future'],
		[between('2026-12-01T00:00:00Z', '2026-12-02T00:00:00Z'), 'in the future'],
		[{ kind: 'between', from: undefined, to: undefined } as const, 'has no start'],
		[iso('9998-12-31T00:00:00Z/P1D'), 'in the future'],
	])('refuses %j', (range, said) => {
		const refusal = refusalOf(() => ask(range));
		expect(refusal.reason).toEqual({
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

describe('an open window', () => {
	eachRow([
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
	eachRow([
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
			'Rows in DeviceInfo, OAuthAppInfo report a state, not an event. Anything that sent no report in this short time range is missing. Use two days or more to include nearly everything. ExposureGraphEdges has no Timestamp column, and Microsoft does not document how a time range affects such tables. Compare once with Time Range set to API Default.',
		);
	});
});
