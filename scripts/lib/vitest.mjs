import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { binOf } from './paths.mjs';
import { attachNode } from './run.mjs';
import { vitestCounts } from './vitestCounts.mjs';

/**
 * Runs vitest on this terminal and counts its tests.
 * @param {readonly string[]} filters file filters and options for vitest
 */
export async function runVitest(filters) {
	const folder = mkdtempSync(path.join(tmpdir(), 'vitest-report-'));
	const file = path.join(folder, 'report.json');
	try {
		const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
		const code = await attachNode([binOf('vitest', 'vitest'), 'run', ...reporters, ...filters]);
		return vitestCounts(existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined, code);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}
