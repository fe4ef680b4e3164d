import { describe, expect, it } from 'vitest';
import { columnsOf, hunt, rowsOf } from '../../../support/huntResults.mts';

const T = 'datatable(a:string, b:long, ab:long)["x", 1, 2]';

describe('KQL columns', () => {
	it('project → selected, computed and named columns', () => {
		expect(hunt(`${T} | project b, c = b + ab, toupper(a)`)).toEqual({
			ok: true,
			columns: [
				{ name: 'b', type: 'long' },
				{ name: 'c', type: 'long' },
				{ name: 'Column1', type: 'string' },
			],
			rows: [[1, 3, 'X']],
		});
	});

	it('extend → new columns last, replaced ones in place, computed from the original row', () => {
		expect(rowsOf(`${T} | extend b = b * 10, c = b, strlen(a)`)).toEqual([['x', 10, 2, 1, 1]]);
	});

	it('project-away, -keep, -reorder and -rename → the named columns', () => {
		expect(columnsOf(`${T} | project-away a*`)).toEqual(['b:long']);
		expect(rowsOf(`${T} | project-away a*`)).toEqual([[1]]);
		expect(rowsOf(`${T} | project-keep ab, a`)).toEqual([['x', 2]]);
		expect(rowsOf(`${T} | project-reorder ab`)).toEqual([[2, 'x', 1]]);
		expect(columnsOf(`${T} | project-rename z = b`)).toEqual(['a:string', 'z:long', 'ab:long']);
		expect(rowsOf(`${T} | project-rename z = b | project z`)).toEqual([[1]]);
	});

	it('a column and a let name with the same spelling → the column', () => {
		expect(rowsOf(`let a = "other"; ${T} | where a == "x" | project a`)).toEqual([['x']]);
	});

	it('union → columns by name, empty where a table has none', () => {
		expect(rowsOf('union (print a = "x", n = 1), (print m = 2, a = "y")')).toEqual([
			['x', 1, null],
			['y', null, 2],
		]);
		expect(columnsOf('union (print a = 1), (print a = "x")')).toEqual(['a_long:long', 'a_string:string']);
		expect(rowsOf('print a = 1 | union (print a = 2)')).toEqual([[1], [2]]);
	});

	it('union withsource → the table of each row', () => {
		const rows = rowsOf('union withsource=Source DeviceInfo, EmailEvents | project Source', {
			EmailEvents: [{ Timestamp: '2026-01-01T00:00:00.0000000Z' }],
		});
		expect(rows).toEqual([['EmailEvents']]);
	});

	it('getschema → name, position and types of each column', () => {
		expect(rowsOf(`${T} | getschema`)[1]).toEqual(['b', 1, 'System.Int64', 'long']);
	});

	it('an empty table of advanced hunting → its columns', () => {
		expect(columnsOf('DeviceInfo | project Timestamp, DeviceName, OSBuild')).toEqual([
			'Timestamp:datetime',
			'DeviceName:string',
			'OSBuild:long',
		]);
	});
});
