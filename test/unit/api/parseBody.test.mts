import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseBody } from '../../../defender/api/parseBody.ts';
import { isRecord } from '../../../defender/core/isRecord.ts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

const RUNS = { numRuns: 1_000, seed: 20_261_122 };

const valueOf = (text: string): unknown => {
	const body = parseBody(text);
	if (body.kind !== 'json') throw new Error(`unreadable: ${body.because}`);
	return body.value;
};

describe('parseBody', () => {
	eachRow([
		['', 'empty'],
		[' \r\n\t', 'empty'],
		['\ufeff', 'empty'],
		['<!DOCTYPE html><html></html>', 'html'],
		['\ufeff\n <html>', 'html'],
		['{"value": [{"id": "1"}, {"i', 'truncated'],
		['[1, 2', 'truncated'],
		['{"a": "\\', 'truncated'],
		['{"a": 12345678901234567890', 'truncated'],
		['Service Unavailable', 'notJson'],
		['"half a text', 'notJson'],
		['{"a": [1, {"b": "}"', 'truncated'],
		['{"value": NaN, "next"', 'truncated'],
		['{"a": nan}', 'notJson'],
		['{"results":[{"n":-∞},{"n":Infinity}]}\r\n', 'notJson'],
		['[1, 2,]', 'notJson'],
		['{"a": 1}{"a": 2}', 'notJson'],
		["{'a': 1}", 'notJson'],
		['{"a": "\\"}"} trailing', 'notJson'],
	])('body that is no JSON → unreadable with the reason', (text, what) => {
		expect(parseBody(text)).toEqual({ kind: 'unreadable', because: what });
	});

	it('byte order mark → ignored', () => {
		expect(valueOf('\ufeff{"a": 1}')).toEqual({ a: 1 });
	});

	eachRow([
		['9007199254740991', 9_007_199_254_740_991],
		['-9007199254740991', -9_007_199_254_740_991],
		['9007199254740992', '9007199254740992'],
		['-9007199254740992', '-9007199254740992'],
		['1000000000000000', 1_000_000_000_000_000],
		['9223372036854775807', '9223372036854775807'],
		['-9223372036854775808', '-9223372036854775808'],
		['18446744073709551615', '18446744073709551615'],
		['12345678901234567.5', Number('12345678901234567.5')],
		['1234567890123456789e0', Number('1234567890123456789')],
		['1e400', Infinity],
		['0.12345678901234567890', 0.123_456_789_012_345_68],
	])('number → exact, as text above the safe integers', (digits, value) => {
		expect(valueOf(`{"a":${digits},"b":[ ${digits} ],"c":[0,\n${digits}]}`)).toEqual({
			a: value,
			b: [value],
			c: [0, value],
		});
		expect(valueOf(digits)).toBe(value);
	});

	eachRow([
		'{"a":"x: 12345678901234567890, [12345678901234567890]","b":12345678901234567890}',
		'{"a":"\\" ,12345678901234567890","b":12345678901234567890}',
		'{"a":"\\\\","b":12345678901234567890}',
		'{"a":"\\\\\\",12345678901234567890","b":12345678901234567890}',
	])('digits in strings → unchanged', (text) => {
		const parsed: unknown = JSON.parse(text);
		expect(valueOf(text)).toEqual({ ...Object(parsed), b: '12345678901234567890' });
	});

	eachRow([
		['letters', 'a'],
		['escapes', '\\"'],
		['backslashes', '\\\\'],
		['digits', '1'],
	])('string of 20 MB next to a long integer → both are exact', (_, unit) => {
		const huge = unit.repeat(20_000_000 / unit.length);
		const text = `{"a":"${huge}","b":12345678901234567890}`;
		const value = valueOf(text);
		if (!isRecord(value)) throw new Error('no object');
		expect(value['a'] === JSON.parse(`"${huge}"`)).toBe(true);
		expect(value['b']).toBe('12345678901234567890');
	});
});

it('parseBody › value was read → the text can be garbage-collected', { timeout: 90_000 }, () => {
	const blank = ' '.repeat(30_000_000);
	setFlagsFromString('--expose-gc');
	const heap = () => {
		runInNewContext('gc()');
		return process.memoryUsage().heapUsed;
	};
	const kept = ['12345678901234567890', '1'].map((number) => {
		const before = heap();
		const value = valueOf(`{"a":${number},${blank}"b":${number}${blank}}`);
		return { value, bytes: heap() - before };
	});
	expect(kept.map(({ bytes }) => bytes > 15_000_000)).toEqual([false, false]);
});

describe('parseBody › NaN and Infinity', () => {
	eachRow([
		[
			'{"a":NaN,"b":[Infinity, -Infinity],"c":"NaN, 1"}',
			{ a: 'NaN', b: ['Infinity', '-Infinity'], c: 'NaN, 1' },
		],
		['{"a":"x:NaN","b": -Infinity }', { a: 'x:NaN', b: '-Infinity' }],
		['[NaN,12345678901234567890,"\\\\",NaN]', ['NaN', '12345678901234567890', '\\', 'NaN']],
	])('as values → text', (text, value) => {
		expect(parseBody(text)).toEqual({ kind: 'json', value, numbersAsText: true });
		expect(parseBody(text, 'all')).toEqual({ kind: 'json', value, numbersAsText: true });
	});

	eachRow([
		['{"a":NaN', 'truncated'],
		['{"a":NaN,"b":nan}', 'notJson'],
		['{"a":+Infinity}', 'notJson'],
		['{"a":NaNs}', 'notJson'],
		['{NaN:1}', 'notJson'],
	])('in a body that is no JSON otherwise → unreadable', (text, what) => {
		expect(parseBody(text)).toEqual({ kind: 'unreadable', because: what });
	});
});

describe('parseBody › any JSON document', () => {
	/** Unsafe integers are numbers of the test's own, written in digits by hand. */
	const unsafe = fc
		.tuple(fc.boolean(), fc.bigInt({ min: 2n ** 53n, max: 2n ** 70n }))
		.map(([negative, value]) => ({ long: negative ? `-${value}` : String(value) }));
	const leaf = fc.oneof(
		fc.constant(null),
		fc.boolean(),
		fc.integer(),
		fc.maxSafeInteger(),
		fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Number.isInteger(value)),
		fc.string({ unit: 'binary', maxLength: 12 }),
		fc.stringMatching(/^[[\],:"\\ -]{0,4}\d{15,22}["\\,\]]{0,3}$/),
		unsafe,
	);
	const key = fc.oneof(fc.string({ maxLength: 6 }), fc.stringMatching(/^\d{16,20}$/));
	const document = fc.letrec((tie) => ({
		node: fc.oneof(
			{ maxDepth: 4 },
			leaf,
			fc.array(tie('node'), { maxLength: 4 }),
			fc.array(fc.tuple(key, tie('node')), { maxLength: 4 }).map((entries) => ({ entries })),
		),
	})).node;

	const isNode = (node: unknown, name: string): node is Record<string, unknown> =>
		typeof node === 'object' && node !== null && name in node;
	const write = (node: unknown, blank: string): string => {
		if (isNode(node, 'long')) return String(node['long']);
		if (Array.isArray(node))
			return `[${blank}${node.map((item) => write(item, blank)).join(`${blank},${blank}`)}]`;
		if (isNode(node, 'entries') && Array.isArray(node['entries'])) {
			const members = node['entries'].map(
				([name, value]: [string, unknown]) =>
					`${JSON.stringify(name)}${blank}:${blank}${write(value, blank)}`,
			);
			return `{${members.join(',')}}`;
		}
		return JSON.stringify(node);
	};
	const expected = (node: unknown): unknown => {
		if (isNode(node, 'long')) return node['long'];
		if (Array.isArray(node)) return node.map(expected);
		if (isNode(node, 'entries') && Array.isArray(node['entries'])) {
			return Object.fromEntries(
				node['entries'].map(([name, value]: [string, unknown]) => [name, expected(value)]),
			);
		}
		return Object.is(node, -0) ? 0 : node;
	};

	it('complete → the same value, with unsafe integers as text', () => {
		fc.assert(
			fc.property(document, fc.constantFrom('', ' ', '\n\t'), (node, blank) => {
				expect(valueOf(write(node, blank))).toEqual(expected(node));
			}),
			RUNS,
		);
	});

	it('truncated anywhere → unreadable', () => {
		fc.assert(
			fc.property(document, fc.nat(), (node, cut) => {
				const whole = write([node], '');
				const body = parseBody(whole.slice(0, cut % whole.length));
				expect(body.kind).toBe('unreadable');
			}),
			RUNS,
		);
	});
});
