// Publishes to npm from GitHub Actions after its checks. package.json is private, so npm itself rejects every other
// way. Hooks would not, because .npmrc turns them off.
import { readFileSync, writeFileSync } from 'node:fs';
import { Failure, runMain } from './lib/failure.mjs';
import { binOf, inRoot } from './lib/paths.mjs';
import { publishRefusal, withoutPrivate } from './lib/publishGuard.mjs';
import { attachNode, capture } from './lib/run.mjs';

const MANIFEST = inRoot('package.json');

await runMain(async () => {
	const manifest = readFileSync(MANIFEST, 'utf8');
	const onMain = await capture('git', ['merge-base', '--is-ancestor', 'HEAD', 'origin/main']);
	const changes = await capture('git', ['status', '--porcelain']);
	const refusal = publishRefusal({
		environment: process.env,
		version: JSON.parse(manifest).version,
		isOnMain: onMain.code === 0,
		isClean: changes.code === 0 && changes.output.trim() === '',
	});
	if (refusal !== undefined) throw new Failure(refusal);
	writeFileSync(MANIFEST, withoutPrivate(manifest));
	return attachNode([binOf('@n8n/node-cli', 'n8n-node'), 'release']);
});
