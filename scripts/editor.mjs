// Opens the playbooks in a real n8n with this package, credentials, practice tenant and stand-ins; runs until Ctrl+C.
import { ensureBuild } from './lib/build.mjs';
import { readEditorOptions, USAGE } from './lib/editorOptions.mjs';
import { runMain } from './lib/failure.mjs';
import { inRoot } from './lib/paths.mjs';
import { ensureN8n } from './lib/realN8n.mjs';
import { attachNode } from './lib/run.mjs';
import { setup } from './lib/setup.mjs';

await runMain(async () => {
	const args = process.argv.slice(2);
	const options = readEditorOptions(args);
	if (options.kind === 'help') {
		process.stdout.write(USAGE);
		return 0;
	}
	if (options.kind === 'refused') {
		console.error(`${options.problem}\n\n${USAGE}`);
		return 2;
	}
	await setup();
	await ensureBuild();
	await ensureN8n();
	return attachNode(['--import', 'tsx', inRoot('lab', 'editor', 'main.mts'), ...args]);
});
