import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { Failure } from './failure.mjs';
import { npmCommand } from './npm.mjs';
import { inRoot, ROOT } from './paths.mjs';
import { runGroup } from './processGroup.mjs';

const FOLDER = inRoot('.cache', 'tarball');
const PACK_MS = 120_000;

/**
 * A packed package: its file, its packed size, and the paths in it.
 * @typedef {{ readonly file: string, readonly bytes: number, readonly files: readonly string[] }} Tarball
 */

/**
 * Packs the package for publication from the current dist.
 * @returns {Promise<Tarball>} a file below `.cache`
 * @throws {Failure} with npm's output
 */
export async function packTarball() {
	rmSync(FOLDER, { recursive: true, force: true });
	mkdirSync(FOLDER, { recursive: true });
	const { file, first } = npmCommand();
	const { code, stdout, output } = await runGroup(
		file,
		[...first, 'pack', '--json', '--ignore-scripts', `--pack-destination=${FOLDER}`],
		{ cwd: ROOT, env: process.env, timeoutMs: PACK_MS },
	);
	if (code !== 0) throw new Failure(`${output}\n"npm pack" failed. Fix the errors above, then start again.`);
	const [packed] = JSON.parse(stdout);
	return {
		file: path.join(FOLDER, packed.filename),
		bytes: packed.size,
		files: packed.files.map((entry) => entry.path),
	};
}
