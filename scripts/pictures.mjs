// Takes the pictures of README and docs again, in docs/pictures.
import { ensureBuild } from './lib/build.mjs';
import { runMain } from './lib/failure.mjs';
import { inRoot } from './lib/paths.mjs';
import { ensureN8n } from './lib/realN8n.mjs';
import { attachNode } from './lib/run.mjs';
import { setup } from './lib/setup.mjs';

await runMain(async () => {
	await setup();
	await ensureBuild();
	await ensureN8n();
	return attachNode(['--import', 'tsx', inRoot('lab', 'editor', 'pictures.mts')]);
});
