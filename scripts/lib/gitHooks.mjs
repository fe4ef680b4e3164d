import { existsSync } from 'node:fs';
import { inRoot } from './paths.mjs';
import { capture } from './run.mjs';

const FOLDER = '.githooks';

/** Enables this repository's git hooks: only in a checkout, never in CI, and never over the user's own setting. */
export async function ensureGitHooks() {
	if (process.env.CI || !existsSync(inRoot('.git'))) return;
	const { output } = await capture('git', ['config', '--local', '--get', 'core.hooksPath']);
	if (output.trim() !== '') return;
	await capture('git', ['config', '--local', 'core.hooksPath', FOLDER]);
}
