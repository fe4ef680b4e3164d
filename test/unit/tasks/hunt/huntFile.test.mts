import { describe, expect } from 'vitest';
import { huntFile } from '../../../../defender/tasks/hunt/huntFile.ts';
import { thrown } from '../../../support/defenderErrors.mts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';

describe('hunting file › deeply nested dynamic value', () => {
	const deep = (levels: number): unknown => JSON.parse('{"a":['.repeat(levels) + ']}'.repeat(levels));
	const hunt = (value: unknown) => ({
		columns: ['A', 'Deep'].map((name) => ({ name, type: 'Object' })),
		rows: [{ A: 1, Deep: value }],
	});
	const written = (format: 'csv' | 'json', value: unknown) =>
		[...huntFile(hunt(value), format, undefined, { escapeFormulas: true, forExcel: false }).chunks].join('');

	eachRow(['csv', 'json'] as const)('500 levels → written; 100,000 → refused by column', (format) => {
		expect(written(format, deep(500)).match(/\[/g)?.length).toBeGreaterThanOrEqual(500);
		const refusal = thrown(() => written(format, deep(100_000)));
		expect(refusal.reason).toEqual({ kind: 'unreadable' });
		expect(refusal.message).toBe('Column "Deep" contains a value nested too deeply for a file');
		expect(refusal.description).toContain('project-away');
	});
});
