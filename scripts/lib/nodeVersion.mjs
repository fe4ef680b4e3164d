import { Failure } from './failure.mjs';

/** The oldest supported Node, as in `engines` of package.json. */
const OLDEST = [20, 15];

/**
 * @param {string} version for example `20.15.0`
 * @throws {Failure} when it is older than the oldest supported one
 */
export function requireNode(version = process.versions.node) {
	const [major = 0, minor = 0] = version.split('.').map(Number);
	if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return;
	throw new Failure(
		`Node ${OLDEST.join('.')} or newer is required, but this is ${version}. Install a newer Node from https://nodejs.org, then start again.`,
	);
}
