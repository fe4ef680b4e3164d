import { describe, expect } from 'vitest';
import { eachRow } from '../../support/eachRow.mts';
import { rowsOf, valueOf } from '../../support/huntResults.mts';

describe('KQL scalar functions', () => {
	eachRow([
		['extractjson("$.a.b[1]", \'{"a":{"b":[1,"x"]}}\')', 'x'],
		['extractjson("$.n", \'{"n":5}\', typeof(long))', 5],
		[
			'extract_all("([a-z])([0-9])", "a1 b2")',
			[
				['a', '1'],
				['b', '2'],
			],
		],
		['extract_all("([a-z])", "a1 b2")', ['a', 'b']],
		['base64_decodestring("aGk=")', 'hi'],
		['parse_csv("a,\\"b,c\\"")', ['a', 'b,c']],
		['parse_path(@"C:\\dir\\x.txt").Extension', 'txt'],
		['parse_path("/usr/bin/x.sh").Filename', 'x.sh'],
		['parse_command_line("a.exe \\"b c\\" d", "windows")', ['a.exe', 'b c', 'd']],
		['parse_xml("<a x=\'1\'><b>2</b><b>3</b></a>").a.b', ['2', '3']],
		[
			'parse_user_agent("Mozilla/5.0 (Windows NT 10.0) Chrome/120.0.0.0", "browser").Browser.Family',
			'Chrome',
		],
		['parse_ipv4("10.0.0.1")', 167772161],
		['format_ipv4("192.168.1.77", 24)', '192.168.1.0'],
		['ipv4_is_in_any_range("10.1.2.3", "192.168.0.0/16", "10.0.0.0/8")', true],
		['ipv4_is_match("10.1.2.3", "10.1.2.9/24")', true],
		['has_ipv4("from 10.0.0.1, x", "10.0.0.1")', true],
		['has_ipv4("from 110.0.0.1", "10.0.0.1")', false],
		['has_ipv4_prefix("10.0.0.1", "10.0.")', true],
		['geo_info_from_ip_address("203.0.113.140").country', 'Moldova'],
		['array_sort_desc(dynamic([1, 3, 2]))', [3, 2, 1]],
		['array_sum(dynamic([1, 2]))', 3],
		['array_rotate_left(dynamic([1, 2, 3]), 1)', [2, 3, 1]],
		['array_shift_left(dynamic([1, 2, 3]), 1)', [2, 3, null]],
		['array_iff(dynamic([true, false]), "y", "n")', ['y', 'n']],
		['range(1, 5, 2)', [1, 3, 5]],
		[
			'zip(dynamic([1, 2]), dynamic(["a", "b"]))',
			[
				[1, 'a'],
				[2, 'b'],
			],
		],
		['jaccard_index(dynamic([1, 2]), dynamic([2, 3]))', 1 / 3],
		['bag_remove_keys(dynamic({"a": 1, "b": 2}), dynamic(["a"]))', { b: 2 }],
		['binary_and(6, 3)', 2],
		['binary_shift_left(1, 4)', 16],
		['tohex(255)', 'ff'],
		['make_string(75, 81, 76)', 'KQL'],
		['translate("ab", "xy", "aabb")', 'xxyy'],
		['strrep("ab", 2, "-")', 'ab-ab'],
		['strcmp("a", "b")', -1],
		['indexof_regex("abc", "[b-c]")', 1],
		['replace_strings("abc", dynamic(["a", "c"]), dynamic(["x", "z"]))', 'xbz'],
		['datetime_part("quarter", datetime(2026-05-01))', 2],
		['datetime_part("week_of_year", datetime(2026-01-01))', 1],
		['column_ifexists("nothing", "fallback")', 'fallback'],
		['binary_xor(5, 1)', 4],
		['has_any_index("the quick fox", dynamic(["slow", "quick"]))', 1],
	])('an expression → its value', (expression, value) => {
		expect(valueOf(expression)).toEqual(value);
	});

	eachRow([
		['print a = 1, b = "" | extend p = pack_all(true) | project p', [[{ a: 1 }]]],
		[
			'print Timestamp = datetime(2026-01-01) | project t = ingestion_time()',
			[['2026-01-01T00:00:00.0000000Z']],
		],
		['print a = "x" | project y = column_ifexists("a", "none")', [['x']]],
		['range n from 1 to 4 step 1 | summarize percentiles(n, 25, 75)', [[1, 3]]],
		['range n from 1 to 3 step 1 | summarize (low, high) = percentiles(n, 1, 99), max(n)', [[1, 3, 3]]],
	])('a function of the whole row or of all rows → its values', (query, rows) => {
		expect(rowsOf(query)).toEqual(rows);
	});
});
