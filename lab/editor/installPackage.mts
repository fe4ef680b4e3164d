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
import path from 'node:path';
import { z } from 'zod';
import { npmCommand } from '../../scripts/lib/npm.mjs';
import { runGroup } from '../../scripts/lib/processGroup.mjs';

const INSTALL_MS = 120_000;
const manifest = z.object({ name: z.string(), version: z.string() }).passthrough();

/**
 * Installs the packed package into a user folder step by step as n8n 2.41 does for a name in its settings
 * (community-packages.service.js), except that the tarball is local. One that is there already is replaced.
 *
 * @throws Error with the words of tar or npm
 */
export async function installPackage(userFolder: string, tarball: string): Promise<void> {
	const nodes = nodesIn(userFolder);
	mkdirSync(nodes, { recursive: true });
	const unpacked = mkdtempSync(path.join(userFolder, 'unpacked-'));
	await run('tar', ['-xzf', tarball, '-C', unpacked, '--strip-components=1'], userFolder);
	const { name, version } = manifest.parse(keepRuntimeDependencies(unpacked));
	const place = path.join(nodes, 'node_modules', name);
	mkdirSync(path.dirname(place), { recursive: true });
	rmSync(place, { recursive: true, force: true });
	renameSync(unpacked, place);
	writeJson(path.join(nodes, 'package.json'), {
		name: 'installed-nodes',
		private: true,
		dependencies: { [name]: version },
	});
	await installDependencies(place);
}

/** Packages that npm installed for the packages in a user folder: n8n would load their dependencies from nowhere else. */
export function dependenciesIn(userFolder: string): readonly string[] {
	const packages = path.join(nodesIn(userFolder), 'node_modules');
	return namesIn(packages).flatMap((name) => namesIn(path.join(packages, name, 'node_modules')));
}

const nodesIn = (userFolder: string): string => path.join(userFolder, '.n8n', 'nodes');

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

function namesIn(folder: string): readonly string[] {
	if (!existsSync(folder)) return [];
	return readdirSync(folder).filter((name) => !name.startsWith('.'));
}
