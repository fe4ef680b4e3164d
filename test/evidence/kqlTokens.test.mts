import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tokenize } from '../../defender/hunting/query/lexer.ts';
import { officialTokens } from './officialKusto.mts';
import { eachRow } from '../../lab/test/support/eachRow.mts';

const FENCE = '```';

const queries: readonly string[] = [
	'DeviceInfo',
	'DeviceInfo | take 10',
	'DeviceProcessEvents\n| where FileName =~ "cmd.exe" and ProcessId != 4\n| project Timestamp, DeviceName',
	"T | where a in~ ('x','y') or b !in~ (\"z\") or c !in (1) and d in (2)",
	'T | where a !has "x" and b !contains_cs "y" and c !hasprefix_cs "z" and d has_any (dynamic(["q"]))',
	'T | where a matches regex @"^\\d+\\"" and b !~ "q"',
	'T | project-away a | project-rename b=c | project-reorder d asc | project-keep e* | project - x',
	'T | mv-expand x to typeof(string) | mv-apply y on (top 1 by z) | make-series count() on t step 1h',
	'T | join kind=leftanti hint.strategy=shuffle hint.shufflekey=k (U | where a == 1) on $left.a == $right.b',
	'T | where Timestamp > ago(7d) and x between (1 .. 5) and y !between (1..5) and z between (1.5..2.5)',
	'T | where t > datetime(2024-01-01T00:00:00Z) and g == guid(74be27de-1e4e-49d9-b579-fe0b331d3642)',
	'T | where t > datetime(_p_since) and l == long(5) and i == int(null) and r == real(nan) and b == bool(true)',
	'print datetime (2024), datetimes(1), toint("5"), time(1.00:00:00), int64(3), double(1e3), boolean(1)',
	'T | where t > datetime(2024\n) | take 1',
	'print 1, 1.5, 1., 1.e3, 1e5, 1e, 1.5e-3, 0x1F, 0xG, 12abc, 3Dchart, 1.5h, 1ms, 10ticks, 2microseconds, 7days, 5dx',
	'print 74be27de-1e4e-49d9-b579-fe0b331d3642, a4be27de-1e4e-49d9-b579-fe0b331d3642, 1-2, 1--2',
	'let f = (x:string, y:long=5) { T | where a == x }; f("b")',
	'T // a comment with "quotes" and | pipes\n| take 1 // the end',
	'// only a comment',
	'//one\r\n//two\rT //three\u2028| take 1',
	'T\u00a0|\u200btake\ufeff1\u3000| count',
	`let a = ${FENCE}raw "text" \\ \n line${FENCE}; let b = ~~~other ${FENCE} text~~~; T`,
	`let a = ${FENCE}never closed \n T`,
	`let a = h"secret"; let b = H'secret'; let c = h@"a""b"; let d = h${FENCE}x${FENCE}; T | where h == 1`,
	"let a = @\"c:\\x\\\"; let b = @'it''s'; T",
	'print "a\\"b", \'a\\\'b\', "\\u0022\\x22\\042\\77\\7\\400\\U0001F600", "tab\\t"',
	'print 12.55, 1..5, 1...5, "\\0", int64(5',
	'print 1.5e10, 1.5E-10, 1e-10, 1e+10, 0XFF, 0x1F, a<b>c=d',
	...['\\x4', '\\U0001F60', '\\u004', '\\8'].map((escape) => `print "a${escape} b" | take 1`),
	'print "not closed\n| take 1',
	'print "unknown \\q escape" | take 1',
	"print 'a\\u00zz'\n| take 2",
	"T | project ['a column'], [\"b\"], d['key'][0].prop, d.x.y",
	'T | extend a = b ?? c | where x <> 1 and y <= 2 and z >= 3 and w =~ "q" and v => 1 | where a == 1 <| x',
	'T | where ! x and a ! = 3 and !foo',
	'#connect cluster("x")\nT',
	'T | where a == #x',
	'set notruncation; declare query_parameters(a:string="x"); alias database d = cluster("c").database("d"); T',
	'externaldata(a:string)[@"https://x"] with (format="csv") | parse a with * "b" c:long | parse-kv d as (x:string)',
	'T | top-nested 3 of a by count() | sample-distinct 5 of b | top-hitters 2 of c | assert-schema (x:long)',
	'T | graph-match (a)-[e]->(b) where a.x == 1 | graph-to-table nodes',
	'T | evaluate pivot(a) | render timechart with (title="x") | invoke FileProfile(SHA1, 500)',
	"`~^&\\ a`b @ @a @`x ' ",
	'T | where a == \u{1d400} and \u00fcber == 1 and "\u{1f600}" == b',
	'\u2028T\u0085\v| take 1',
	'.show tables',
	'T | where hint.strategy == 1 and hint.other == 2 and x.in~y and matches  regex',
	'materialized-view-combine ("x") base (a) delta (b) aggregations (c) | project-smart x | set-or-append y',
];

const boundaries = (query: string): string[] =>
	tokenize(query)
		.filter(({ kind }) => kind !== 'comment')
		.map(({ start, end }) => `${start}-${end} ${query.slice(start, end)}`);
const officialBoundaries = (query: string): string[] =>
	officialTokens(query).map(({ start, end }) => `${start}-${end} ${query.slice(start, end)}`);

describe('tokenizer › compared with the official lexer', () => {
	eachRow(queries)('written queries → the same token boundaries and the same strings', (query) => {
		expect(boundaries(query)).toEqual(officialBoundaries(query));
		const ours = tokenize(query).filter(({ kind }) => kind === 'string' || kind === 'brokenString');
		const theirs = officialTokens(query).filter(({ kind }) => kind === 'StringLiteralToken');
		expect(ours.map(({ start }) => start)).toEqual(theirs.map(({ start }) => start));
	});

	it('3,000 random queries → the same token boundaries', () => {
		const pieces = fc.constantFrom(
			...[
				'T',
				'in~',
				'!in~',
				'!has',
				'has',
				'datetime(',
				')',
				'(',
				'"',
				"'",
				'@',
				'\\',
				'\n',
				'\r\n',
				' ',
				'|',
			],
			...[
				'//',
				'/',
				'-',
				'project',
				'-away',
				'h',
				'1',
				'.',
				'..',
				'1.5',
				'e',
				'5d',
				'0x',
				'F',
				'_p_x',
				';',
				'=',
			],
			...[
				'~',
				'!',
				'<',
				'>',
				'[',
				']',
				'{',
				'}',
				FENCE,
				'~~~',
				'$left',
				'#',
				',',
				':',
				'*',
				'?',
				'\\u0041',
				'\ufeff',
			],
			...['matches regex', 'hint.', 'strategy', 'int(', 'guid(', '74be27de-1e4e-49d9-b579-fe0b331d3642'],
		);
		fc.assert(
			fc.property(fc.array(pieces, { maxLength: 30 }), (parts) => {
				const query = parts.join('');
				expect(boundaries(query)).toEqual(officialBoundaries(query));
			}),
			{ numRuns: 3_000, seed: 20_261_122 },
		);
	});
});
