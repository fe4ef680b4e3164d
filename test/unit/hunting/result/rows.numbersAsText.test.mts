import { describe, expect, it } from 'vitest';
import { typeRows, type HuntRow, type TypingOptions } from '../../../../defender/hunting/result/rows.ts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';

const schema = (columns: Record<string, string>) =>
	Object.entries(columns).map(([name, type]) => ({ name, type }));

/** What typing one row finds, and the row afterwards. */
function found(columns: Record<string, string>, row: HuntRow, typing: TypingOptions = {}) {
	const rows = [row];
	return { ...typeRows(schema(columns), rows, typing), row: rows[0] };
}

describe('number returned as text', () => {
	const LONG = '9223372036854775807';
	const DECIMAL = '12345678901234567890.123456789';

	eachRow(['Int64', 'long', 'SqlDecimal', 'Decimal', 'UInt64', 'a type without a row'])(
		'integer or decimal column → reported',
		(type) => {
			for (const text of [LONG, `-${LONG}`, DECIMAL, '0.1234567890123456789', '1e400', '1e-400'])
				expect(found({ A: type, B: type }, { A: text, B: 1 })).toEqual({
					inexact: ['A'],
					notFinite: [],
					row: { A: text, B: 1 },
				});
		},
	);

	eachRow([
		'5',
		'-1.5',
		'0.1',
		'',
		'x',
		'1.50',
		'000',
		'1e3',
		'12 345 678 901 234 567',
		'0x1234567890123456',
	])('text that the service sent itself → not reported', (text) => {
		expect(found({ A: 'Int64', B: 'SqlDecimal' }, { A: text, B: text })).toMatchObject({ inexact: [] });
	});

	eachRow(['String', 'Guid', 'DateTime', 'Date', 'TimeSpan', 'Time', 'Int32', 'Int', 'Int16', 'Byte'])(
		'text, GUID, date, time or column of at most 32 bits → not reported',
		(type) => {
			expect(found({ A: type }, { A: LONG })).toMatchObject({ inexact: [], notFinite: [] });
		},
	);

	it('inside a dynamic value → reported if the body had such numbers', () => {
		const deep: unknown = JSON.parse(`${'['.repeat(200_000)}"${DECIMAL}"${']'.repeat(200_000)}`);
		const row = {
			A: { x: [1, { y: LONG }] },
			B: deep,
			C: LONG,
			D: { z: ['NaN', '5'] },
			E: { w: [0.5, null, 'n/a'] },
			F: ['Infinity', LONG, '-Infinity'],
			G: 'NaN',
		};
		const dynamic = { A: 'Object', B: 'Dynamic', C: 'Object', D: 'Object', E: 'Object', F: 'Object' };
		const columns = { ...dynamic, G: 'Int64' };
		expect(found(columns, { ...row }, { numbersAsText: true })).toMatchObject({
			inexact: ['A', 'B', 'C', 'F'],
			notFinite: ['D', 'F'],
		});
		expect(found(columns, { ...row })).toMatchObject({ inexact: [], notFinite: [] });
	});

	it('raw values → reported too', () => {
		expect(found({ A: 'Int64' }, { A: LONG }, { rawValues: true })).toMatchObject({ inexact: ['A'] });
	});
});

describe('number in a real column', () => {
	eachRow([
		['12345678901234567890.5', 12_345_678_901_234_567_000],
		['9007199254740993', 9_007_199_254_740_992],
		['0.12345678901234567890', 0.123_456_789_012_345_68],
		['-4.94065645841246544e-324', -5e-324],
	])('digits beyond a double → nearest double', (text, double) => {
		for (const type of ['Double', 'real', 'Single'])
			expect(found({ A: type }, { A: text })).toEqual({ inexact: [], notFinite: [], row: { A: double } });
		expect(found({ A: 'Double' }, { A: text }, { rawValues: true }).row).toEqual({ A: double });
	});

	eachRow(['0.5', '', 'n/a', 'Information', 'no NaN'])(
		'text that the service sent itself → kept, not reported',
		(text) => {
			expect(found({ A: 'Double' }, { A: text })).toEqual({ inexact: [], notFinite: [], row: { A: text } });
		},
	);

	eachRow(['NaN', 'Infinity', '-Infinity', '+Infinity', '∞', '+∞', '-∞', 'inf', '1e400', '-1e400'])(
		'no finite double → text kept and reported',
		(text) => {
			expect(found({ A: 'Double', B: 'Double' }, { A: text, B: 0.5 })).toEqual({
				inexact: [],
				notFinite: ['A'],
				row: { A: text, B: 0.5 },
			});
		},
	);
});
