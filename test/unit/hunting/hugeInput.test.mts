import { describe, expect, it } from 'vitest';
import { readParameters, type RawParameter } from '../../../defender/hunting/values/parameter.ts';
import { parseInterval } from '../../../defender/hunting/range/isoInterval.ts';
import { tablesInQuery } from '../../../defender/hunting/query/tablesInQuery.ts';
import { parseDate } from '../../../nodes/shared/parameters/parseDate.ts';
import { thrown } from '../../support/defenderErrors.mts';
import { bindText, limitText } from '../../support/huntQueries.mts';
import { parseQuery } from '../../../defender/hunting/query/parseQuery.ts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

/** Far above what the work takes, far below what it took when each part of the input was compared with each other. */
const PATIENCE_MS = 2_000;

function inTime<T>(work: () => T): T {
	const before = process.cpuUsage();
	const result = work();
	const { user, system } = process.cpuUsage(before);
	expect((user + system) / 1_000).toBeLessThan(PATIENCE_MS);
	return result;
}

const readMoment = (value: unknown) => parseDate(value, 'UTC');
const bind = (query: string, given: readonly RawParameter[]) =>
	bindText(query, readParameters(given, readMoment));
const unused = (count: number) =>
	Array.from({ length: count }, (_, at) => ({ name: `unused${at}`, type: 'string', value: 'x' }));
const given = (type: string, value: unknown) => [{ name: 'device', type, value }];

describe('hunting query › huge text', () => {
	eachRow([
		['brackets', '('],
		['names', 'a.b '],
		['statements', 'T;'],
		['parameters', '_p_device '],
		['operators', '| where a == 1 '],
		['digits', '1'],
		['assignments', '(a)= '],
	])('200,000 characters with 100 unused parameters → read in linear time', (_, unit) => {
		const query = `T ${unit.repeat(199_998 / unit.length)}`;
		const device = { name: 'device', type: 'string', value: 'x' };
		inTime(() => {
			bind(query, [device, ...unused(99)]);
			limitText(query, 10);
			tablesInQuery(parseQuery(query));
		});
	});

	it('60,000 nested assigned tuples → refused in linear time', () => {
		const query = `T | extend ${'('.repeat(60_000)}_p_device${')='.repeat(60_000)}1`;
		expect(inTime(() => thrown(() => bind(query, given('string', 'x')))).message).toBe(
			'The query itself defines the name "_p_device"',
		);
	});

	it('100,000,000 characters → refused before it is read', () => {
		const query = `T ${'('.repeat(100_000_000)}`;
		expect(inTime(() => thrown(() => bind(query, []))).message).toContain('the maximum is 200,000');
	});
});

describe('hunting parameters › huge values', () => {
	const text = 'x'.repeat(50_000_000);
	const huge: unknown[] = new Array(5_000_000).fill('x');

	eachRow([
		[
			'10,000 parameters',
			Array.from({ length: 10_000 }, () => given('string', 'x')[0] ?? {}),
			'10,000 parameters',
		],
		['a text', given('string', text), 'has 50,000,000 characters'],
		['a list of one text', given('stringList', text), 'has 50,000,000 characters'],
		['a list as text', given('stringList', ',x'.repeat(5_000_000)), 'has 10,000,000 characters'],
		['a list', given('stringList', huge), 'has 5,000,000 entries'],
		[
			'a list of long texts',
			given('stringList', new Array(10_000).fill('x'.repeat(65_536))),
			'the maximum is 1,000,000',
		],
		['JSON', given('dynamic', `[${'1,'.repeat(5_000_000)}1]`), 'characters; the maximum is 1,000,000'],
		['values', given('dynamic', huge), 'contains more than 10,000 values'],
		['empty lists', given('dynamic', new Array(5_000_000).fill([])), 'contains more than 10,000 values'],
		['a number', given('real', '1'.repeat(5_000_000)), 'has 5,000,000 characters'],
		['a GUID', given('guid', text), 'has 50,000,000 characters'],
		['a date', given('datetime', '2026-11-22T00:00:00.'.repeat(3_000)), 'must be a date and time'],
		['a timespan', given('timespan', ' '.repeat(60_000) + '1d'.repeat(2_000)), 'must be a duration'],
		['a name', [{ name: text, type: 'string', value: 'x' }], 'is not a valid name'],
	] as const)('any type → refused in time with a short message', (_, parameters, said) => {
		const asked = parameters as readonly RawParameter[];
		const refusal = inTime(() => thrown(() => bind('T | where a == _p_device', asked)));
		expect(refusal.reason.kind).toBe('invalidInput');
		expect(refusal.message).toContain(said);
		expect(refusal.message.length).toBeLessThan(250);
	});

	it('time range → refused in time with a short message', () => {
		for (const span of ['/'.repeat(50_000_000), 'P'.repeat(50_000_000), text]) {
			const refusal = inTime(() => thrown(() => parseInterval(span, readMoment)));
			expect(refusal.message).toContain('is not ISO 8601');
			expect(refusal.message.length).toBeLessThan(250);
		}
	});
});
