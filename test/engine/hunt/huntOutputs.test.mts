import type { INodeParameters } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { benchPerFile } from '../../support/benchHooks.mts';
import { jsonOf, our, pairingOf } from '../../support/practice.mts';

const current = benchPerFile();

const node = 'runHuntingQuery';
const run = async (query: string, more: INodeParameters = {}, input: readonly object[] = [{}]) => {
	const result = await current.bench.run(our(node, { query, ...more }), { input });
	expect(result.error).toBeUndefined();
	return result;
};
const fileOf = async (query: string, more: INodeParameters = {}, field = 'data') => {
	const [item] = (await run(query, { output: 'file', ...more })).items(node);
	const file = item?.binary?.[field];
	if (file === undefined) throw new Error(`no file in ${field}`);
	return { json: item?.json, file, text: Buffer.from(file.data, 'base64').toString('utf8') };
};
const NONE = 'print x = 1 | where x > 1';
const ODD = [
	'datatable(T:string, B:bool, L:long, D:dynamic)[',
	'"a,b", true, 9007199254740993, dynamic({"k":[1]}),',
	'"say \\"hi\\"\\n=next", bool(null), -5, dynamic(null),',
	'"=cmd|calc", false, long(null), dynamic(["x"]),',
	'"", true, -9007199254740993, dynamic({})]',
].join('\n');

describe('hunt, Output set to Table', () => {
	it('all rows, or more than Limit → one item with columns, rows and whether rows are missing', async () => {
		const whole = await run('range x from 1 to 3 step 1', { output: 'table' });
		expect(jsonOf(whole, node)).toEqual([
			{
				rowCount: 3,
				truncated: false,
				windowOpen: true,
				columns: [{ name: 'x', type: 'Int64' }],
				rows: [{ x: 1 }, { x: 2 }, { x: 3 }],
			},
		]);
		const cut = await run('range x from 1 to 3 step 1', { output: 'table', limit: 2 });
		expect(jsonOf(cut, node)).toMatchObject([{ rowCount: 2, truncated: true, truncatedBecause: 'limit' }]);
	});

	it('two input items → one table each, paired with its item', async () => {
		const result = await run('range x from 1 to 3 step 1', { output: 'table' }, [{}, {}]);
		expect(jsonOf(result, node)).toHaveLength(2);
		expect(pairingOf(result, node)).toEqual([0, 1]);
	});
});

describe('hunt, CSV file', () => {
	it('commas, quotes and formulas → RFC 4180 with all digits, and formulas as text', async () => {
		const { json, file, text } = await fileOf(ODD);
		expect(text).toBe(
			[
				'T,B,L,D',
				'"a,b",true,9007199254740993,"{""k"":[1]}"',
				'"say ""hi""\n\'=next",,-5,{}',
				'"\'=cmd|calc",false,,"[""x""]"',
				'"",true,-9007199254740993,{}',
				'',
			].join('\r\n'),
		);
		expect(file).toMatchObject({ mimeType: 'text/csv', fileName: 'hunting-results.csv' });
		expect(json).toMatchObject({ fileName: 'hunting-results.csv', rowCount: 4, truncated: false });
		expect(json).not.toHaveProperty('rows');
	});

	it('Escape Formulas off, own name and field → the text unchanged', async () => {
		const more = { binaryPropertyName: 'proof', options: { escapeFormulas: false, fileName: 'a b.csv' } };
		const { file, text } = await fileOf('print A = "=1+1"', more, 'proof');
		expect(text).toBe('A\r\n=1+1\r\n');
		expect(file.fileName).toBe('a b.csv');
	});
});

describe('hunt, CSV file for spreadsheets', () => {
	const hostile = 'print A = "invoice;=HYPERLINK(A1)", B = "a\\t@SUM(1)", C = -5';

	it('cells separated at semicolons or tabs → formulas as text', async () => {
		expect((await fileOf(hostile)).text).toBe('A,B,C\r\n"invoice;\'=HYPERLINK(A1)","a\t\'@SUM(1)",-5\r\n');
	});

	it('For Excel → begins with a byte order mark in UTF-8, and otherwise without', async () => {
		const name = 'print Name = "Müller 日本"';
		const bytes = async (options: INodeParameters) =>
			Buffer.from((await fileOf(name, { options })).file.data, 'base64');
		expect(await bytes({ forExcel: true })).toEqual(Buffer.from('\ufeffName\r\nMüller 日本\r\n'));
		expect(await bytes({})).toEqual(Buffer.from('Name\r\nMüller 日本\r\n'));
	});

	it('For Excel → changes no JSON file', async () => {
		const { text } = await fileOf('print A = 1', { fileFormat: 'json', options: { forExcel: true } });
		expect(text).toBe('[{"A":1}]');
	});
});

describe('hunt, JSON file', () => {
	it('rows → the same values as in items', async () => {
		const { file, text } = await fileOf(ODD, { fileFormat: 'json' });
		expect(JSON.parse(text)).toEqual(jsonOf(await run(ODD), node));
		expect(file).toMatchObject({ mimeType: 'application/json', fileName: 'hunting-results.json' });
	});
});

describe('hunt without rows', () => {
	it('rows → no item unless If No Rows Are Found is set to item', async () => {
		expect((await run(NONE)).items(node)).toEqual([]);
		expect(jsonOf(await run(NONE, { onEmpty: 'item' }), node)).toMatchObject([
			{ rowCount: 0, truncated: false, columns: [{ name: 'x', type: 'Int64' }], rows: [] },
		]);
	});

	current.eachRow(['nothing', 'item'])('table → always one item', async (onEmpty) => {
		expect(jsonOf(await run(NONE, { output: 'table', onEmpty }), node)).toMatchObject([
			{ rowCount: 0, truncated: false, columns: [{ name: 'x', type: 'Int64' }], rows: [] },
		]);
	});

	it('file → always a header or an empty list', async () => {
		expect((await fileOf(NONE)).text).toBe('x\r\n');
		expect((await fileOf(NONE, { fileFormat: 'json' })).text).toBe('[]');
	});
});

describe('hunt, JSON in text', () => {
	const TEXT = 'print A = "{\\"k\\":[9007199254740993]}", B = "no json", D = dynamic({"x":1})';

	it('Parse JSON In → objects in the named columns, other text unchanged and counted in a hint', async () => {
		const result = await run(TEXT, { options: { parseJson: ['A', 'b'] } });
		expect(jsonOf(result, node)).toEqual([{ A: { k: ['9007199254740993'] }, B: 'no json', D: { x: 1 } }]);
		const hints = result.hints(node).map(({ message }) => message);
		expect(hints).toContain('1 cell is not JSON, so it stays text. Columns: "B".');
	});

	it('no columns named, or Raw Values → text unchanged', async () => {
		const [plain] = jsonOf(await run(TEXT), node);
		expect(plain).toMatchObject({ A: '{"k":[9007199254740993]}', D: { x: 1 } });
		const [raw] = jsonOf(await run(TEXT, { options: { parseJson: ['A'], rawValues: true } }), node);
		expect(raw).toMatchObject({ A: '{"k":[9007199254740993]}' });
	});
});

it('hunt, Raw Values › rows → the values of the response without sidecar properties', async () => {
	const raw = await run('print B = true, N = long(null), T = "x"', { options: { rawValues: true } });
	expect(jsonOf(raw, node)).toEqual([{ B: 1, N: {}, T: 'x' }]);
});

it('hunt, long numbers › text instead of a number → a hint names the column', async () => {
	const hints = (await run('print A = 9007199254740993, B = 1, C = "9007199254740993"')).hints(node);
	expect(hints.map(({ message }) => message)).toEqual([
		'Some numbers have too many digits for JavaScript, so they are returned as text with all digits. Columns: "A".',
	]);
});
