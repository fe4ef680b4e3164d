import type { INodeParameters } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { benchPerFile } from '../../support/benchHooks.mts';
import { jsonOf, our } from '../../support/practice.mts';

const current = benchPerFile();

const node = 'runHuntingQuery';
const SCHEMA = Object.entries({ D: 'SqlDecimal', R: 'Double', L: 'Int64', O: 'Object', T: 'String' });

/** The rows and hints of a hunt that is answered with one row, written as JSON text. */
async function answered(row: string, more: INodeParameters = {}) {
	const schema = JSON.stringify(SCHEMA.map(([name, type]) => ({ name, type })));
	current.bench.fault({ status: 200, body: `{"schema":${schema},"results":[${row}]}` });
	const result = await current.bench.run(our(node, { query: 'T', timeRange: 'apiDefault', ...more }));
	expect(result.error).toBeUndefined();
	return { items: jsonOf(result, node), hints: result.hints(node).map(({ message }) => message) };
}

const inexact = (columns: string) =>
	`Some numbers have too many digits for JavaScript, so they are returned as text with all digits. Columns: ${columns}.`;
const notFinite = (columns: string) =>
	`Some numbers are NaN or infinite, which JSON cannot represent, so they are returned as text. Columns: ${columns}.`;

describe('numbers of a hunt', () => {
	it('decimals whose digits a double would change → are text, and a hint names the column', async () => {
		const { items, hints } = await answered('{"D":12345678901234567890.123456789,"R":0.5,"L":5}');
		expect(items).toEqual([{ D: '12345678901234567890.123456789', R: 0.5, L: 5, O: null, T: null }]);
		expect(hints).toEqual([inexact('"D"')]);
	});

	it('small decimals of many digits → text; decimals that a double represents → numbers', async () => {
		expect((await answered('{"D":0.1234567890123456789}')).items[0]?.['D']).toBe('0.1234567890123456789');
		const { items, hints } = await answered('{"D":-12.50,"R":1e300}');
		expect([items[0], hints]).toEqual([{ D: -12.5, R: 1e300, L: null, O: null, T: null }, []]);
	});

	it('64-bit integers and decimals inside a dynamic column → are text, and a hint names that column', async () => {
		const row =
			'{"O":{"a":[9223372036854775807,{"b":0.12345678901234567890}],"c":1.5},"T":"9223372036854775807"}';
		const { items, hints } = await answered(row);
		expect(items[0]?.['O']).toEqual({ a: ['9223372036854775807', { b: '0.12345678901234567890' }], c: 1.5 });
		expect(hints).toEqual([inexact('"O"')]);
	});

	it('reals of more digits than a double represents → numbers without a hint', async () => {
		const { items, hints } = await answered('{"R":0.12345678901234567890,"L":-9223372036854775808}');
		expect([items[0]?.['R'], items[0]?.['L']]).toEqual([0.123_456_789_012_345_68, '-9223372036854775808']);
		expect(hints).toEqual([inexact('"L"')]);
	});

	current.eachRow(['"NaN"', 'NaN', '-Infinity', '"∞"', '1e400'])(
		'NaN or infinity in a real column → text, and a hint names the column',
		async (cell) => {
			const { items, hints } = await answered(`{"D":1,"R":${cell}}`);
			expect(items).toEqual([{ D: 1, R: cell.replaceAll('"', ''), L: null, O: null, T: null }]);
			expect(hints).toEqual([notFinite('"R"')]);
		},
	);

	it('in a CSV file → keep every digit and their sign', async () => {
		current.bench.fault({
			status: 200,
			body: '{"schema":[{"name":"T","type":"String"},{"name":"D","type":"SqlDecimal"}],"results":[{"T":"a","D":-12345678901234567890.5}]}',
		});
		const result = await current.bench.run(our(node, { query: 'T', output: 'file' }));
		const file = result.items(node)[0]?.binary?.['data'];
		expect(Buffer.from(file?.data ?? '', 'base64').toString()).toBe('T,D\r\na,-12345678901234567890.5\r\n');
	});
});
