import { ensureDependencies } from './dependencies.mjs';
import { ensureGitHooks } from './gitHooks.mjs';
import { requireNode } from './nodeVersion.mjs';

/**
 * Prepares a fresh clone. npm's own pre and post hooks are off (`ignore-scripts`), so each script calls this.
 * @throws {import('./failure.mjs').Failure} when Node is too old or the installation fails
 */
export async function setup() {
	requireNode();
	await ensureDependencies();
	await ensureGitHooks();
}
