import type { INodeParameters } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { behaviourLedger } from '../../../lab/tenant/behaviours.mts';
import { benchesOnDemand, benchPerFile } from '../../support/benchHooks.mts';
import { jsonOf, our, type Bench } from '../../support/practice.mts';

const current = benchPerFile();
const start = benchesOnDemand();

const hunt = (query: string, more: INodeParameters) => our('runHuntingQuery', { query, ...more });
const sent = (bench: Bench): unknown => {
	const body = bench.practice.calls.findLast(({ path }) => path.endsWith('/runHuntingQuery'))?.body;
	return typeof body === 'object' && body !== null ? Reflect.get(body, 'Timespan') : undefined;
};
const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();

describe('Time Range', () => {
	const day = ago(24).slice(0, 10);

	current.eachRow([
		['between', { from: `${day}T01:00:00`, to: `${day}T02:00:00` }, `${day}T01:00:00Z/${day}T02:00:00Z`],
		['between', { from: `${day}T01:00:00Z` }, `${day}T01:00:00Z`],
		['between', { from: `={{ DateTime.fromISO("${day}T01:00:00Z") }}`, to: '' }, `${day}T01:00:00Z`],
		['iso', { timespan: 'P1W' }, 'P7D'],
		['iso', { timespan: `PT2H/${day}T02:00:00` }, `PT2H/${day}T02:00:00Z`],
		['iso', { timespan: `={{ "${day}T01:00:00Z/PT1H" }}` }, `${day}T01:00:00Z/PT1H`],
	])('any choice → sent in UTC', async (timeRange, fields, expected) => {
		const result = await current.bench.run(hunt('DeviceProcessEvents | count', { timeRange, ...fields }), {
			timezone: 'UTC',
		});
		expect(result.error).toBeUndefined();
		expect(sent(current.bench)).toBe(expected);
		expect(result.hints('runHuntingQuery')).toEqual([]);
	});

	it('time without an offset → read in the workflow’s time zone', async () => {
		const fields = { from: `${day}T09:00:00`, to: `${day}T10:00:00` };
		await current.bench.run(hunt('EmailEvents | count', { timeRange: 'between', ...fields }), {
			timezone: 'Asia/Tokyo',
		});
		expect(sent(current.bench)).toBe(`${day}T00:00:00Z/${day}T01:00:00Z`);
		await current.bench.run(
			hunt('EmailEvents | count', { timeRange: 'iso', timespan: `${day}T09:00:00/PT1H` }),
			{
				timezone: 'Asia/Tokyo',
			},
		);
		expect(sent(current.bench)).toBe(`${day}T00:00:00Z/PT1H`);
	});

	current.eachRow([
		['no beginning', { timeRange: 'between' }, 'has no start'],
		['a beginning that is no date', { timeRange: 'between', from: 'soon' }, 'From is not a date'],
		['exchanged ends', { timeRange: 'between', from: ago(1), to: ago(2) }, 'before it starts'],
		['two equal ends', { timeRange: 'between', from: day, to: day }, 'starts and ends at'],
		['a beginning in the future', { timeRange: 'between', from: ago(-24) }, 'in the future'],
		['a year that KQL does not know', { timeRange: 'iso', timespan: 'P1000000D' }, 'outside KQL’s calendar'],
		['no ISO 8601', { timeRange: 'iso', timespan: '7 days' }, 'is not ISO 8601'],
	])('invalid range → error before any request', async (_, fields, said) => {
		const before = current.bench.practice.calls.length;
		const result = await current.bench.run(hunt('DeviceInfo', fields));
		expect(result.error?.message).toContain(said);
		expect(result.error?.description).toMatch(/\S/);
		expect(current.bench.practice.calls.length).toBe(before);
	});

	current.eachRow([
		['union isfuzzy=true SigninLogs, SigninLogs_CL', { lastAmount: 60 }, 'P60D'],
		['find in (DeviceInfo) where DeviceName == "x"', { lastAmount: 31 }, 'P31D'],
		['search in (DeviceInfo) "x"', { timeRange: 'iso', timespan: 'P31D' }, 'P31D'],
		['let t = DeviceProcessEvents; t | count', { lastAmount: 1_000, lastUnit: 'hours' }, 'PT1000H'],
		['MyFunction()', { timeRange: 'between', from: '2026-01-01' }, '2026-01-01T00:00:00Z'],
	])('more than 30 days → sent, with a hint', async (query, fields, timespan) => {
		current.bench.fault({
			status: 200,
			body: '{"schema":[{"name":"A","type":"String"}],"results":[{"A":"x"}]}',
		});
		const result = await current.bench.run(hunt(query, fields), { timezone: 'UTC' });
		expect(jsonOf(result, 'runHuntingQuery')).toEqual([{ A: 'x' }]);
		expect(sent(current.bench)).toBe(timespan);
		expect(result.hints('runHuntingQuery').map(({ message }) => message)).toEqual([
			expect.stringContaining('unless they are streamed to Microsoft Sentinel'),
		]);
	});

	it('end in the last 30 minutes, or a table of states → a hint', async () => {
		const fields = { timeRange: 'between', from: ago(5), to: ago(0.1) };
		const result = await current.bench.run(hunt('DeviceInfo | take 1', fields));
		expect(result.hints('runHuntingQuery').map(({ message }) => message)).toEqual([
			'The time range ends less than 30 minutes ago, or in the future. Events arrive in the tables with a delay, so the same hunt may find more later.',
			'Rows in DeviceInfo report a state, not an event. Anything that sent no report in this short time range is missing. Use two days or more to include nearly everything.',
		]);
	});
});

describe('Timespan with open or closed ends', () => {
	start.eachRow(behaviourLedger.timespanEnds.values)(
		'rows inside, at and outside the ends → those inside',
		async (timespanEnds) => {
			const bench = await start({ behaviours: { timespanEnds } });
			const rows = async (more: INodeParameters) => {
				const query = 'DeviceProcessEvents | project Timestamp | sort by Timestamp asc';
				const result = await bench.run(hunt(query, { returnAll: true, ...more }));
				expect(result.error).toBeUndefined();
				return jsonOf(result, 'runHuntingQuery').map(({ Timestamp }) => String(Timestamp));
			};
			const all = await rows({ timeRange: 'apiDefault' });
			const [from = '', to = ''] = [all[Math.floor(all.length / 3)], all[Math.floor(all.length / 2)]];
			const found = await rows({ timeRange: 'between', from, to });
			const inside = all.filter((at) => at > from && at < to);
			expect(inside.length).toBeGreaterThan(10);
			expect(found.filter((at) => at > from && at < to)).toEqual(inside);
			expect(found.filter((at) => at < from || at > to)).toEqual([]);
			expect(found.includes(from)).toBe(timespanEnds.startsWith('['));
			expect(found.includes(to)).toBe(timespanEnds.endsWith(']'));
			expect(await rows({ timeRange: 'iso', timespan: `${from}/${to}` })).toEqual(found);
		},
	);
});
