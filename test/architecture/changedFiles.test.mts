import { describe, expect, it } from 'vitest';
import { eachRow } from '../../lab/test/support/eachRow.mts';
import { touchedBy } from '../../scripts/lib/changed.mjs';

describe('npm test with --changed', () => {
	eachRow([
		['defender/core/hash.ts', ['shipped', 'types', 'rules'], ['test/engine', 'test/package']],
		['nodes/GetIncidents/GetIncidents.node.json', ['shipped'], ['test/engine', 'lab/test/demo']],
		['package.json', ['shipped', 'lab', 'types', 'names'], ['test/engine', 'test/package']],
		['lab/tenant/clock.mts', ['types', 'lab', 'rules'], []],
		['lab/test/tenant/clock.test.mts', ['types', 'lab', 'rules'], []],
		['playbooks/sla-watch.json', [], ['test/engine/playbooks', 'test/architecture/regexes.test']],
		['docs/permissions.md', ['documents'], ['test/package']],
		['scripts/docs.mjs', ['lab', 'documents'], ['test/package']],
		['.dependency-cruiser.cjs', ['rules'], ['test/architecture/importRules.test']],
		['tsconfig.lab.json', ['types', 'lab'], []],
	])('a changed file → the checks and the test folders that judge it', (file, checks, tests) => {
		const touched = touchedBy([file]);
		expect([...touched.checks]).toEqual(expect.arrayContaining([...checks]));
		expect(touched.tests).toEqual(expect.arrayContaining([...tests, 'test/architecture/words.test']));
	});

	it('a changed test → no test of the built package', () => {
		expect(touchedBy(['test/unit/core/hash.test.mts']).tests).not.toContain('test/engine');
	});

	it('no changed file → nothing', () => {
		expect(touchedBy([])).toEqual({ checks: new Set(), tests: [] });
	});
});
