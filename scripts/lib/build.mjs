import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Failure } from './failure.mjs';
import { binOf, inRoot, ROOT } from './paths.mjs';
import { withProgress } from './progress.mjs';
import { captureNode } from './run.mjs';

const SOURCES = [
	'credentials',
	'nodes',
	'defender',
	'icons',
	'gulpfile.js',
	'scripts/msal',
	'package.json',
	'package-lock.json',
	'tsconfig.json',
];
/** Next to the packages, not in dist: dist is published unchanged. */
const STAMP = inRoot('node_modules', '.cache', 'n8n-nodes-microsoft-defender-xdr', 'build-stamp');

function filesUnder(place) {
	if (!existsSync(place)) return [];
	if (statSync(place).isFile()) return [place];
	return readdirSync(place)
		.toSorted()
		.flatMap((name) => filesUnder(path.join(place, name)));
}

function hashOf(places) {
	const hash = createHash('sha256');
	for (const file of places.flatMap((place) => filesUnder(inRoot(place)))) {
		hash.update(path.relative(ROOT, file)).update('\0').update(readFileSync(file)).update('\0');
	}
	return hash.digest('hex');
}

/** Covers sources and result, so a dist that another tool rebuilt or emptied is built again. */
const currentStamp = () => `${hashOf(SOURCES)}\n${hashOf(['dist'])}\n`;

const isBuilt = () =>
	existsSync(inRoot('dist', 'package.json')) &&
	existsSync(STAMP) &&
	readFileSync(STAMP, 'utf8') === currentStamp();

/**
 * Bundles MSAL and builds dist with n8n's own tool when sources or dist have changed since the last build.
 * @throws {Failure} with the tool's output when the build fails
 */
export async function ensureBuild() {
	if (isBuilt()) return;
	await step('Bundling MSAL', [binOf('gulp', 'gulp')]);
	await step('Building dist', [binOf('@n8n/node-cli', 'n8n-node'), 'build']);
	mkdirSync(path.dirname(STAMP), { recursive: true });
	writeFileSync(STAMP, currentStamp());
}

async function step(name, command) {
	const { code, output } = await withProgress(name, () => captureNode(command));
	if (code !== 0) throw new Failure(`${output}\n${name} failed. Fix the errors above, then start again.`);
}
