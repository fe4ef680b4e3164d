// The mission once, end to end: the practice tenant, n8n's engine, the triage playbook.
import { ensureBuild } from './lib/build.mjs';
import { runMain } from './lib/failure.mjs';
import { inRoot } from './lib/paths.mjs';
import { attachNode } from './lib/run.mjs';
import { setup } from './lib/setup.mjs';
import { USAGE } from './lib/startUsage.mjs';

await runMain(async () => {
	const args = process.argv.slice(2);
	if (args.includes('--help') || args.includes('-h')) {
		process.stdout.write(USAGE);
		return 0;
	}
	await setup();
	await ensureBuild();
	return attachNode(['--import', 'tsx', inRoot('lab', 'demo', 'main.mts'), ...args]);
});
