import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DefenderError } from '../../../../defender/core/errors.ts';
import { tokenize } from '../../../../defender/hunting/query/lexer.ts';
import type { HuntParameter } from '../../../../defender/hunting/values/parameter.ts';
import { bindText, limitText } from '../../../support/huntQueries.mts';

const RUNS = { numRuns: 1_000, seed: 20_261_122 };

const pieces = fc.oneof(
	fc.constantFrom(
		...['T', ' ', '\n', '|', ';', '"', "'", '\\', '//', '@', '```', '(', ')', '[', ']', '{', '}', '='],
		...['let ', 'where ', '_p_a', '_p_b', 'render', 'datetime(', '.', '==', 'in~', '1d', '\u2028', '\ud83d'],
	),
	fc.string({ unit: 'binary', maxLength: 3 }),
);
const anyQuery = fc.array(pieces, { maxLength: 30 }).map((parts) => parts.join(''));
/** Mostly well-formed, so that a limit is often added. */
const likelyQuery = fc
	.array(
		fc.constantFrom(
			'| where a == 1 ',
			'| sort by b ',
			'// c\n',
			';',
			'\n',
			'| where a has "x;" ',
			'| f(b) ',
			')',
		),
		{
			maxLength: 6,
		},
	)
	.map((parts) => `T ${parts.join('')}`);
const sendable = fc.string({ unit: 'binary', maxLength: 20 }).filter((text) => !text.includes('\0'));
const anyParameter: fc.Arbitrary<HuntParameter> = fc.oneof(
	sendable.map((value) => ({ name: 'a', type: 'string' as const, value })),
	fc
		.array(sendable, { minLength: 1, maxLength: 5 })
		.map((values) => ({ name: 'a', type: 'stringList' as const, values })),
);

describe('hunting query › any text', () => {
	it('tokenized → ordered tokens with only whitespace between them', () => {
		fc.assert(
			fc.property(anyQuery, (query) => {
				let position = 0;
				for (const { start, end } of tokenize(query)) {
					expect(query.slice(position, start)).toMatch(/^[\s\u180e\u200b]*$/);
					expect(end).toBeGreaterThan(start);
					position = end;
				}
				expect(query.slice(position)).toMatch(/^[\s\u180e\u200b]*$/);
			}),
			RUNS,
		);
	});

	it('bound to a parameter → refused, or unchanged after one ASCII line', () => {
		let bound = 0;
		fc.assert(
			fc.property(anyQuery, anyParameter, (query, parameter) => {
				try {
					const { text } = bindText(query, [parameter]);
					expect(text.endsWith(`\n${query}`)).toBe(true);
					expect(text.slice(0, -query.length - 1)).toMatch(/^let _p_a=(?:".*"|dynamic\(\[".*"\]\));$/);
					expect(text.slice(0, -query.length - 1)).toMatch(/^[ -~]*$/);
					bound += 1;
				} catch (thrown) {
					if (!(thrown instanceof DefenderError)) throw thrown;
					expect(thrown.reason).toEqual({ kind: 'invalidInput', field: 'query' });
				}
			}),
			RUNS,
		);
		expect(bound).toBeGreaterThan(300);
	});

	it('limited → every character kept, and one row more than the limit requested', () => {
		let added = 0;
		fc.assert(
			fc.property(fc.oneof(anyQuery, likelyQuery), fc.integer({ min: 1, max: 99_999 }), (query, limit) => {
				const limited = limitText(query, limit);
				if (limited.requested === 'all') {
					expect(limited.text).toBe(query);
					expect(limited.because).not.toBe('');
				} else {
					expect(limited.requested).toBe(limit + 1);
					expect(limited.text.replace(`\n| take ${limit + 1}`, '')).toBe(query);
					added += 1;
				}
			}),
			RUNS,
		);
		expect(added).toBeGreaterThan(200);
	});

	it('limited with and without bound parameters → the same limit', () => {
		let added = 0;
		fc.assert(
			fc.property(fc.oneof(anyQuery, likelyQuery), anyParameter, (query, parameter) => {
				let bound: string;
				try {
					bound = bindText(query, [parameter]).text;
				} catch {
					return;
				}
				const prologue = bound.slice(0, bound.length - query.length);
				const limited = limitText(query, 5);
				expect(limitText(bound, 5)).toEqual({ ...limited, text: prologue + limited.text });
				added += limited.requested === 'all' ? 0 : 1;
			}),
			RUNS,
		);
		expect(added).toBeGreaterThan(200);
	});
});
