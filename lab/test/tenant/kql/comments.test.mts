import { describe, expect, it } from 'vitest';
import { createHuntEngine, type HuntAnswer } from '../../../tenant/kql/huntEngine.mts';
import { EVERY_OPERATOR } from '../../support/everyOperator.mts';
import { eachRow } from '../../support/eachRow.mts';
import { officialTokens } from '../../support/officialTokens.mts';
import { NOW, refusalOf, rowsOf } from '../../support/huntResults.mts';

const engine = createHuntEngine({});
const run = (query: string): HuntAnswer => engine.run(query, { now: NOW, maxRows: 1_000 });

/** The query with a text before each of its tokens, in place of the whitespace there. */
function respaced(query: string, text: (before: string) => string): string {
	let position = 0;
	return officialTokens(query)
		.map(({ start, end }) => {
			const before = query.slice(position, start);
			position = end;
			return text(before) + query.slice(start, end);
		})
		.join('');
}

describe('KQL comments and whitespace', () => {
	eachRow(EVERY_OPERATOR.map((query) => [query] as const))(
		'a comment before every token → the same result',
		(query) => {
			const plain = run(query);
			expect(plain).toMatchObject({ ok: true });
			expect(run(respaced(query, (before) => `${before}// !in asc and " == ' kind=inner\n`))).toEqual(plain);
		},
	);

	eachRow(EVERY_OPERATOR.map((query) => [query] as const))(
		'a line break for every space → the same result',
		(query) => {
			const broken = respaced(query, (before) => before.replace(/[ \t]+/gu, '\r\n'));
			expect(run(broken)).toEqual(run(query));
		},
	);

	it('a comment before a negated operator → the filter stays negated', () => {
		expect(rowsOf('datatable(a:string)["x", "y"] | where a // not\n !in ("x")')).toEqual([['y']]);
		expect(rowsOf('range n from 1 to 3 step 1 | where n // in\n !between (1 .. 2)')).toEqual([[3]]);
	});

	it('an error inside a function → its position in the query', () => {
		expect(
			refusalOf(
				'let f = (x:long) {\n\t toscalar(DeviceInfo | evaluate rolling_percentile(x)) };\nprint f(1)',
			),
		).toMatch(/line 2, column/);
	});

	it('an error in a long part of a query → a message of one line', () => {
		const message = refusalOf(`DeviceInfo | evaluate${'\n'.repeat(30)} autocluster()`);
		expect(message.split('\n')).toHaveLength(1);
	});
});
