import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Failure } from './failure.mjs';
import { npmCommand } from './npm.mjs';
import { inRoot } from './paths.mjs';
import { runGroup } from './processGroup.mjs';
import { withProgress } from './progress.mjs';

const FOLDER = inRoot('.cache', 'n8n');
const STAMP = path.join(FOLDER, 'installed.json');
const NODE = path.join(FOLDER, 'node_modules', 'node', 'bin', 'node');
const SQLITE = path.join(FOLDER, 'node_modules', 'sqlite3', 'build', 'Release', 'node_sqlite3.node');
const N8N = path.join(FOLDER, 'node_modules', 'n8n', 'bin', 'n8n');
const MINUTE_MS = 60_000;
const LAST_LINES = 40;

/**
 * The Node binary and n8n's JavaScript file.
 * @typedef {{ readonly node: string, readonly n8n: string }} InstalledN8n
 */

/**
 * The tested releases of n8n and Node.
 * @type {{ readonly node: string, readonly n8n: string }}
 */
export const VERSIONS = JSON.parse(readFileSync(inRoot('scripts', 'versions.json'), 'utf8'));

const packages = () => [`n8n@${VERSIONS.n8n}`, `node@${VERSIONS.node}`];
/** Compiled parts work on one platform only. */
const wantedStamp = () => `${JSON.stringify({ ...VERSIONS, for: `${process.platform} ${process.arch}` })}\n`;

/**
 * Returns the installed n8n and its Node, or undefined if they are missing, incomplete or of a different version.
 * @returns {InstalledN8n | undefined}
 */
export function installedN8n() {
	const stamped = existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wantedStamp();
	return stamped && [NODE, N8N, SQLITE].every(existsSync) ? { node: NODE, n8n: N8N } : undefined;
}

async function step(label, file, args, { env = {}, minutes }) {
	const { code, output, timedOut } = await withProgress(label, () =>
		runGroup(file, args, {
			cwd: FOLDER,
			env: { ...process.env, ...env },
			timeoutMs: minutes * MINUTE_MS,
		}),
	);
	if (code === 0 && !timedOut) return output;
	const lastLines = output.trim().split('\n').slice(-LAST_LINES).join('\n');
	const why = timedOut ? `took longer than ${minutes} minutes` : 'failed';
	throw new Failure(
		`${lastLines}\n"${label}" ${why}. Check the network, the npm registry setting and the C++ compiler (g++, make, python3), then start again.`,
	);
}

const npm = (label, args, options) => {
	const { file, first } = npmCommand();
	return step(label, file, [...first, ...args], options);
};

/** The headers next to the running Node, if its installer put them there; otherwise node-gyp downloads them. */
function headers() {
	const prefix = path.resolve(path.dirname(process.execPath), '..');
	const there = existsSync(path.join(prefix, 'include', 'node', 'node_api.h'));
	// A prebuilt binary would come from a host that is not a package registry.
	return there ? { npm_config_nodedir: prefix, npm_config_build_from_source: 'true' } : {};
}

async function install() {
	rmSync(FOLDER, { recursive: true, force: true });
	mkdirSync(FOLDER, { recursive: true });
	writeFileSync(path.join(FOLDER, 'package.json'), '{ "private": true }\n');
	const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
	// Runs the install scripts of the two packages that need them, not those of two thousand others.
	await npm(
		`Installing n8n ${VERSIONS.n8n} (once, a few minutes, 3 GB)`,
		['install', '--ignore-scripts', ...quiet, ...packages()],
		{ minutes: 30 },
	);
	const rebuild = ['rebuild', '--ignore-scripts=false', ...quiet];
	await npm(`Installing Node ${VERSIONS.node} for it`, [...rebuild, 'node'], { minutes: 10 });
	await npm('Compiling its database driver', [...rebuild, 'sqlite3'], { env: headers(), minutes: 20 });
	// Checks the compiled parts, because they fail with a newer Node or on a different platform.
	const load = "require('sqlite3'); require('isolated-vm'); console.log(require('n8n/package.json').version)";
	const version = await step('Loading it once', NODE, ['-e', load], { minutes: 3 });
	if (version.trim() !== VERSIONS.n8n) {
		throw new Failure(
			`n8n ${VERSIONS.n8n} was installed, but reports version ${version.trim()}. Delete .cache/n8n, then start again.`,
		);
	}
	writeFileSync(STAMP, wantedStamp());
}

/**
 * Installs n8n and its Node into the ignored folder `.cache/n8n`, unless they are installed.
 * @returns {Promise<InstalledN8n>}
 * @throws {Failure} with the last lines of the step that failed
 */
export async function ensureN8n() {
	if (process.platform === 'win32')
		throw new Failure('This command needs Linux or macOS, because it starts and stops process groups.');
	const installed = installedN8n();
	if (installed !== undefined) return installed;
	await install();
	return { node: NODE, n8n: N8N };
}
