import { existsSync } from 'node:fs';
import path from 'node:path';

/**
 * Returns npm as a Node program if it can be found; otherwise the command, which needs a shell on Windows.
 * @returns {{ readonly file: string, readonly first: readonly string[], readonly options: { readonly shell?: boolean } }}
 *   the program, the arguments before npm's own, and options for `spawn`
 */
export function npmCommand() {
	const nodeFolder = path.dirname(process.execPath);
	const candidates = [
		process.env.npm_execpath?.endsWith('npm-cli.js') ? process.env.npm_execpath : undefined,
		path.join(nodeFolder, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
		path.join(nodeFolder, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
	];
	const cli = candidates.find((candidate) => candidate !== undefined && existsSync(candidate));
	if (cli !== undefined) return { file: process.execPath, first: [cli], options: {} };
	return { file: 'npm', first: [], options: { shell: process.platform === 'win32' } };
}
