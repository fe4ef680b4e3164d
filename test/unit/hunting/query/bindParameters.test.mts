import { describe, expect, it } from 'vitest';
import { readParameter, type HuntParameter } from '../../../../defender/hunting/values/parameter.ts';
import { hostileStrings } from '../../../../lab/test/support/hostileStrings.mts';
import { thrown } from '../../../support/defenderErrors.mts';
import { bindText } from '../../../support/huntQueries.mts';
import { at } from '../../../support/incidents.mts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';

const device: HuntParameter = { name: 'device', type: 'string', value: 'PC-1' };
const named = (name: string, value = 'x'): HuntParameter => ({ name, type: 'string', value });
const listOf = (values: readonly string[]): HuntParameter => ({ name: 'device', type: 'stringList', values });
const QUERY = 'DeviceInfo\r\n| where DeviceName == _p_device // "\n';

describe('parameter binding', () => {
	it('text and list → one line before the query, and the query unchanged', () => {
		const hashes: HuntParameter = { name: 'hashes', type: 'stringList', values: ['a"', 'b'] };
		const query = 'T | where a == _p_device and b in (_p_hashes)';
		expect(bindText(query, [device, hashes])).toEqual({
			text: `let _p_device="PC-1";let _p_hashes=dynamic(["a\\"","b"]);\n${query}`,
			prologueLines: 1,
			notices: [],
		});
	});

	eachRow([
		['long', '5', 'long(5)'],
		['real', 0.5, 'real(0.5)'],
		['bool', true, 'bool(true)'],
		['datetime', '2026-11-22T00:00:00Z', 'datetime(2026-11-22T00:00:00.0000000Z)'],
		['timespan', '1.02:03:04', 'timespan(937840000000tick)'],
		['guid', '74be27de-1e4e-49d9-b579-fe0b331d3642', 'guid(74be27de-1e4e-49d9-b579-fe0b331d3642)'],
		['dynamic', { a: [1] }, 'dynamic({"a":[1]})'],
	])('scalar or dynamic value → literal of its type', (type, value, literal) => {
		const parameter = readParameter({ name: 'device', type, value }, () => at('2026-11-22T00:00:00Z'));
		expect(bindText('_p_device', [parameter]).text).toBe(`let _p_device=${literal};\n_p_device`);
	});

	it('no parameters → query unchanged', () => {
		expect(bindText('DeviceInfo', [])).toEqual({ text: 'DeviceInfo', prologueLines: 0, notices: [] });
	});

	eachRow(hostileStrings.flatMap(({ text, refused }) => (refused === undefined ? [] : [{ text, refused }])))(
		'hostile string that cannot be sent → refused with the reason, alone and in a list',
		({ text, refused }) => {
			const REASONS = {
				nul: 'a NUL character',
				loneSurrogate: 'half a character',
				tooLong: 'the maximum is',
			};
			const refusal = thrown(() => bindText(QUERY, [named('device', text)]));
			expect(refusal.reason).toEqual({ kind: 'invalidInput', field: 'parameters' });
			expect(refusal.message).toContain(REASONS[refused]);
			expect(thrown(() => bindText(QUERY, [listOf(['ok', text])])).message).toContain('"device"');
		},
	);

	it('list of 10,000 entries → accepted; 10,001 or none → refused', () => {
		expect(bindText(QUERY, [listOf(Array.from({ length: 10_000 }, () => 'x'))]).prologueLines).toBe(1);
		const longer = listOf(Array.from({ length: 10_001 }, () => 'x'));
		expect(thrown(() => bindText(QUERY, [longer])).message).toContain('10,001 entries');
		expect(thrown(() => bindText(QUERY, [listOf([])])).message).toContain('is an empty list');
	});

	it('query of 200,000 characters → accepted; 200,001 → refused', () => {
		const query = (length: number) => `T // ${'x'.repeat(length - 5)}`;
		expect(bindText(query(200_000), []).prologueLines).toBe(0);
		const refusal = thrown(() => bindText(query(200_001), []));
		expect(refusal.reason).toEqual({ kind: 'invalidInput', field: 'query' });
		expect(refusal.message).toBe('The query has 200,001 characters; the maximum is 200,000');
		expect(refusal.description).toContain('String List');
	});

	it('query with parameters of 1,000,000 characters → accepted; 1,000,001 → refused', () => {
		const long = (length: number) => [listOf(Array.from({ length: 20 }, () => 'x'.repeat(length)))];
		const { text } = bindText('T', long(49_000));
		const rest = 1_000_000 - text.length;
		const fitting = [...long(49_000), named('more', 'x'.repeat(rest - 'let _p_more="";'.length))];
		expect(bindText('T', fitting).text).toHaveLength(1_000_000);
		const refusal = thrown(() => bindText('T ', fitting));
		expect(refusal.reason).toEqual({ kind: 'invalidInput', field: 'query' });
		expect(refusal.message).toContain('have 1,000,001 characters; the maximum is 1,000,000');
	});

	it('texts of more than 1,000,000 characters → refused with their length before escaping', () => {
		const quotes = listOf(Array.from({ length: 20 }, () => '"'.repeat(50_000)));
		expect(thrown(() => bindText('T', [quotes])).message).toContain('have 1,000,001 characters');
	});

	it('value of 65,536 characters → accepted; 65,537 → refused', () => {
		expect(bindText(QUERY, [named('device', 'x'.repeat(65_536))]).prologueLines).toBe(1);
		expect(thrown(() => bindText(QUERY, [named('device', 'x'.repeat(65_537))])).message).toContain('65,537');
	});

	it('dynamic value or key with a NUL character → refused', () => {
		for (const value of [{ a: ['b\0'] }, { 'b\0': 1 }, 'b\0']) {
			const refusal = thrown(() => bindText(QUERY, [{ name: 'device', type: 'dynamic', value }]));
			expect(refusal.message).toContain('contains a NUL character');
		}
		const empty: HuntParameter = { name: 'device', type: 'dynamic', value: [] };
		expect(thrown(() => bindText(QUERY, [empty])).message).toContain('is an empty list');
		expect(bindText(QUERY, [{ name: 'device', type: 'dynamic', value: {} }]).prologueLines).toBe(1);
	});

	eachRow(['1a', 'a-b', 'a b', '', '_p_device', 'a"', 'é', `a${'x'.repeat(63)}`])(
		'invalid name → refused',
		(name) => {
			expect(thrown(() => bindText('T', [named(name)])).message).toMatch(
				/is not a valid name for a query parameter$/,
			);
		},
	);

	it('name with the prefix → refused, with the name to use', () => {
		expect(thrown(() => bindText('T', [named('_p_device')])).description).toContain('Name it "device"');
	});

	it('repeated name, also in another case → refused', () => {
		expect(thrown(() => bindText(QUERY, [device, device])).message).toContain('is defined twice');
		expect(thrown(() => bindText(QUERY, [device, named('Device')])).message).toBe(
			'The query parameters "device" and "Device" differ only in case',
		);
	});
});

describe('query for parameter binding', () => {
	eachRow([
		['', 'The hunting query is empty'],
		[' \n ', 'The hunting query is empty'],
		['// nothing\n// here', 'The hunting query is empty'],
		[';', 'The hunting query is empty'],
		['\ufeff', 'The hunting query is empty'],
		['.show tables', 'starts with a dot'],
		[' \n// x\n.drop table T', 'starts with a dot'],
		['\ufeff.show tables', 'starts with a dot'],
		[';.show tables', 'starts with a dot'],
	])('empty query or control command → refused', (query, reason) => {
		for (const parameters of [[], [device]]) {
			const refusal = thrown(() => bindText(query, parameters));
			expect(refusal.reason).toEqual({ kind: 'invalidInput', field: 'query' });
			expect(refusal.message).toContain(reason);
		}
	});

	it('unknown parameter → refused, with a similar name', () => {
		const refusal = thrown(() => bindText('T | where a == _p_devcie', [device, named('user')]));
		expect(refusal.reason).toEqual({ kind: 'invalidInput', field: 'query' });
		expect(refusal.message).toBe('The query uses "_p_devcie", but there is no parameter "devcie"');
		expect(refusal.description).toBe('Correct the name in the query. Did you mean _p_device?');
	});

	eachRow(['T | where a == _p_x', "T | project ['_p_x']", 'T | where a == f(_p_x)'])(
		'parameter used, none defined → refused',
		(query) => {
			expect(thrown(() => bindText(query, [])).message).toContain('there is no parameter "x"');
		},
	);

	eachRow([
		'let _p_device = "x"; T',
		'T | extend _p_device = 1',
		'T | extend a = 1, _p_device=tostring(b)',
		"T | project ['_p_device'] = a",
		'T | summarize _p_device = count() by a',
		'T | as _p_device',
		'range _p_device from 1 to 3 step 1',
		'let f = (_p_device:string) { T }; f("x")',
		'datatable(_p_device:string)["x"]',
		'union withsource=_p_device T, U',
		'T | mv-expand with_itemindex=_p_device a',
		'T | extend (_p_device, b) = f(a)',
		'T | extend ((a, (_p_device)), b) = f(a)',
		'T | parse a with * "x" _p_other',
		'T | project-rename _p_other = a',
	])('query defines the parameter’s name → refused', (query) => {
		const refusal = thrown(() => bindText(query, [device]));
		expect(refusal.reason).toEqual({ kind: 'invalidInput', field: 'query' });
		expect(refusal.message).toMatch(/^The query itself defines the name "_p_(device|other)"/);
	});

	eachRow([
		'T | where a == _p_device',
		'T | where _p_device == a',
		'T | extend b = _p_device',
		'T | where a==_p_device| project a',
		'T | parse _p_device with * "x" rest',
		'T | where a in (_p_device) and b._p_c == "x"',
		'T | where (a == _p_device) == true',
		'union (T | parse a with * "x" rest) | where b == _p_device',
		'U | join (T | parse kind=regex a with * "x" rest) on b | where b in (_p_device)',
		'let f = () { T | parse a with "x" rest }; f() | where b == _p_device',
		'T | mv-apply b on (parse b with "x" rest) | extend c = strcat(b, _p_device)',
		'T | extend (a, b) = f(_p_device), (c) = g((_p_device))',
	])('query uses the parameter in any position → accepted', (query) => {
		expect(bindText(query, [device]).text).toBe(`let _p_device="PC-1";\n${query}`);
	});

	it('parameter names in strings and comments → ignored', () => {
		const query = 'T | where a == "_p_x" // let _p_x = _p_y\n and b == \'_p_z\' and c == _p_device';
		expect(bindText(query, [device]).notices).toEqual([]);
	});
});
