import { describe, expect, it } from 'vitest';
import { limitNotAdded } from '../../../../defender/hunting/sentences/queryText.ts';
import { thrown } from '../../../support/defenderErrors.mts';
import { limitText } from '../../../support/huntQueries.mts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';

describe('row limit', () => {
	eachRow([
		['T', 'T\n| take 11'],
		// Kusto keeps the order of a final sort.
		['T | sort by Timestamp desc', 'T | sort by Timestamp desc\n| take 11'],
		['T;', 'T\n| take 11;'],
		['T ; \n;', 'T \n| take 11; \n;'],
		['T // c', 'T // c\n| take 11'],
		['T // c; d\n; // e', 'T // c; d\n\n| take 11; // e'],
		['let x = 1; T | where a == ";"', 'let x = 1; T | where a == ";"\n| take 11'],
		['let f = () { T | render table; }; f()', 'let f = () { T | render table; }; f()\n| take 11'],
		[
			'let f = () { let x = 1; T | where a == x }; f()',
			'let f = () { let x = 1; T | where a == x }; f()\n| take 11',
		],
		["['T'] | where d[0] == (a[1])", "['T'] | where d[0] == (a[1])\n| take 11"],
		['(T | where a == 1)', '(T | where a == 1)\n| take 11'],
		['T | distinct *', 'T | distinct *\n| take 11'],
		["T | ['fork']", "T | ['fork']\n| take 11"],
		["['a table'] | count", "['a table'] | count\n| take 11"],
		['T | extend render = 1, fork = 2', 'T | extend render = 1, fork = 2\n| take 11'],
		['T | join (U | render table) on a', 'T | join (U | render table) on a\n| take 11'],
		['T | union (U | fork (count))', 'T | union (U | fork (count))\n| take 11'],
	])('query that returns a table → take after its last operator', (query, text) => {
		expect(limitText(query, 10)).toEqual({ text, requested: 11 });
	});

	eachRow([
		['T | render timechart', 'T | take 11 | render timechart'],
		['T | render timechart;', 'T | take 11 | render timechart;'],
		['T | where (a == 1)| render table // c', 'T | where (a == 1)| take 11 | render table // c'],
		[
			'T // c | render x\n| render piechart with (title="|")',
			'T // c | render x\n| take 11 | render piechart with (title="|")',
		],
		['let a = 1; T\n|\nrender table', 'let a = 1; T\n| take 11 |\nrender table'],
	])('final render → take before it, on the same line', (query, text) => {
		expect(limitText(query, 10)).toEqual({ text, requested: 11 });
	});

	eachRow([
		['', limitNotAdded.empty],
		['// T', limitNotAdded.empty],
		[';', limitNotAdded.empty],
		['let x = 1', limitNotAdded.notTabular],
		['let x = 1;', limitNotAdded.notTabular],
		['T; let x = 1', limitNotAdded.notTabular],
		['"x"', limitNotAdded.notTabular],
		['set notruncation', limitNotAdded.notTabular],
		['declare query_parameters(a:string)', limitNotAdded.notTabular],
		['alias database d = cluster("c").database("d")', limitNotAdded.notTabular],
		['restrict access to (T)', limitNotAdded.notTabular],
		['pattern p', limitNotAdded.notTabular],
		['T | render timechart | where a == 1', limitNotAdded.chart],
		['T | fork (take 1) (count)', limitNotAdded.manyResults],
		['T | where d[0] in (1) | fork (take 1) (count) // c', limitNotAdded.manyResults],
		['T | facet by a', limitNotAdded.manyResults],
		['T; U', limitNotAdded.manyTables],
		['T | where (a == 1', limitNotAdded.unbalanced],
		['T | where (a == 1]', limitNotAdded.unbalanced],
		['T)', limitNotAdded.unbalanced],
		['T |', limitNotAdded.unfinished],
		['T | where a ==;', limitNotAdded.unfinished],
		['T | where a == "x', limitNotAdded.unreadable],
		['T | where a == `x`', limitNotAdded.unreadable],
		['#connect x\nT', limitNotAdded.unreadable],
	])('query that cannot be limited → unchanged, with the reason', (query, because) => {
		expect(limitText(query, 10)).toEqual({ text: query, requested: 'all', because });
	});

	it('limit below the service’s maximum → one row more; at the maximum → no limit added', () => {
		expect(limitText('T', 1)).toEqual({ text: 'T\n| take 2', requested: 2 });
		expect(limitText('T', 99_999)).toEqual({ text: 'T\n| take 100000', requested: 100_000 });
		expect(limitText('T', 100_000)).toEqual({
			text: 'T',
			requested: 'all',
			because: limitNotAdded.atServiceRows,
		});
	});

	eachRow([0, -5, 1.5, Number.NaN])('limit that is not a whole number above 0 → refused', (limit) => {
		expect(thrown(() => limitText('T', limit)).reason).toEqual({ kind: 'invalidInput', field: 'limit' });
	});
});
