// Verifies that the trigger loses no change: `npm run prove:trigger -- --seed N`. `npm test` includes a small run.
import { ensureBuild } from './lib/build.mjs';
import { runMain } from './lib/failure.mjs';
import { inRoot } from './lib/paths.mjs';
import { USAGE } from './lib/proveTriggerUsage.mjs';
import { attachNode } from './lib/run.mjs';
import { setup } from './lib/setup.mjs';

await runMain(async () => {
	const args = process.argv.slice(2);
	if (args.includes('--help') || args.includes('-h')) {
		process.stdout.write(USAGE);
		return 0;
	}
	await setup();
	await ensureBuild();
	return await attachNode(['--import', 'tsx', inRoot('lab', 'prove', 'main.mts'), ...args]);
});
