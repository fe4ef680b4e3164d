// The mission once, end to end: the practice tenant, n8n's engine, the triage playbook.
import { ensureBuild } from './lib/build.mjs';
import { runMain } from './lib/failure.mjs';
import { inRoot } from './lib/paths.mjs';
import { attachNode } from './lib/run.mjs';
import { setup } from './lib/setup.mjs';

const USAGE = `Usage: npm start [-- <options>]

Starts the practice tenant on a free local port and runs playbooks/incident-triage.json
against it in n8n's own engine; prints what each step did and stops by itself.

Options:
  --seed <number>  another practice tenant (the same seed gives the same tenant)
  --json           the result as JSON on stdout, progress on stderr
  --help           this text
`;

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
