import { describe, expect, it } from 'vitest';
import { rowsOf } from '../../support/huntResults.mts';

describe('KQL let', () => {
	it('scalars → usable in later statements', () => {
		expect(rowsOf('let a = 2; let b = a * 3; print b')).toEqual([[6]]);
	});

	it('tables → usable, also under the name of a schema table', () => {
		expect(rowsOf('let T = range n from 1 to 3 step 1; T | join kind=inner T on n | count')).toEqual([[3]]);
		const world = { DeviceInfo: [{ DeviceName: 'a' }, { DeviceName: 'b' }] };
		expect(
			rowsOf('let DeviceInfo = DeviceInfo | where DeviceName == "b"; DeviceInfo | project DeviceName', world),
		).toEqual([['b']]);
	});

	it('scalar functions → default values and local names work', () => {
		expect(
			rowsOf(
				'let f = (s:string, n:long = 3) { let t = strcat(s, n); toupper(t) }; print f("a"), f("b", 4), f("c", n = 5)',
			),
		).toEqual([['A3', 'B4', 'C5']]);
		expect(rowsOf('let f = (n:long) { n * 2 }; range x from 1 to 2 step 1 | extend y = f(x)')).toEqual([
			[1, 2],
			[2, 4],
		]);
	});

	it('tabular functions → work called and with invoke', () => {
		const over =
			'let over = (T:(n:long), low:long) { T | where n > low }; let N = range n from 1 to 3 step 1; ';
		expect(rowsOf(`${over}over(N, 2)`)).toEqual([[3]]);
		expect(rowsOf(`${over}N | invoke over(1)`)).toEqual([[2], [3]]);
	});

	it('toscalar() → the first value of the table', () => {
		expect(rowsOf('let most = toscalar(range n from 1 to 3 step 1 | summarize max(n)); print most')).toEqual([
			[3],
		]);
	});
});
