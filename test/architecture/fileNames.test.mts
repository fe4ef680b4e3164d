import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from './cruise.mts';

/** Folders whose files are parallel: a name means the same for incidents and alerts. */
const PARALLEL = /^(incidents|alerts)\//;

function duplicates(files: readonly string[]): readonly string[] {
	const byName = new Map<string, string[]>();
	for (const file of files) {
		const name = path.posix.basename(file);
		byName.set(name, [...(byName.get(name) ?? []), file]);
	}
	return [...byName.values()]
		.filter((same) => same.length > 1 && !isParallel(same))
		.map((same) => same.toSorted().join(', '));
}

function isParallel(same: readonly string[]): boolean {
	const folders = new Set(same.map((file) => PARALLEL.exec(file)?.[1]));
	return folders.size === same.length && !folders.has(undefined);
}

describe('file names below defender', () => {
	it('this repository → each name once', () => {
		const files = readdirSync(path.join(ROOT, 'defender'), { recursive: true, encoding: 'utf8' })
			.map((file) => file.replaceAll(path.sep, '/'))
			.filter((file) => file.endsWith('.ts'));
		expect(files.length).toBeGreaterThan(100);
		expect(duplicates(files)).toEqual([]);
	});

	it('one name in two folders → both are reported', () => {
		expect(duplicates(['core/host.ts', 'tasks/read/host.ts', 'api/http.ts'])).toEqual([
			'core/host.ts, tasks/read/host.ts',
		]);
	});

	it('one name in incidents and alerts → allowed, but not in a third folder', () => {
		const parallel = ['incidents/query.ts', 'alerts/query.ts'];
		expect(duplicates(parallel)).toEqual([]);
		expect(duplicates([...parallel, 'records/query.ts'])).toHaveLength(1);
		expect(duplicates(['incidents/query.ts', 'incidents/evidence/query.ts'])).toHaveLength(1);
	});
});
