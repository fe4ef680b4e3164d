import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { binOf } from './paths.mjs';
import { attachNode } from './run.mjs';
import { vitestCounts } from './vitestCounts.mjs';

/**
 * Runs vitest on this terminal and counts its tests.
 * @param {readonly string[]} filters file filters and options for vitest
 * @param {object} [options]
 * @param {readonly string[]} [options.before] a command that runs the command after it
 * @param {boolean} [options.mayBeEmpty] a run that finds no test is no failure
 */
export async function runVitest(filters, { before = [], mayBeEmpty = false } = {}) {
	const folder = mkdtempSync(path.join(tmpdir(), 'vitest-report-'));
	const file = path.join(folder, 'report.json');
	try {
		const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
		const code = await attachNode([binOf('vitest', 'vitest'), 'run', ...reporters, ...filters], before);
		const report = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
		if (mayBeEmpty && code === 0 && (report?.testResults ?? []).length === 0) return { passed: 0, failed: 0 };
		return vitestCounts(report, code);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}
