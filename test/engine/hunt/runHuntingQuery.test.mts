import type { INodeParameters } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { benchPerFile } from '../../support/benchHooks.mts';
import { jsonOf, our } from '../../support/practice.mts';

const current = benchPerFile();

const hunt = (query: string, more: INodeParameters = {}) => our('runHuntingQuery', { query, ...more });
const withValues = (...values: INodeParameters[]): INodeParameters => ({ parameters: { values } });
const text = (name: string, value: string): INodeParameters => ({ name, type: 'string', value });
const list = (name: string, value: string): INodeParameters => ({ name, type: 'stringList', value });
const sent = () => {
	const body = current.bench.practice.calls.findLast(({ path }) => path.endsWith('/runHuntingQuery'))?.body;
	return typeof body === 'object' && body !== null ? { ...body } : {};
};
const hintsOf = async (step: ReturnType<typeof hunt>) => {
	const result = await current.bench.run(step);
	expect(result.error).toBeUndefined();
	return result.hints('runHuntingQuery').map(({ message }) => message);
};

describe('Parameters', () => {
	current.eachRow([
		['a JSON array as text', '["a,b", "c"]', ['a,b', 'c']],
		['text with commas', 'a, b', ['a', 'b']],
		['text with lines', 'a\nb', ['a', 'b']],
		['an array of an expression', '={{ ["a,b", 7, true] }}', ['a,b', '7', 'true']],
	])(
		'type String List → accepts arrays, JSON, and text with commas or line breaks',
		async (_, value, expected) => {
			const result = await current.bench.run(
				hunt('print V = _p_v | mv-expand V to typeof(string)', withValues(list('v', value))),
			);
			expect(result.error).toBeUndefined();
			expect(jsonOf(result, 'runHuntingQuery').map(({ V }) => V)).toEqual(expected);
		},
	);

	it('parameter that the query does not use → a hint', async () => {
		expect(await hintsOf(hunt('print 1', withValues(text('device', 'x'))))).toEqual([
			'The query does not use _p_device. A parameter name inside quotes, comments or literals such as datetime(…) does not count.',
		]);
	});

	current.eachRow([
		['a name without a parameter', 'print _p_devize', withValues(text('device', 'x'))],
		['an empty list', 'print _p_v', withValues(list('v', ' '))],
		['the same name twice', 'print _p_v', withValues(text('v', 'x'), text('V', 'y'))],
		['a name with a sign', 'print _p_v', withValues(text('v-1', 'x'))],
		['an empty query', ' // nothing', {}],
		['a control command', '.show tables', {}],
		['a limit that is no number', 'print 1', { limit: '={{ "many" }}' }],
		['an amount that is no number', 'print 1', { lastAmount: '={{ 0 }}' }],
		['a time before the calendar', 'print 1', { lastAmount: 1_000_000, lastUnit: 'days' }],
		['an unknown unit', 'print 1', { lastUnit: '={{ "weeks" }}' }],
		['an unknown time range', 'print 1', { timeRange: '={{ "ever" }}' }],
	])(
		'invalid query, parameter, limit or time range → error with advice before any request',
		async (_, query, more) => {
			const before = current.bench.practice.calls.length;
			const result = await current.bench.run(hunt(query, more));
			expect(result.error?.message).toMatch(/\S/);
			expect(result.error?.description).toMatch(/\S/);
			expect(result.error?.httpCode).toBeUndefined();
			expect(current.bench.practice.calls.length).toBe(before);
		},
	);
});

describe('Time Range', () => {
	current.eachRow([
		[{}, 'P1D'],
		[{ lastAmount: 7, lastUnit: 'days' }, 'P7D'],
		[{ lastAmount: 4, lastUnit: 'hours' }, 'PT4H'],
		[{ lastAmount: 30, lastUnit: 'minutes' }, 'PT30M'],
		[{ timeRange: 'apiDefault' }, undefined],
	])('each choice → its ISO 8601 time span, and none for API Default', async (more, timespan) => {
		const query = 'DeviceInfo | count';
		await current.bench.run(hunt(query, { ...more, returnAll: true }));
		expect(sent()).toEqual({ Query: query, ...(timespan === undefined ? {} : { Timespan: timespan }) });
	});

	it('short range → only rows within it', async () => {
		const found = async (more: INodeParameters) =>
			Number(
				jsonOf(await current.bench.run(hunt('DeviceProcessEvents | count', more)), 'runHuntingQuery')[0]?.[
					'Count'
				],
			);
		const [hour, day, all] = [
			await found({ lastAmount: 1, lastUnit: 'hours' }),
			await found({}),
			await found({ timeRange: 'apiDefault' }),
		];
		expect(hour).toBeLessThan(day);
		expect(day).toBeLessThan(all);
	});
});

describe('Limit', () => {
	const query = 'DeviceProcessEvents | project Timestamp | sort by Timestamp asc';

	it('more rows than the limit → the limit is sent, and a hint', async () => {
		const result = await current.bench.run(hunt(query, { limit: 5, timeRange: 'apiDefault' }));
		expect(result.items('runHuntingQuery')).toHaveLength(5);
		expect(sent()).toEqual({ Query: `${query}\n| take 6` });
		expect(result.hints('runHuntingQuery').map(({ message }) => message)).toEqual([
			'The query has more rows than the limit of 5. Increase Limit or turn on Return All to get them.',
		]);
	});

	it('exactly as many rows → no hint', async () => {
		expect(await hintsOf(hunt('range x from 1 to 5 step 1', { limit: 5 }))).toEqual([]);
		expect(await hintsOf(hunt('range x from 1 to 6 step 1', { limit: 5 }))).toHaveLength(1);
	});

	it('sorted query → its first rows', async () => {
		const result = await current.bench.run(
			hunt('range x from 1 to 9 step 1 | sort by x desc // newest first', { limit: 2 }),
		);
		expect(jsonOf(result, 'runHuntingQuery')).toEqual([{ x: 9 }, { x: 8 }]);
	});

	it('limit that cannot be added to the query → applied by the node, with the reason in a hint', async () => {
		const result = await current.bench.run(hunt('range x from 1 to 9 step 1 | render table', { limit: 2 }));
		expect(result.items('runHuntingQuery').length).toBeLessThanOrEqual(2);
	});

	it('Return All → every row', async () => {
		const count = await current.bench.run(hunt('DeviceProcessEvents | count', { timeRange: 'apiDefault' }));
		const all = await current.bench.run(hunt(query, { returnAll: true, timeRange: 'apiDefault' }));
		expect(all.items('runHuntingQuery').length).toBe(jsonOf(count, 'runHuntingQuery')[0]?.['Count']);
		expect(all.items('runHuntingQuery').length).toBeGreaterThan(500);
	});
});
