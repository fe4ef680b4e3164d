import { ensureDependencies } from './dependencies.mjs';
import { ensureGitHooks } from './gitHooks.mjs';
import { requireNode } from './nodeVersion.mjs';

/**
 * Everything a fresh clone lacks: npm's own pre and post hooks are silenced (`ignore-scripts`), so each script calls this.
 * @throws {import('./failure.mjs').Failure} when Node is too old or the install fails
 */
export async function setup() {
	requireNode();
	await ensureDependencies();
	await ensureGitHooks();
}
