import { runInNewContext } from 'node:vm';
import { DateTime, Duration } from 'luxon';
import { describe, expect, it } from 'vitest';
import { readParameter as readOf, type RawParameter } from '../../../../defender/hunting/values/parameter.ts';
import { thrown } from '../../../support/defenderErrors.mts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';

const readParameter = (given: RawParameter) => readOf(given, () => undefined);
const text = (value: unknown) => readParameter({ name: 'device', type: 'string', value });
const list = (value: unknown) => readParameter({ name: 'device', type: 'stringList', value });

describe('text parameter', () => {
	eachRow([
		['', ''],
		[' a "b" \\ ', ' a "b" \\ '],
		[0, '0'],
		[-1.5, '-1.5'],
		[9_007_199_254_740_991, '9007199254740991'],
		[18_446_744_073_709_551_615n, '18446744073709551615'],
		[false, 'false'],
		[new Date(Date.UTC(2026, 10, 22, 3, 4, 5)), '2026-11-22T03:04:05.000Z'],
		[runInNewContext('new Date(0)'), '1970-01-01T00:00:00.000Z'],
		[DateTime.fromISO('2026-11-22T03:04:05+02:00', { setZone: true }), '2026-11-22T01:04:05.000Z'],
	])('text, number, Boolean, date → text', (value, expected) => {
		expect(text(value)).toEqual({ name: 'device', type: 'string', value: expected });
	});

	eachRow([
		[undefined, 'has no value'],
		[null, 'has no value'],
		[['a'], 'must be text, not a list'],
		[{ a: 1 }, 'must be text, not an object'],
		[Duration.fromMillis(5), 'must be text, not an object'],
		[() => 'a', 'must be text, not a function'],
		[Number.NaN, 'cannot represent exactly'],
		[Number.POSITIVE_INFINITY, 'cannot represent exactly'],
		[2 ** 53, 'cannot represent exactly'],
		[new Date(Number.NaN), 'is an invalid date'],
		[DateTime.invalid('test'), 'is an invalid date'],
	])('other value → refused by name', (value, said) => {
		const refusal = thrown(() => text(value));
		expect(refusal.reason).toEqual({ kind: 'invalidInput', field: 'parameters' });
		expect(refusal.message).toContain('"device"');
		expect(refusal.message).toContain(said);
	});
});

describe('list parameter', () => {
	eachRow([
		['an array', ['a', ' b ', 'c,d'], ['a', ' b ', 'c,d']],
		['an array with gaps', ['a', '', null, undefined, 'b'], ['a', 'b']],
		['an array of mixed plain values', ['a', 4, true], ['a', '4', 'true']],
		['a JSON list', ' ["a,b", "c\\"d", 5] ', ['a,b', 'c"d', '5']],
		['text with commas', 'a, b ,,c,', ['a', 'b', 'c']],
		['text with line breaks', 'a\r\nb\n\n c ', ['a', 'b', 'c']],
		['text with both', 'a,\nb, c\n', ['a', 'b', 'c']],
		['one value', 'a', ['a']],
		['a number', 7, ['7']],
		['text that begins with a bracket', '[EXTERNAL] invoice', ['[EXTERNAL] invoice']],
		['an empty array', [], []],
		['empty text', ' ', []],
	])('list, JSON, commas, line breaks → entries', (_, value, expected) => {
		expect(list(value)).toEqual({ name: 'device', type: 'stringList', values: expected });
	});

	eachRow([
		[undefined, 'has no value'],
		[{ a: 1 }, 'must be a list of strings'],
		[['a', { b: 1 }], 'must be text, not an object'],
		[['a', ['b']], 'must be text, not a list'],
		['["a", "b"', 'is not a valid JSON list'],
		["['a','b']", 'is not a valid JSON list'],
		['[12345678901234567890]', 'cannot represent exactly'],
	])('value that is not a list of texts → refused', (value, said) => {
		expect(thrown(() => list(value)).message).toContain(said);
	});
});

describe('parameter name and type', () => {
	eachRow([
		[undefined, 'string', 'A query parameter has no name'],
		['', 'string', 'A query parameter has no name'],
		['  ', 'string', 'A query parameter has no name'],
		[5, 'string', 'A query parameter has no name'],
		['device', 'regex', 'Parameter "device" has an unknown type'],
	])('no name or an unknown type → refused', (name, type, message) => {
		expect(thrown(() => readParameter({ name, type, value: 'a' })).message).toBe(message);
	});

	it('name with spaces around it → trimmed', () => {
		expect(readParameter({ name: ' device ', type: 'string', value: 'a' }).name).toBe('device');
	});
});
