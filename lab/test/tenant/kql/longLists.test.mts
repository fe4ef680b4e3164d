import { describe, expect, it } from 'vitest';
import { createHuntEngine } from '../../../tenant/kql/huntEngine.mts';
import { NOW, refusalOf, rowsOf } from '../../support/huntResults.mts';

const hashes = Array.from({ length: 10_000 }, (_, index) => index.toString(16).padStart(64, '0'));
const quoted = hashes.map((hash) => JSON.stringify(hash));
const wanted = hashes.at(-1) ?? '';

describe('KQL long lists', () => {
	it('a dynamic list of 10,000 → every element counts', () => {
		const query = `let list = dynamic([${quoted.join(', ')}]); print array_length(list), "${wanted}" in (list), list[9998]`;
		expect(rowsOf(query)).toEqual([[10_000, true, hashes[9_998]]]);
	});

	it('10,000 values inside in (…), has_any (…) and a datatable → every value counts', () => {
		expect(rowsOf(`print "${wanted}" in (${quoted.join(',')}), "x" in (${quoted.join(',')})`)).toEqual([
			[true, false],
		]);
		expect(rowsOf(`print "a ${wanted} b" has_any (${quoted.join(',')})`)).toEqual([[true]]);
		const cells = hashes.map((hash, index) => `"${hash}", ${index}`);
		expect(rowsOf(`datatable(h:string, n:long)[${cells.join(',\n')}] | summarize count(), max(n)`)).toEqual([
			[10_000, 9_999],
		]);
	});

	it('objects, numbers and lists inside a long dynamic list → kept as they are', () => {
		const items = Array.from({ length: 200 }, (_, index) => `{"n": -${index}, "l": [true, null, 1.5, 'x']}`);
		expect(rowsOf(`let list = dynamic([${items.join(',')}]); print list[199].n, list[7].l`)).toEqual([
			[-199, [true, null, 1.5, 'x']],
		]);
	});

	it('a long list before an error → the position in the query as written', () => {
		const query = `let list = dynamic([\n${quoted.slice(0, 500).join(',\n')}\n]);\nDeviceInfo | where Nmae in (list)`;
		expect(refusalOf(query)).toContain('line 503, column 20');
	});

	it('a long list inside a function → found from its body', () => {
		const list = quoted.join(',');
		expect(rowsOf(`let f = (x:string) { x in (${list}) };\nprint f("${wanted}"), f("y")`)).toEqual([
			[true, false],
		]);
	});

	it('10,000 hashes against 1,000 rows → less than 250 ms of processor time', () => {
		const rows = Array.from({ length: 1_000 }, (_, index) => ({
			SHA256: hashes[index] ?? '',
			ProcessCommandLine: `run.exe --file c:\\users\\jo\\${hashes[index] ?? ''}.bin /quiet`,
		}));
		const engine = createHuntEngine({ DeviceProcessEvents: rows });
		const list = `let list = dynamic([${quoted.join(',')}]);`;
		const timed = (query: string): number => {
			const before = process.cpuUsage();
			expect(engine.run(query, { now: NOW, maxRows: 10 })).toMatchObject({ ok: true, rows: [[1_000]] });
			const { user, system } = process.cpuUsage(before);
			return (user + system) / 1_000;
		};
		const queries = [
			`${list} DeviceProcessEvents | where SHA256 in~ (list) | count`,
			`${list} DeviceProcessEvents | where ProcessCommandLine has_any (list) | count`,
		];
		for (const query of queries) {
			const best = Math.min(...Array.from({ length: 5 }, () => timed(query)));
			expect(best, query.slice(-60)).toBeLessThan(250);
		}
	});
});
