import { mkdtempSync, rmSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import type * as ClientOAuth2 from '@n8n/client-oauth2';
import type * as N8nCore from 'n8n-core';
import type * as N8nWorkflow from 'n8n-workflow';

/**
 * The one door to n8n's modules. n8n reads its settings from the environment while it loads, so they are set
 * here first: a fresh user folder (else `~/.n8n` is written), no telemetry, a silent log.
 *
 * Both packages are loaded through `require`: n8n-core and the nodes use the CommonJS build of n8n-workflow,
 * and an `import` would bring a second copy of its classes.
 */
const require = createRequire(import.meta.url);

const userFolder = mkdtempSync(join(tmpdir(), 'n8n-engine-'));
const removeUserFolder = () => {
	rmSync(userFolder, { recursive: true, force: true });
};
process.once('exit', removeUserFolder);
// A test runner ends its workers with SIGTERM, which skips 'exit'; whoever else listens decides when to leave.
process.once('SIGTERM', () => {
	removeUserFolder();
	if (process.listenerCount('SIGTERM') === 0) process.exit(143);
});
Object.assign(process.env, {
	N8N_USER_FOLDER: userFolder,
	N8N_LOG_LEVEL: 'silent',
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
});

/**
 * n8n puts its own `node_modules` on NODE_PATH at start-up, which is how a package installed elsewhere finds
 * `n8n-workflow` and `luxon`. Node reads NODE_PATH once, hence the second, internal call (n8n does the same).
 */
const modules = resolve(dirname(require.resolve('n8n-core')), '../..');
process.env['NODE_PATH'] = [process.env['NODE_PATH'], modules].filter(Boolean).join(delimiter);
if ('_initPaths' in Module && typeof Module._initPaths === 'function') {
	Reflect.apply(Module._initPaths, Module, []);
}

/** Runtime of n8n-core, pinned in package.json. */
export const core = require('n8n-core') as typeof N8nCore;

/** n8n's own OAuth2 client, the copy that n8n-core renews tokens with. */
export const clientOAuth2 = createRequire(require.resolve('n8n-core'))(
	'@n8n/client-oauth2',
) as typeof ClientOAuth2;

/** Runtime of n8n-workflow: the same copy that n8n-core and the loaded nodes use. */
export const workflow = require('n8n-workflow') as typeof N8nWorkflow;

// Time zone of a workflow whose settings name none; without it n8n takes New York.
workflow.setGlobalState({ defaultTimezone: 'UTC' });

// n8n gives a regular expression 250 ms of real time, which one can miss on a busy machine without being slow.
workflow.setSafeRegexEngine({
	exec: (pattern, input, flags) => new RegExp(pattern, flags).exec(input),
	test: (pattern, input, flags) => new RegExp(pattern, flags).test(input),
	replace: (pattern, input, flags, replacement) => input.replace(new RegExp(pattern, flags), replacement),
	matchAll: (pattern, input, flags) => [...input.matchAll(new RegExp(pattern, withGlobal(flags)))],
	split: (pattern, input, flags) => input.split(new RegExp(pattern, flags)),
});

function withGlobal(flags = ''): string {
	return flags.includes('g') ? flags : `${flags}g`;
}

/** Folder of the installed n8n-nodes-base (with its package.json). */
export const baseDirectory = dirname(require.resolve('n8n-nodes-base/package.json'));
