import { describe, expect, it } from 'vitest';
import { benchPerTest } from '../../support/benchHooks.mts';
import { jsonOf, our } from '../../support/practice.mts';

const current = benchPerTest();
const COLUMNS = [{ name: 'n', type: 'Int32' }];
const hunt = (parameters: object = {}) => our('runHuntingQuery', { query: 'print n = 1', ...parameters });
const serve = (results: readonly unknown[]) => {
	current.bench.fault({ status: 200, body: { schema: COLUMNS, results } }, { times: 'always' });
};

describe('hunt › malformed rows', () => {
	current.eachRow([
		['null', null],
		['a text', 'n=2'],
		['a list', [2]],
		['a number', 2],
	])('any malformed row → the other rows and a hint with the count', async (_, odd) => {
		serve([{ n: 1 }, odd, { n: 3 }]);
		const result = await current.bench.run(hunt());
		expect(jsonOf(result, 'runHuntingQuery')).toEqual([{ n: 1 }, { n: 3 }]);
		expect(result.hints('runHuntingQuery').map(({ message }) => message)).toContain(
			'Microsoft Defender returned 1 malformed row, which the result omits. Run the query again or list its columns with project.',
		);
	});

	it('as a table → truncatedBecause malformedRows', async () => {
		serve([null, { n: 1 }, 'x']);
		const [table] = jsonOf(await current.bench.run(hunt({ output: 'table' })), 'runHuntingQuery');
		expect(table).toMatchObject({ rowCount: 1, truncated: true, truncatedBecause: 'malformedRows' });
	});

	it('On Truncation = fail → fails with both counts', async () => {
		serve([null, { n: 1 }, { n: 2 }]);
		const { error } = await current.bench.run(hunt({ options: { onTruncation: 'fail' } }));
		expect(error?.message).toBe('Incomplete result: 1 malformed row and 2 readable rows');
	});

	it('no readable row → fails instead of an empty result', async () => {
		serve([null, 'x']);
		const { error } = await current.bench.run(hunt());
		expect(error?.message).toContain('without required properties');
	});
});
