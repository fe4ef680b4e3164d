import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { npmCommand } from '../../scripts/lib/npm.mjs';
import { runGroup } from '../../scripts/lib/processGroup.mjs';

/** A temporary folder in which one n8n keeps its database, settings and community packages. */
export interface UserFolder {
	readonly path: string;
	/** Packages that npm installed for the package: n8n would load none of its dependencies from anywhere else. */
	readonly dependencies: readonly string[];
	readonly remove: () => void;
}

/** Followed by the id of the process that made the folder. */
const PREFIX = 'n8n-lab-';
const INSTALL_MS = 120_000;
const manifest = z.object({ name: z.string(), version: z.string() }).passthrough();

/**
 * Makes a user folder and installs the packed package into it step by step as n8n 2.41 does for a name in its
 * settings (community-packages.service.js), except that the tarball comes from here.
 *
 * @throws Error with the words of tar or npm
 */
export async function createUserFolder(tarball: string): Promise<UserFolder> {
	removeAbandoned();
	const folder = mkdtempSync(path.join(tmpdir(), `${PREFIX}${process.pid}-`));
	const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
	try {
		const nodes = path.join(folder, '.n8n', 'nodes');
		const unpacked = path.join(folder, 'unpacked');
		mkdirSync(unpacked);
		await run('tar', ['-xzf', tarball, '-C', unpacked, '--strip-components=1'], folder);
		const { name, version } = manifest.parse(keepRuntimeDependencies(unpacked));
		const place = path.join(nodes, 'node_modules', name);
		mkdirSync(path.dirname(place), { recursive: true });
		renameSync(unpacked, place);
		writeJson(path.join(nodes, 'package.json'), {
			name: 'installed-nodes',
			private: true,
			dependencies: { [name]: version },
		});
		await installDependencies(place);
		return { path: folder, dependencies: packagesIn(path.join(place, 'node_modules')), remove };
	} catch (error) {
		remove();
		throw error;
	}
}

/** Folders of processes that were killed before they could remove them. */
function removeAbandoned(): void {
	for (const name of readdirSync(tmpdir())) {
		const owner = new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1];
		if (owner !== undefined && !isRunning(Number(owner)))
			rmSync(path.join(tmpdir(), name), { recursive: true, force: true });
	}
}

function isRunning(pid: number): boolean {
	try {
		return process.kill(pid, 0);
	} catch (error) {
		// EPERM: it runs, for another user.
		return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
	}
}

const writeJson = (file: string, value: unknown): void => writeFileSync(file, JSON.stringify(value, null, 2));

/** Rewrites the package's manifest without what n8n does not install, and returns it. */
function keepRuntimeDependencies(folder: string): unknown {
	const file = path.join(folder, 'package.json');
	const whole: Record<string, unknown> = manifest.parse(JSON.parse(readFileSync(file, 'utf8')));
	for (const kind of ['devDependencies', 'peerDependencies', 'optionalDependencies']) delete whole[kind];
	writeJson(file, whole);
	return whole;
}

async function installDependencies(place: string): Promise<void> {
	const { file, first } = npmCommand();
	const quiet = ['--audit=false', '--fund=false', '--bin-links=false', '--loglevel=error'];
	const rest = ['--install-strategy=shallow', '--ignore-scripts=true', '--package-lock=false'];
	await run(file, [...first, 'install', ...quiet, ...rest], place);
}

async function run(file: string, args: readonly string[], cwd: string): Promise<void> {
	const { code, output, timedOut } = await runGroup(file, args, {
		cwd,
		env: process.env,
		timeoutMs: INSTALL_MS,
	});
	if (timedOut) throw new Error(`The package was not installed within ${INSTALL_MS / 1000} seconds.`);
	if (code !== 0) throw new Error(`The package could not be installed:\n${output}`);
}

function packagesIn(folder: string): readonly string[] {
	if (!existsSync(folder)) return [];
	return readdirSync(folder).filter((name) => !name.startsWith('.'));
}
