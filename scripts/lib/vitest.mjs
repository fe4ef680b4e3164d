import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { binOf } from './paths.mjs';
import { attachNode } from './run.mjs';
import { vitestCounts } from './vitestCounts.mjs';

/**
 * Runs vitest on this terminal and counts its tests.
 * @param {readonly string[]} filters file filters and options for vitest
 * @param {readonly string[]} [before] a command that runs the command after it
 */
export async function runVitest(filters, before = []) {
	const folder = mkdtempSync(path.join(tmpdir(), 'vitest-report-'));
	const file = path.join(folder, 'report.json');
	try {
		const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
		const code = await attachNode([binOf('vitest', 'vitest'), 'run', ...reporters, ...filters], before);
		return vitestCounts(existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined, code);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}
