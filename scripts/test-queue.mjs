// Tests the packed package in n8n's queue mode with Redis and PostgreSQL. Not a part of `npm test`.
import { ensureBuild } from './lib/build.mjs';
import { runMain } from './lib/failure.mjs';
import { inRoot } from './lib/paths.mjs';
import { ensureN8n } from './lib/realN8n.mjs';
import { attachNode } from './lib/run.mjs';
import { setup } from './lib/setup.mjs';
import { USAGE } from './lib/testQueueUsage.mjs';

await runMain(async () => {
	const args = process.argv.slice(2);
	if (args.includes('--help') || args.includes('-h')) {
		process.stdout.write(USAGE);
		return 0;
	}
	await setup();
	await ensureBuild();
	await ensureN8n();
	return await attachNode(['--import', 'tsx', inRoot('test', 'queue', 'main.mts'), ...args]);
});
