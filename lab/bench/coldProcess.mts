import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { readFileSync } from 'node:fs';
import { core, workflow } from '../engine/n8n.mts';

/**
 * Measures in a process of its own how long it takes to load all nodes and credentials of the package, after what n8n itself
 * has loaded.
 */
const require = createRequire(import.meta.url);
const root = fileURLToPath(new URL('../..', import.meta.url));
const { n8n } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as {
	n8n: { credentials: string[]; nodes: string[] };
};
require('luxon');
const started = performance.now();
for (const file of [...n8n.credentials, ...n8n.nodes]) require(root + file);
const milliseconds = performance.now() - started;
const loaded = Object.keys(require.cache).filter((file) => file.startsWith(`${root}dist`));
const hasMsal = loaded.some((file) => file.endsWith('msalBundle.js'));
const isReady = core !== undefined && workflow !== undefined;
process.stdout.write(JSON.stringify({ milliseconds, files: loaded.length, hasMsal, isReady }));
