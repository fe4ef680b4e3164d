// Prints every regular expression of the package and its playbooks with its longest time: `npm run regexes`.
import { runMain } from './lib/failure.mjs';
import { inRoot } from './lib/paths.mjs';
import { attachNode } from './lib/run.mjs';
import { setup } from './lib/setup.mjs';

await runMain(async () => {
	await setup();
	return attachNode(['--import', 'tsx', inRoot('test', 'architecture', 'regexes', 'table.mts')]);
});
