import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { Failure } from './failure.mjs';
import { npmCommand } from './npm.mjs';
import { inRoot } from './paths.mjs';
import { withProgress } from './progress.mjs';
import { capture } from './run.mjs';

const LOCK = inRoot('package-lock.json');
/** npm writes this last, so it is missing after an interrupted install. */
const INSTALLED = inRoot('node_modules', '.package-lock.json');
const STAMP = inRoot('node_modules', '.setup-stamp');

const parse = (file) => JSON.parse(readFileSync(file, 'utf8'));

/**
 * A package as a lock file lists it, by its folder. A workspace is listed twice: as its folder in the checkout, and as a
 * link to that folder in node_modules.
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, link?: boolean }} LockedPackage
 */

/**
 * The folders of all packages that have to be installed. Workspaces are part of the checkout, and nothing imports them by name.
 * @param {Readonly<Record<string, LockedPackage>>} packages
 */
const placesOf = (packages) =>
	Object.keys(packages).filter((place) => place.includes('node_modules/') && packages[place].link !== true);

/**
 * Whether an installed tree matches the lock file, whichever program installed it.
 * @param {Readonly<Record<string, LockedPackage>>} wanted `packages` of package-lock.json
 * @param {Readonly<Record<string, LockedPackage>>} installed `packages` of node_modules/.package-lock.json
 */
export function matchesLock(wanted, installed) {
	const same = (place) => {
		const there = installed[place];
		// Optional packages for other platforms are left out by npm.
		if (there === undefined) return wanted[place].optional === true;
		return there.version === wanted[place].version && there.integrity === wanted[place].integrity;
	};
	return placesOf(wanted).every(same) && placesOf(installed).every((place) => place in wanted);
}

function areInstalled(lockHash) {
	if (!existsSync(INSTALLED)) return false;
	if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === lockHash) return true;
	return matchesLock(parse(LOCK).packages, parse(INSTALLED).packages);
}

/**
 * Installs exactly the packages of package-lock.json, unless they are installed already.
 * @throws {Failure} with npm's output when the install fails
 */
export async function ensureDependencies() {
	const lockHash = createHash('sha256').update(readFileSync(LOCK)).digest('hex');
	if (!areInstalled(lockHash)) {
		const { file, first, options } = npmCommand();
		const { code, output } = await withProgress('Installing dependencies (once, a few minutes)', () =>
			capture(file, [...first, 'ci', '--no-audit', '--no-fund'], options),
		);
		if (code !== 0) {
			throw new Failure(
				`${output}\nnpm ci failed. Check the network and the npm registry setting, then start again.`,
			);
		}
	}
	writeFileSync(STAMP, lockHash);
}
