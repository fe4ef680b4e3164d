import { describe, expect, it } from 'vitest';
import { parseQuery } from '../../defender/hunting/query/parseQuery.ts';
import { rowFunctions } from '../../defender/hunting/split/rowFunctions.ts';
import { findSplittability } from '../../defender/hunting/split/splittable.ts';
import { eachRow } from '../../lab/test/support/eachRow.mts';
import { analyzeOfficially } from './officialKusto.mts';

/** Kusto's reports about functions that it does not know. All names are in one query, because an analysis takes time. */
const unknownOf = (names: readonly string[]) =>
	analyzeOfficially(
		`DeviceProcessEvents | project ${names.map((name, index) => `x${index} = ${name}()`).join(', ')}`,
	).diagnostics.filter((text) => text.includes('does not refer to any known function'));
/** Operators and keywords that brackets can follow. */
const isKeyword = (name: string) =>
	/^(?:where|filter|extend|project|by|and|or|typeof|dynamic)$|^!?(?:between|in~?|has_a(?:ny|ll)|(?:contains|endswith|has|hasprefix|hassuffix|startswith)(?:_cs)?)$/.test(
		name,
	);

describe('functions of a query that can be split › Kusto’s own binder', () => {
	it('every function → known to Kusto', { timeout: 30_000 }, () => {
		const functions = [...rowFunctions].filter((name) => !isKeyword(name));
		expect(functions.length).toBeGreaterThan(150);
		expect(unknownOf(functions)).toEqual([]);
		expect(unknownOf([...functions, 'no_such_function'])).toHaveLength(1);
	});

	it('functions that need other rows, the time or the caller → not in the list', () => {
		const dependent = [
			...[
				'now',
				'ago',
				'rand',
				'new_guid',
				'ingestion_time',
				'current_principal',
				'row_number',
				'row_cumsum',
			],
			...[
				'row_rank_dense',
				'row_window_session',
				'prev',
				'next',
				'toscalar',
				'materialize',
				'table',
				'around',
			],
			...['column_ifexists', 'extent_id', 'cursor_after', 'estimate_data_size', 'assert', 'session'],
		];
		expect(dependent.filter((name) => rowFunctions.has(name))).toEqual([]);
	});
});

describe('column Timestamp › Kusto’s own binder', () => {
	eachRow([
		'project bin(Timestamp, 1h)',
		'project tostring(Timestamp)',
		"project ['Time\\x73tamp'] = 1",
		'project ["Time" "stamp"] = 1',
		"project [@'Timestamp'] = 1",
	])('expression that Kusto names Timestamp → not split', (operator) => {
		const query = `DeviceProcessEvents | ${operator}`;
		expect(analyzeOfficially(query).columns).toEqual(['Timestamp']);
		expect(findSplittability(parseQuery(query))).toEqual({ because: 'it may change the column Timestamp' });
	});
});
