import { describe, expect, it } from 'vitest';
import { columnsOf, hunt, rowsOf } from '../../../support/huntResults.mts';

const T = 'datatable(a:string, b:long, ab:long)["x", 1, 2]';

describe('columns', () => {
	it('projects, computes and names columns', () => {
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

	it('extends at the end and replaces in place, all from the row as it was', () => {
		expect(rowsOf(`${T} | extend b = b * 10, c = b, strlen(a)`)).toEqual([['x', 10, 2, 1, 1]]);
	});

	it('removes, keeps, reorders and renames', () => {
		expect(columnsOf(`${T} | project-away a*`)).toEqual(['b:long']);
		expect(rowsOf(`${T} | project-away a*`)).toEqual([[1]]);
		expect(rowsOf(`${T} | project-keep ab, a`)).toEqual([['x', 2]]);
		expect(rowsOf(`${T} | project-reorder ab`)).toEqual([[2, 'x', 1]]);
		expect(columnsOf(`${T} | project-rename z = b`)).toEqual(['a:string', 'z:long', 'ab:long']);
		expect(rowsOf(`${T} | project-rename z = b | project z`)).toEqual([[1]]);
	});

	it('reads a column before a let name of the same spelling', () => {
		expect(rowsOf(`let a = "other"; ${T} | where a == "x" | project a`)).toEqual([['x']]);
	});

	it('unites tables by column name, empty where a table lacks one', () => {
		expect(rowsOf('union (print a = "x", n = 1), (print m = 2, a = "y")')).toEqual([
			['x', 1, null],
			['y', null, 2],
		]);
		expect(columnsOf('union (print a = 1), (print a = "x")')).toEqual(['a_long:long', 'a_string:string']);
		expect(rowsOf('print a = 1 | union (print a = 2)')).toEqual([[1], [2]]);
	});

	it('says where a united row comes from', () => {
		const rows = rowsOf('union withsource=Source DeviceInfo, EmailEvents | project Source', {
			EmailEvents: [{ Timestamp: '2026-01-01T00:00:00.0000000Z' }],
		});
		expect(rows).toEqual([['EmailEvents']]);
	});

	it('describes a table', () => {
		expect(rowsOf(`${T} | getschema`)[1]).toEqual(['b', 1, 'System.Int64', 'long']);
	});

	it('knows the tables of advanced hunting even when they are empty', () => {
		expect(columnsOf('DeviceInfo | project Timestamp, DeviceName, OSBuild')).toEqual([
			'Timestamp:datetime',
			'DeviceName:string',
			'OSBuild:long',
		]);
	});
});
