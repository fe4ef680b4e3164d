// Starts only the practice tenant, for use with your own n8n.
import { runMain } from './lib/failure.mjs';
import { inRoot } from './lib/paths.mjs';
import { attachNode } from './lib/run.mjs';
import { setup } from './lib/setup.mjs';
import { USAGE } from './lib/tenantUsage.mjs';

await runMain(async () => {
	const args = process.argv.slice(2);
	if (args.includes('--help') || args.includes('-h')) {
		process.stdout.write(USAGE);
		return 0;
	}
	await setup();
	return attachNode(['--import', 'tsx', inRoot('lab', 'tenant', 'main.mts'), ...args]);
});
