// Runs the triage playbook once, end to end, with n8n's engine and the practice tenant.
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
