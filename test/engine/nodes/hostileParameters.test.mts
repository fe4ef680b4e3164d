import type { INodeParameters } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { AWKWARD_FILE_NAMES } from '../../../lab/tenant/world/stories/awkwardNames.mts';
import { hostileStrings } from '../../../lab/test/support/hostileStrings.mts';
import { benchPerFile } from '../../support/benchHooks.mts';
import { continueOnFail, jsonOf, our, pairingOf } from '../../support/practice.mts';

const current = benchPerFile();

const hunt = (query: string, ...values: INodeParameters[]) =>
	our('runHuntingQuery', { query, parameters: { values } });
const text: INodeParameters = { name: 'value', type: 'string', value: '={{ $json.text }}' };
const list: INodeParameters = { name: 'values', type: 'stringList', value: '={{ $json.texts }}' };

const texts = hostileStrings.filter(({ refused }) => refused === undefined).map((one) => one.text);
const short = texts.filter((one) => one.length < 1_000);
const long = texts.filter((one) => one.length >= 1_000);

/**
 * A table of the texts. They are in Base64, so that its contents depend on no quoting of ours or of the test. The letter in
 * front keeps a byte order mark from being first, where decoders remove it.
 */
function tableOf(values: readonly string[]): string {
	const cells = values.map((one, index) => `${index},"${Buffer.from(`x${one}`, 'utf8').toString('base64')}"`);
	return `datatable(Row:int, Code:string)[${cells.join(',')}]\n| extend Value = substring(base64_decode_tostring(Code), 1)`;
}

/** KQL's `has`, case-insensitive: the term appears somewhere without a letter or digit next to its ends. */
function has(value: string, term: string): boolean {
	const [lower, wanted] = [value.toLowerCase(), term.toLowerCase()];
	const runsOn = (ends: string) => /^[\p{L}\p{N}]{2}$/u.test(ends);
	return (
		wanted === '' ||
		Array.from({ length: lower.length }, (_, at) => at).some((at) => {
			if (!lower.startsWith(wanted, at)) return false;
			const end = at + wanted.length;
			return !runsOn(lower.slice(Math.max(0, at - 1), at + 1)) && !runsOn(lower.slice(end - 1, end + 1));
		})
	);
}

/**
 * Binds each text as its own parameter of one query that checks `conditionsOf` for every text in the table.
 * @returns the texts for which a condition is true, by its name
 */
async function matching(
	values: readonly string[],
	type: 'string' | 'stringList',
	conditionsOf: (index: number) => readonly string[],
): Promise<(condition: string) => readonly unknown[]> {
	const parameters = values.map((_, index) => {
		const value = `={{ $json.texts[${index}] }}`;
		return { name: `v${index}`, type, value: type === 'string' ? value : `={{ [$json.texts[${index}]] }}` };
	});
	const query = `${tableOf(short)}\n| project Value, ${values.flatMap((_, index) => conditionsOf(index)).join(', ')}`;
	const result = await current.bench.run(hunt(query, ...parameters), { input: [{ texts: values }] });
	expect(result.error).toBeUndefined();
	const rows = jsonOf(result, 'runHuntingQuery');
	expect(rows).toHaveLength(short.length);
	return (condition) => rows.filter((row) => row[condition] === true).map(({ Value }) => Value);
}

describe('hunting parameter with a hostile value', () => {
	it('== and has → exactly the rows that equal or contain it', async () => {
		const found = await matching(short, 'string', (index) => [
			`E${index} = Value == _p_v${index}`,
			`H${index} = Value has _p_v${index}`,
		]);
		for (const [index, one] of short.entries()) {
			expect(found(`E${index}`)).toEqual([one]);
			expect(found(`H${index}`)).toEqual(short.filter((value) => has(value, one)));
		}
	}, 60_000);

	it('in with a list of one → exactly the rows that equal it', async () => {
		const wanted = short.filter((one) => one !== '');
		const found = await matching(wanted, 'stringList', (index) => [`L${index} = Value in (_p_v${index})`]);
		for (const [index, one] of wanted.entries()) expect(found(`L${index}`)).toEqual([one]);
	});

	it('in with a list of many → exactly the rows that equal one of them', async () => {
		const chosen = short.filter((one, index) => one !== '' && index % 2 === 0);
		const query = `${tableOf(short)}\n| where Value in (_p_values)\n| project Value`;
		const result = await current.bench.run(hunt(query, list), { input: [{ texts: chosen }] });
		expect(result.error).toBeUndefined();
		expect(jsonOf(result, 'runHuntingQuery').map(({ Value }) => Value)).toEqual(chosen);
	});

	it('thousands of quotes or backslashes → found exactly', async () => {
		expect(long).toHaveLength(2);
		const query = `${tableOf(long)}\n| where Value == _p_value and Value has _p_value and Value in (_p_values)\n| project Row`;
		const input = long.map((one) => ({ text: one, texts: [one] }));
		const result = await current.bench.run(hunt(query, text, list), { input });
		expect(result.error).toBeUndefined();
		expect(jsonOf(result, 'runHuntingQuery')).toEqual([{ Row: 0 }, { Row: 1 }]);
		expect(pairingOf(result, 'runHuntingQuery')).toEqual([0, 1]);
	});

	it('file name of the practice tenant → the events of that file', async () => {
		const query = 'DeviceFileEvents | where FileName == _p_value | project FileName';
		const input = AWKWARD_FILE_NAMES.map((name) => ({ text: name }));
		const result = await current.bench.run(hunt(query, text), { input });
		expect(jsonOf(result, 'runHuntingQuery')).toEqual(AWKWARD_FILE_NAMES.map((name) => ({ FileName: name })));
	});

	it('any value → the author’s query is sent unchanged', async () => {
		const query = 'DeviceProcessEvents\n| where DeviceName == _p_value // "so"\n| count';
		const input = short.slice(0, 20).map((one) => ({ text: one }));
		await current.bench.run(hunt(query, text), { input });
		const queries = current.bench.practice.calls.slice(-20).map(({ body }) => JSON.stringify(body));
		for (const one of queries) expect(one.includes(JSON.stringify(`\n${query}`).slice(1, -1))).toBe(true);
	});

	it('value that cannot be sent → an error that names the parameter, before any request', async () => {
		const refused = hostileStrings.filter((one) => one.refused !== undefined);
		const before = current.bench.apiCalls().length;
		const step = { ...hunt('print _p_value', text), ...continueOnFail };
		const result = await current.bench.run(step, { input: refused.map((one) => ({ text: one.text })) });
		const errors = jsonOf(result, 'runHuntingQuery').map(({ error }) => String(error));
		expect(errors).toHaveLength(refused.length);
		for (const error of errors) expect(error).toMatch(/"?value"?/);
		expect(errors.every((error) => error.length < 300)).toBe(true);
		expect(current.bench.apiCalls().length).toBe(before);
	});
});
