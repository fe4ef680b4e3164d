import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout's root folder. */
export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

/** An absolute path inside the checkout. */
export const inRoot = (...parts) => path.join(ROOT, ...parts);

/**
 * The JavaScript file behind an installed package's command. Commands are started with Node itself
 * and this file: the shims in node_modules/.bin need a shell on Windows.
 * @param {string} packageName for example `@n8n/node-cli`
 * @param {string} command for example `n8n-node`
 */
export function binOf(packageName, command) {
	const folder = inRoot('node_modules', ...packageName.split('/'));
	const { bin } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
	const file = typeof bin === 'string' ? bin : bin?.[command];
	if (file === undefined) throw new Error(`The package ${packageName} has no command ${command}.`);
	return path.join(folder, file);
}
