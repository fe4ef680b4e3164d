import { runInNewContext } from 'node:vm';
import { DateTime, Duration } from 'luxon';
import { describe, expect, it } from 'vitest';
import { parseInstant } from '../../../../defender/core/instant.ts';
import { readParameter, type HuntParameter } from '../../../../defender/hunting/values/parameter.ts';
import { parseDate } from '../../../../nodes/shared/parameters/parseDate.ts';
import { thrown } from '../../../support/defenderErrors.mts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';

const read = (type: HuntParameter['type'], value: unknown) =>
	readParameter({ name: 'x', type, value }, (moment) => parseDate(moment, 'Europe/Berlin'));
const SECOND = 10_000_000;
const THREE = parseInstant('2026-11-22T03:00:00Z');
const ID = '74be27de-1e4e-49d9-b579-fe0b331d3642';

describe('typed parameter', () => {
	eachRow<[HuntParameter['type'], unknown, unknown]>([
		['long', 4624, 4624n],
		['long', ' -5 ', -5n],
		['long', '+5', 5n],
		['long', 9_007_199_254_740_991, 9_007_199_254_740_991n],
		['long', '9223372036854775807', 9_223_372_036_854_775_807n],
		['long', '-9223372036854775808', -9_223_372_036_854_775_808n],
		['long', 5n, 5n],
		['long', -0, 0n],
		['real', 0.75, 0.75],
		['real', '-1.5e-3', -0.0015],
		['real', '.5', 0.5],
		['real', 5n, 5],
		['real', '5.', 5],
		['bool', true, true],
		['bool', ' FALSE ', false],
		['bool', 1, true],
		['bool', '0', false],
		['datetime', '2026-11-22T03:00:00Z', THREE],
		['datetime', '2026-11-22T04:00:00', THREE],
		['datetime', DateTime.fromISO('2026-11-22T03:00:00Z'), THREE],
		['datetime', new Date('2026-11-22T03:00:00Z'), THREE],
		['datetime', runInNewContext('new Date("2026-11-22T03:00:00Z")'), THREE],
		['datetime', '2026-11-22T03:00:00.1234567Z', parseInstant('2026-11-22T03:00:00.1234567Z')],
		['timespan', '90m', 5_400 * SECOND],
		['timespan', '1.5h', 5_400 * SECOND],
		['timespan', ' 7d ', 604_800 * SECOND],
		['timespan', '10 seconds', 10 * SECOND],
		['timespan', '100ms', SECOND / 10],
		['timespan', '3microseconds', 30],
		['timespan', '-5tick', -5],
		['timespan', '1.02:03:04.5', 93_784 * SECOND + SECOND / 2],
		['timespan', '-00:01', -60 * SECOND],
		['timespan', 'PT1H30M', 5_400 * SECOND],
		['timespan', 'P1W2D', 9 * 86_400 * SECOND],
		['timespan', '-PT0.5S', -SECOND / 2],
		['timespan', Duration.fromObject({ hours: 2 }), 7_200 * SECOND],
		['timespan', '0s', 0],
		['timespan', '10000d', 864_000_000 * SECOND],
		['guid', ID.toUpperCase(), ID],
		['guid', ` ${ID} `, ID],
		['dynamic', ['a', 1, null, true, { b: [0.5] }], ['a', 1, null, true, { b: [0.5] }]],
		['dynamic', '{"a":["\\u0022"]}', { a: ['"'] }],
		['dynamic', '"text"', 'text'],
		['dynamic', ' [1] ', [1]],
		['dynamic', { a: undefined, d: new Date(0) }, { d: '1970-01-01T00:00:00.000Z' }],
		['dynamic', 5, 5],
		['dynamic', false, false],
		['dynamic', JSON.parse('{"__proto__":{"x":1}}'), JSON.parse('{"__proto__":{"x":1}}')],
	])('valid value of each type → its typed value', (type, value, expected) => {
		expect(read(type, value)).toEqual({ name: 'x', type, value: expected });
	});

	eachRow<[HuntParameter['type'], unknown, string]>([
		['long', 1.5, 'must be a 64-bit whole number, not "1.5"'],
		['long', 2 ** 53, 'must be a 64-bit whole number'],
		['long', '9223372036854775808', 'must be a 64-bit whole number'],
		['long', '-9223372036854775809', 'must be a 64-bit whole number'],
		['long', '1)|take 1//', 'must be a 64-bit whole number'],
		['long', '0x1F', 'must be a 64-bit whole number'],
		['long', '1e3', 'must be a 64-bit whole number'],
		['long', true, 'number, not "true"'],
		['long', [1], 'number, not a list'],
		['long', {}, 'number, not an object'],
		['long', () => 1, 'number, not a function'],
		['long', '9'.repeat(65_000), 'must be a 64-bit whole number'],
		['long', '9'.repeat(65_537), 'has 65,537 characters'],
		['real', 'nan', 'must be a number'],
		['real', Number.NaN, 'must be a number'],
		['real', Number.POSITIVE_INFINITY, 'must be a number'],
		['real', '1e999', 'must be a number'],
		['real', '1,5', 'must be a number'],
		['real', '0x1', 'must be a number'],
		['real', '.', 'must be a number'],
		['real', true, 'must be a number'],
		['bool', 'yes', 'must be true or false'],
		['bool', 2, 'must be true or false'],
		['datetime', 'yesterday', 'must be a date and time'],
		['datetime', '2026-02-30T00:00:00Z', 'must be a date and time'],
		['datetime', '0000-01-01T00:00:00Z', 'must be a date and time'],
		['datetime', '2024); DeviceInfo //', 'must be a date and time'],
		['datetime', Duration.fromObject({ hours: 2 }), 'must be a date and time'],
		['datetime', new Date(Number.NaN), 'must be a date and time'],
		['timespan', '5', 'must be a duration with a unit'],
		['timespan', 5, 'must be a duration'],
		['timespan', '5 parsecs', 'must be a duration'],
		['timespan', '24:00', 'must be a duration'],
		['timespan', '1:60', 'must be a duration'],
		['timespan', 'P1M', 'must be a duration'],
		['timespan', '10000d1h', 'must be a duration'],
		['timespan', '10000.00:00:00.0000001', 'must be a duration'],
		['timespan', '240001h', 'must be a duration'],
		['timespan', DateTime.now(), 'must be a duration'],
		['guid', `{${ID}}`, 'must be a GUID'],
		['guid', ID.slice(1), 'must be a GUID'],
		['guid', `${ID}0`, 'must be a GUID'],
		['guid', `${ID})\n| take 1`, 'must be a GUID'],
		['guid', 5, 'must be a GUID'],
		['dynamic', '{"a":', 'must be a list, an object or JSON'],
		['dynamic', 'plain', 'must be a list, an object or JSON'],
		['dynamic', () => 1, 'must be a list, an object or JSON'],
		['dynamic', { a: () => 1 }, 'must be a list, an object or JSON'],
		['dynamic', '[9007199254740993]', 'cannot represent exactly'],
		['dynamic', [Number.NaN], 'cannot represent exactly'],
		['dynamic', [5n], 'cannot represent exactly'],
		['dynamic', [new Date(Number.NaN)], 'is an invalid date'],
	])('invalid value of each type → refused by name', (type, value, said) => {
		const refusal = thrown(() => read(type, value));
		expect(refusal.reason).toEqual({ kind: 'invalidInput', field: 'parameters' });
		expect(refusal.message).toContain('"x"');
		expect(refusal.message).toContain(said);
		expect(refusal.message.length).toBeLessThan(250);
	});

	eachRow(['long', 'real', 'bool', 'datetime', 'timespan', 'guid', 'dynamic'] as const)(
		'no value → refused as missing',
		(type) => {
			for (const value of ['', ' ', null, undefined]) {
				expect(thrown(() => read(type, value)).message).toBe('Parameter "x" has no value');
			}
		},
	);
});

describe('dynamic parameter', () => {
	const nested = (levels: number): unknown => (levels === 0 ? 1 : [nested(levels - 1)]);

	it('32 levels → accepted; 33 → refused', () => {
		expect(read('dynamic', nested(32)).type).toBe('dynamic');
		expect(thrown(() => read('dynamic', nested(33))).message).toContain('more than 32 levels');
	});

	it('value that contains itself → refused', () => {
		const self: unknown[] = [];
		self.push(self);
		expect(thrown(() => read('dynamic', self)).message).toContain('more than 32 levels');
	});

	it('10,000 values → accepted; 10,001 → refused', () => {
		const many = (count: number) => ({ a: Array.from({ length: count }, () => 'x') });
		expect(read('dynamic', many(10_000)).type).toBe('dynamic');
		expect(thrown(() => read('dynamic', many(10_001))).message).toBe(
			'Parameter "x" contains more than 10,000 values',
		);
	});
});
