import { existsSync } from 'node:fs';
import { inRoot } from './paths.mjs';
import { capture } from './run.mjs';

const FOLDER = '.githooks';

/** Lets git run this repository's hooks: in a checkout only, never in CI, and never over a setting of the user's own. */
export async function ensureGitHooks() {
	if (process.env.CI || !existsSync(inRoot('.git'))) return;
	const { output } = await capture('git', ['config', '--local', '--get', 'core.hooksPath']);
	if (output.trim() !== '') return;
	await capture('git', ['config', '--local', 'core.hooksPath', FOLDER]);
}
