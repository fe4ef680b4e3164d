import { describe, expect } from 'vitest';
import { createHuntEngine } from '../../lab/tenant/kql/huntEngine.mts';
import golden from './kqlGoldenValues.json';
import { eachRow } from '../../lab/test/support/eachRow.mts';

const facts = golden.values.map(([expression, expected, page]) => {
	if (typeof expression !== 'string') throw new Error('kqlGoldenValues.json: an expression is no text');
	return [expression, expected, page] as const;
});

const engine = createHuntEngine({});

/** The only witness of the language's meaning that is not ours: values printed in Microsoft's own pages. */
describe('practice tenant’s KQL › compared with Microsoft’s KQL reference', () => {
	eachRow(facts)('expression with a documented value → that value', (expression, expected) => {
		const answer = engine.run(`print x = ${expression}`, { now: '2026-01-01T00:00:00Z', maxRows: 10 });
		expect(answer).toMatchObject({ ok: true, rows: [[expected]] });
	});
});
