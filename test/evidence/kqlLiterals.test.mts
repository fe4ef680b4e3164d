import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringListLiteral, stringLiteral } from '../../defender/hunting/values/literals.ts';
import { hostileStrings } from '../../lab/test/support/hostileStrings.mts';
import { analyzeOfficially, officialStringValue, officialTokens, parseOfficially } from './officialKusto.mts';
import type { OfficialReading } from './officialKusto.mts';
import { bindText } from '../support/huntQueries.mts';
import { eachRow } from '../../lab/test/support/eachRow.mts';

const QUERY = 'DeviceInfo\n| where DeviceName == _p_value';
const LET = 'let _p_value=';

function expectOneString(text: string, literal: string, value: string, reading: OfficialReading): void {
	const span = { start: LET.length, end: LET.length + literal.length };
	expect(officialTokens(text).filter(({ kind }) => kind === 'StringLiteralToken')).toEqual([
		{ kind: 'StringLiteralToken', ...span },
	]);
	expect(reading.strings).toHaveLength(1);
	expect(reading.strings[0]?.value === value).toBe(true);
	expect(reading.strings[0]).toMatchObject(span);
	expect(reading.statements).toEqual(['LetStatement', 'ExpressionStatement']);
	expect(reading.diagnostics).toEqual([]);
	expect(reading.isQuery).toBe(true);
}

const hostileText = fc
	.array(
		fc.constantFrom(
			...['"', "'", '\\', '\n', '\r', '`', '```', '~~~', '@', 'h', ';', '|', '.', '/', '//', '(', ')', '['],
			...[
				']',
				'{',
				'}',
				' ',
				'\t',
				'u',
				'x',
				'0',
				'1',
				'n',
				'a',
				'\0',
				'\u0085',
				'\u2028',
				'\u2029',
				'\u202e',
			],
			...['\ufeff', '\u00e9', '\ud83d', '\ude00', '\u{1f600}', '\uff02'],
		),
		{ maxLength: 40 },
	)
	.map((pieces) => pieces.join(''));

describe('KQL string literal › read by the official lexer and parser', () => {
	it('list of hostile strings → 83 distinct strings', () => {
		expect(hostileStrings).toHaveLength(83);
		expect(new Set(hostileStrings.map(({ text }) => text)).size).toBe(83);
	});

	eachRow(hostileStrings)(
		'hostile string, as a literal and bound to a query → one string with the same value',
		({ text: value, refused }) => {
			const literal = stringLiteral(value);
			const text = `${LET}${literal};\n${QUERY}`;
			expect(/^[ -~]*$/.test(literal)).toBe(true);
			expectOneString(text, literal, value, analyzeOfficially(text));
			if (refused !== undefined) return;
			const bound = bindText(QUERY, [{ name: 'value', type: 'string', value }]);
			expectOneString(bound.text, literal, value, parseOfficially(bound.text));
			expect(bound.text.endsWith(`;\n${QUERY}`)).toBe(true);
		},
	);

	it('2,000 random hostile strings, 20 per query → each keeps its value in its own let statement', () => {
		fc.assert(
			fc.property(fc.array(hostileText, { minLength: 20, maxLength: 20 }), (values) => {
				let prologue = '';
				const spans = values.map((value, index) => {
					const start = `${prologue}let _p_${index}=`.length;
					const literal = stringLiteral(value);
					prologue = `${prologue}let _p_${index}=${literal};`;
					return { start, end: start + literal.length, value };
				});
				const text = `${prologue}\nDeviceInfo\n| where DeviceName == _p_0`;
				const reading = parseOfficially(text);
				expect(reading.strings).toEqual(spans);
				expect(reading.statements).toEqual([...values.map(() => 'LetStatement'), 'ExpressionStatement']);
				expect(reading.diagnostics).toEqual([]);
				expect(officialTokens(text).filter(({ kind }) => kind === 'StringLiteralToken')).toEqual(
					spans.map(({ start, end }) => ({ kind: 'StringLiteralToken', start, end })),
				);
			}),
			{ numRuns: 100, seed: 20_261_122 },
		);
	});

	it('20,000 random hostile strings → each keeps its value', () => {
		let read = 0;
		fc.assert(
			fc.property(fc.array(hostileText, { minLength: 100, maxLength: 100 }), (values) => {
				const literals = values.map(stringLiteral);
				const text = literals.map((literal) => `let _p_value=${literal};`).join('');
				const strings = officialTokens(text).filter(({ kind }) => kind === 'StringLiteralToken');
				expect(strings.map(({ start, end }) => text.slice(start, end))).toEqual(literals);
				expect(literals.map(officialStringValue)).toEqual(values);
				read += strings.length;
			}),
			{ numRuns: 200, seed: 20_261_123 },
		);
		expect(read).toBe(20_000);
	});

	it('list of all hostile strings → each keeps its value and position', () => {
		const values = hostileStrings.map(({ text }) => text).filter((text) => text.length < 20_000);
		const text = `${LET}${stringListLiteral(values)};\nDeviceInfo | where DeviceName in (_p_value)`;
		const reading = analyzeOfficially(text);
		expect(reading.strings.map(({ value }) => value)).toEqual(values);
		expect(reading.statements).toEqual(['LetStatement', 'ExpressionStatement']);
		expect(reading.diagnostics).toEqual([]);
	});

	it('naive encoder → the parser reports it', () => {
		const reading = parseOfficially(`${LET}"${'a\\'.replace(/"/g, '\\"')}";\n${QUERY}`);
		expect(reading.diagnostics).not.toEqual([]);
	});
});
