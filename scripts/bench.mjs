// Measures this package against the HTTP Request node and a bare fetch. `npm test` includes a small run.
import { USAGE } from './lib/benchUsage.mjs';
import { ensureBuild } from './lib/build.mjs';
import { runMain } from './lib/failure.mjs';
import { inRoot } from './lib/paths.mjs';
import { ensureN8n } from './lib/realN8n.mjs';
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
	if (args.includes('--n8n')) await ensureN8n();
	return await attachNode(['--import', 'tsx', inRoot('lab', 'bench', 'main.mts'), ...args]);
});
