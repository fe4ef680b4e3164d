import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantFromMillis } from '../../defender/core/instant.ts';
import { readJson } from '../../defender/hunting/values/dynamicValue.ts';
import * as literals from '../../defender/hunting/values/literals.ts';
import { readGuid } from '../../defender/hunting/values/scalarValues.ts';
import { officialStringValue, officialTokens, parseOfficially } from './officialKusto.mts';
import { bindText } from '../support/huntQueries.mts';

const RUNS = { numRuns: 60, seed: 20_261_122 };
const MAX_TICKS = 8_640_000_000_000_000;

/** The only literal of `let x=<literal>;`, which has to be one statement of its own. */
function read(literal: string) {
	const reading = parseOfficially(`let _p_x=${literal};\nT | where a == _p_x`);
	expect(reading.diagnostics).toEqual([]);
	expect(reading.statements).toEqual(['LetStatement', 'ExpressionStatement']);
	expect(reading.literals).toHaveLength(1);
	expect(reading.literals[0]?.text).toBe(literal);
	return reading.literals[0];
}

function everyOne<T>(values: fc.Arbitrary<T>, check: (value: T) => void): void {
	fc.assert(fc.property(values, check), RUNS);
}

describe('typed KQL literal › read by the official parser', { timeout: 60_000 }, () => {
	it('long → the same 64-bit integer', () => {
		everyOne(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
			expect(read(literals.longLiteral(value))).toMatchObject({
				kind: 'LongLiteralExpression',
				value: String(value),
			});
		});
	});

	it('real → the same double, to the last bit', () => {
		everyOne(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
			const literal = read(literals.realLiteral(value));
			expect(literal?.kind).toBe('RealLiteralExpression');
			expect(literal?.text).toMatch(/^real\(-?[\d.]+(?:e[+-]\d+)?\)$/);
			expect(Number(literal?.text.slice(5, -1)) === value).toBe(true);
		});
	});

	it('bool → a Boolean', () => {
		expect(read(literals.boolLiteral(true))).toMatchObject({ kind: 'BooleanLiteralExpression' });
		expect(read(literals.boolLiteral(false))?.text).toBe('bool(false)');
	});

	it('datetime → the same instant', () => {
		const [from, to] = [Date.parse('0001-01-01T00:00:00Z'), Date.parse('9999-12-31T23:59:59Z')];
		everyOne(fc.integer({ min: from, max: to }), (millis) => {
			const literal = read(literals.datetimeLiteral(instantFromMillis(millis)));
			expect(literal?.kind).toBe('DateTimeLiteralExpression');
			expect(Date.parse(literal?.text.slice('datetime('.length, -1) ?? '')).toBe(millis);
		});
	});

	it('timespan → the same duration, to the tick', () => {
		everyOne(fc.integer({ min: -MAX_TICKS, max: MAX_TICKS }), (ticks) => {
			expect(read(literals.timespanLiteral(ticks))).toMatchObject({
				kind: 'TimespanLiteralExpression',
				value: String(ticks),
			});
		});
	});

	it('guid → the same GUID', () => {
		everyOne(fc.uuid(), (text) => {
			const guid = readGuid(text.toUpperCase());
			if (guid === undefined) throw new Error(text);
			expect(read(literals.guidLiteral(guid))).toMatchObject({ kind: 'GuidLiteralExpression', value: text });
		});
	});
});

/** Every text of a JSON value, keys included. */
function textsOf(value: unknown): string[] {
	if (typeof value === 'string') return [value];
	if (typeof value !== 'object' || value === null) return [];
	return Array.isArray(value)
		? value.flatMap(textsOf)
		: Object.entries(value).flatMap(([key, entry]) => [key, ...textsOf(entry)]);
}

describe('dynamic KQL literal › read by the official parser', () => {
	const json = fc
		.jsonValue({ stringUnit: 'binary' })
		.filter((value) => !/\d{16}|\de\+|\\u[dD][89a-fA-F]/.test(JSON.stringify(value)));

	it('nested texts and keys → unchanged', () => {
		everyOne(json, (given) => {
			const value = readJson(JSON.stringify(given), 10_000, (because) => new Error(because));
			const texts = textsOf(value);
			const text = `let _p_x=${literals.dynamicLiteral(value)};\nT | where a == _p_x`;
			expect(text.slice(0, text.indexOf('\n'))).toMatch(/^[ -~]*$/);
			const reading = parseOfficially(text);
			expect(reading.diagnostics).toEqual([]);
			expect(reading.statements).toEqual(['LetStatement', 'ExpressionStatement']);
			const strings = officialTokens(text).filter(({ kind }) => kind === 'StringLiteralToken');
			expect(strings.map(({ start, end }) => officialStringValue(text.slice(start, end))).sort()).toEqual(
				texts.sort(),
			);
		});
	});

	it('several parameters → all on one line before the query', () => {
		const { text } = bindText('T | where a == _p_a and b > _p_b and c in (_p_c)', [
			{ name: 'a', type: 'dynamic', value: { 'k")': ['\n'] } },
			{ name: 'b', type: 'long', value: -5n },
			{ name: 'c', type: 'stringList', values: ['");//'] },
		]);
		expect(text.split('\n')).toHaveLength(2);
		const reading = parseOfficially(text);
		expect(reading.diagnostics).toEqual([]);
		expect(reading.statements).toEqual([
			'LetStatement',
			'LetStatement',
			'LetStatement',
			'ExpressionStatement',
		]);
	});
});
