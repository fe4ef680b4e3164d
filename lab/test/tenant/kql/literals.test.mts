import { describe, expect, it } from 'vitest';
import { createHuntEngine } from '../../../tenant/kql/huntEngine.mts';
import { eachRow } from '../../support/eachRow.mts';

const TEXTS: readonly string[] = [
	'',
	' ',
	'plain',
	'"',
	"'",
	'""',
	"''",
	'\\',
	'\\\\',
	'\\"',
	"\\'",
	'a\\',
	'"; DeviceInfo | take 1 //',
	"'; DeviceInfo | take 1 //",
	'");//',
	"');//",
	'" | union DeviceInfo | where "a"=="a',
	"' or 1==1 or ''=='",
	'| union EmailEvents',
	'; .show tables',
	'.drop table T',
	'//comment',
	'" // x',
	'/* x */',
	'\n',
	'\r',
	'\r\n',
	'a\nb\n| union DeviceInfo',
	'\t',
	'\0',
	'a\0b',
	'\u2028',
	'\u2029',
	'\u0085',
	'\v\f',
	'\u00a0',
	'\ufeff',
	'\u200b\u202e',
	'😀',
	'\ud800',
	'\udc00',
	'👨‍👩‍👧',
	'```',
	'~~~',
	'```\n| union DeviceInfo```',
	'@"x"',
	"h'secret'",
	'@',
	'h"',
	'$left',
	"['x']",
	'"]',
	'{p0}',
	'{{$json.x}}',
	'%22%3b',
	'\\u0022',
	'\\x22',
	'\\042',
	'\\n',
	'\\u{22}',
	'“”‘’',
	'\uff02',
	'\u02bc',
	'-1',
	'null',
	'true',
	'datetime(2020-01-01)',
	'dynamic([1])',
	'x'.repeat(100_000),
	'"'.repeat(10_000),
	'\\'.repeat(9_999),
	'a'.repeat(1_000_000),
	'İı',
	'e\u0301',
	'𝐀',
	'C:\\Users\\x\\"quoted dir"\\f.exe',
	'powershell -enc "JAB4\'`" -c \'iex "a"\'',
	'#{x}',
	'${x}',
	'`',
	'\u0007\u001b[31m',
	'\u007f',
	'\u009f',
];

/** An ASCII literal, written here on its own so that the test depends on nobody's encoder. */
function literal(text: string): string {
	const escaped = text.replace(/[^\x20-\x7e]|["\\]/g, (unit) =>
		unit === '"' || unit === '\\' ? `\\${unit}` : `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);
	return `"${escaped}"`;
}

const engine = createHuntEngine({ DeviceInfo: [{ DeviceName: 'should not be seen' }] });
const settings = { now: '2026-01-01T00:00:00Z', maxRows: 10 };

describe('KQL string literal', () => {
	eachRow(TEXTS.map((text) => [text.slice(0, 40), text] as const))(
		'a hostile text → read back unchanged',
		(_, text) => {
			const answer = engine.run(`print x = ${literal(text)}`, settings);
			expect(answer.ok).toBe(true);
			expect(answer.ok && answer.rows.length === 1 && answer.rows[0]?.[0] === text).toBe(true);
		},
	);

	it('hostile texts in a dynamic array or a list → one value each', () => {
		const short = TEXTS.filter((text) => text.length < 1000);
		const list = short.map(literal).join(',');
		expect(engine.run(`print x = dynamic([${list}])`, settings)).toMatchObject({ ok: true, rows: [[short]] });
		const member = engine.run(`print x = ${literal('"; DeviceInfo | take 1 //')} in (${list})`, settings);
		expect(member).toMatchObject({ ok: true, rows: [[true]] });
	});
});
