import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { libraryHunts } from '../../../../defender/hunting/library/huntLibrary.ts';
import { librarySummary } from '../../../../defender/hunting/library/librarySummary.ts';
import { SUMMARY_CHARACTERS } from '../../../../defender/hunting/library/rowsSummary.ts';
import { NO_VALUES } from '../../../../defender/hunting/library/huntValues.ts';
import { ENTITY_FIELDS, type HuntField } from '../../../../defender/hunting/library/libraryHunt.ts';
import { someWindow } from '../../../support/libraryFixture.mts';

const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;
const hostile = fc.constantFrom(
	...[
		'a\nb',
		'x\r\ny',
		'\u202egnp.exe',
		'\u0000',
		'\u200b\u2066',
		'\ud83d',
		'🔥'.repeat(80),
		'\ufeff',
		'\u2028',
		'\u0085',
	],
	...[
		'\t\t',
		'"; DeviceInfo //',
		'A'.repeat(100_000),
		'- 2026 · fake line',
		'{{ $json.id }}',
		'<b>',
		'\u061c',
		'\u{e0041}',
	],
);
const cell = fc.oneof(
	hostile,
	fc.string({ unit: 'binary', maxLength: 300 }),
	fc.integer(),
	fc.boolean(),
	fc.constant(null),
	fc.array(fc.oneof(hostile, fc.integer()), { maxLength: 50 }),
	fc.constant({ deep: ['x'] }),
	fc.constant('2026-11-20T10:00:00.1234567Z'),
);
const facts = fc.record({
	counts: fc.array(fc.nat(10_000), { minLength: 9, maxLength: 9 }),
	leftOut: fc.nat(500),
	batches: fc.integer({ min: 1, max: 200 }),
	truncated: fc.boolean(),
	windowOpen: fc.boolean(),
	omitted: fc.subarray(['DeviceEvents', 'UrlClickEvents', 'AADSignInEventsBeta']),
});

const factsOf = ({ counts, leftOut, batches, ...more }: Parameters<typeof summaryOf>[2]) => ({
	...more,
	window: someWindow,
	batches: Array.from({ length: batches }, () => NO_VALUES),
	searched: new Map<HuntField, readonly string[]>(
		ENTITY_FIELDS.map((field, index) => [field, new Array<string>(counts[index] ?? 0).fill('x')]),
	),
	leftOut: new Map<HuntField, number>(leftOut === 0 ? [] : [['devices', leftOut]]),
});

function summaryOf(
	hunt: (typeof libraryHunts)[number],
	rows: readonly Record<string, unknown>[],
	given: typeof facts extends fc.Arbitrary<infer Facts> ? Facts : never,
): string {
	return librarySummary(hunt, [...rows], factsOf(given));
}

describe('summary of a hunt › any rows', () => {
	it('hostile cells, any counts → two to six visible lines within 1,000 characters', () => {
		fc.assert(
			fc.property(
				fc.constantFrom(...libraryHunts).chain((hunt) =>
					fc.tuple(
						fc.constant(hunt),
						fc.array(fc.record(Object.fromEntries(hunt.columns.map((name) => [name, cell]))), {
							maxLength: 12,
						}),
					),
				),
				facts,
				([hunt, rows], given) => {
					const text = summaryOf(hunt, rows, given);
					const lines = text.split('\n');
					expect(text.length).toBeLessThanOrEqual(SUMMARY_CHARACTERS);
					expect(lines.length).toBe(rows.length === 0 ? 2 : 1 + Math.min(5, rows.length));
					for (const line of lines) {
						expect(line.trim()).not.toBe('');
						expect(line).not.toMatch(HIDDEN);
					}
					for (const line of rows.length === 0 ? [] : lines.slice(1))
						expect(line.startsWith('- ')).toBe(true);
					expect(lines[0]).toContain('Searched');
					expect((lines[0] ?? '').includes('Truncated')).toBe(given.truncated);
					expect((lines[0] ?? '').includes('Not searched')).toBe(given.leftOut > 0);
				},
			),
			{ numRuns: 400, seed: 20_261_122 },
		);
	});
});
