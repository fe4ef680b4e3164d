import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyzeOfficially, operatorsOf, parseOfficially } from './officialKusto.mts';
import { bindText, limitText } from '../support/huntQueries.mts';
import { eachRow } from '../../lab/test/support/eachRow.mts';

const limited: readonly string[] = [
	'DeviceInfo',
	'DeviceInfo;',
	'DeviceInfo ; // done',
	'DeviceInfo // all of them',
	'DeviceInfo // a;b\n;',
	'DeviceInfo\n\n',
	'DeviceInfo | where DeviceName has "render; | fork"',
	'DeviceInfo | sort by Timestamp desc',
	'DeviceInfo | top 5 by Timestamp',
	'DeviceInfo | project-away DeviceId',
	'DeviceInfo | distinct *',
	'DeviceInfo | count',
	'DeviceInfo | join kind=inner DeviceProcessEvents on DeviceId',
	'DeviceInfo | join kind=inner (DeviceProcessEvents | where ProcessId > 4) on $left.DeviceId == $right.DeviceId',
	'DeviceInfo | lookup kind=leftouter DeviceProcessEvents on DeviceId',
	'union DeviceInfo, DeviceProcessEvents',
	'union withsource=Table DeviceInfo, (DeviceProcessEvents | take 3)',
	'DeviceInfo | union DeviceProcessEvents',
	'let x = "a"; DeviceInfo | where DeviceName == x',
	'let f = (d:string) { DeviceInfo | where DeviceName == d; }; f("a")',
	'let events = DeviceProcessEvents | where ProcessId > 4; events',
	'(DeviceInfo | take 3)',
	"['DeviceInfo'] | project ['DeviceName']",
	'print x = 1',
	'range x from 1 to 3 step 1',
	'datatable(a:string, b:long)["x", 1, "y", 2]',
	'search in (DeviceInfo) "x"',
	'find in (DeviceInfo) where DeviceName == "x"',
	'DeviceInfo | as Machines',
	'DeviceInfo | as hint.materialized=true Machines',
	'DeviceInfo | as Machines; // named',
	'let g = (T:(DeviceId:string)) { T | project DeviceId }; DeviceInfo | invoke g()',
	'let g = (T:(DeviceId:string)) { T | project DeviceId }; DeviceInfo | invoke g();',
	'DeviceInfo | order by Timestamp asc nulls last',
	'DeviceInfo | sort by Timestamp desc;',
	'DeviceInfo | sort by Timestamp desc // newest first',
	'DeviceInfo | sort by Timestamp desc //',
	'DeviceInfo | sort by Timestamp desc; // newest | render table',
	'DeviceInfo | extend fork = 1 | sort by fork desc',
	'DeviceInfo | where DeviceId in ((DeviceProcessEvents | project DeviceId))',
	'DeviceInfo | parse DeviceName with * "." rest',
	'DeviceProcessEvents | mv-expand key = AdditionalFields to typeof(string)',
	'DeviceProcessEvents | mv-apply key = AdditionalFields on (where tostring(key) == "x")',
	'DeviceInfo | summarize arg_max(Timestamp, *) by DeviceId',
	'DeviceInfo | extend render = 1 | project render',
	'DeviceInfo | getschema',
	'DeviceInfo | take 5 | where OSVersion == "```"',
];

describe('added row limit › read by the official parser', () => {
	eachRow(limited)('query that returns a table → ends in take, and nothing else changes', (query) => {
		const before = analyzeOfficially(query);
		const { text, requested } = limitText(query, 50);
		const after = analyzeOfficially(text);
		expect(before.diagnostics).toEqual([]);
		expect(requested).toBe(51);
		expect(after.diagnostics).toEqual([]);
		expect(after.lastOperator).toBe('TakeOperator');
		expect(after.statements).toEqual(before.statements);
		expect(after.columns).toEqual(before.columns);
		expect(text.replace('\n| take 51', '')).toBe(query);
	});

	eachRow(['desc', 'desc //', 'desc;', 'desc // c\n;', 'desc\n'])(
		'final sort by Timestamp → take directly after it',
		(rest) => {
			const query = `DeviceInfo | where DeviceId != "" | sort by Timestamp ${rest}`;
			const { text } = limitText(query, 50);
			expect(operatorsOf(text)).toEqual([...operatorsOf(query), 'TakeOperator']);
			expect(operatorsOf(text).slice(-2)).toEqual(['SortOperator', 'TakeOperator']);
		},
	);

	eachRow([
		'DeviceInfo | render timechart',
		'DeviceInfo | render table with (title="x");',
		'DeviceInfo // a | render b\n| summarize count() by DeviceId | render piechart // c',
	])('query that ends in render → take directly before it', (query) => {
		const before = analyzeOfficially(query);
		const after = analyzeOfficially(limitText(query, 50).text);
		expect(after).toMatchObject({ diagnostics: [], lastOperator: 'RenderOperator', columns: before.columns });
		expect(operatorsOf(limitText(query, 50).text).slice(-2)).toEqual(['TakeOperator', 'RenderOperator']);
	});

	eachRow([
		['DeviceInfo | fork (take 1) (count)', 'ForkOperator'],
		['DeviceInfo | fork a=(take 1) b=(count);', 'ForkOperator'],
		['DeviceInfo | facet by DeviceId', 'FacetOperator'],
	])('query that ends in fork or facet → unchanged', (query, operator) => {
		const before = analyzeOfficially(query);
		expect(before).toMatchObject({ diagnostics: [], lastOperator: operator });
		expect(limitText(query, 50)).toMatchObject({ text: query, requested: 'all' });
	});

	it('query with bound parameters → limited in the same way', () => {
		const { text } = bindText('DeviceInfo | where DeviceName == _p_device // done', [
			{ name: 'device', type: 'string', value: '"; DeviceInfo //' },
		]);
		const reading = analyzeOfficially(limitText(text, 1).text);
		expect(reading.statements).toEqual(['LetStatement', 'ExpressionStatement']);
		expect(reading.lastOperator).toBe('TakeOperator');
		expect(reading.diagnostics).toEqual([]);
	});

	it('600 random valid queries → none broken', () => {
		const start = fc.constantFrom(
			'T',
			'(T)',
			'union T, U',
			'print x=1',
			'let a = T; a',
			'f(1)',
			"['T']",
			'let a = 1',
		);
		const piece = fc.constantFrom(
			...[
				'| where a == 1',
				'| project a, b',
				'| join U on a',
				'| join (U | render table) on a',
				'// note\n',
				'\n',
			],
			...[
				'| where b has ";"',
				'| fork (count) (take 1)',
				'| render timechart',
				';',
				'; U',
				'| parse a with * "x" b',
			],
			...[
				'| summarize count() by a',
				'| sort by a',
				' // end',
				'| evaluate pivot(a)',
				'| as X',
				'| mv-expand a',
			],
			...[
				'| facet by a',
				'| union U',
				'| consume',
				'| getschema',
				'| sample 3',
				'| invoke g()',
				'| serialize',
			],
			...[
				'| partition by a (take 1)',
				'| make-series count() on t step 1h',
				'| top 3 by a',
				'| order by a asc',
			],
		);
		let added = 0;
		fc.assert(
			fc.property(start, fc.array(piece, { maxLength: 5 }), (first, rest) => {
				const query = [first, ...rest].join(' ');
				const before = parseOfficially(query);
				const limited = limitText(query, 50);
				if (before.diagnostics.length > 0 || limited.requested === 'all') return;
				const after = parseOfficially(limited.text);
				expect(after.diagnostics).toEqual([]);
				const isChart = before.lastOperator === 'RenderOperator';
				expect(after.lastOperator).toBe(isChart ? 'RenderOperator' : 'TakeOperator');
				expect(operatorsOf(limited.text)).toHaveLength(operatorsOf(query).length + 1);
				expect(after.statements).toEqual(before.statements);
				added += 1;
			}),
			{ numRuns: 600, seed: 20_261_122 },
		);
		expect(added).toBeGreaterThan(150);
	});
});
