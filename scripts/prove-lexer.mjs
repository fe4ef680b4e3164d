// Compares our lexer with Kusto's own on a folder of queries: `npm run prove:lexer -- <folder>`. `npm test` does not run it.
import { runMain } from './lib/failure.mjs';
import { inRoot } from './lib/paths.mjs';
import { attachNode } from './lib/run.mjs';
import { setup } from './lib/setup.mjs';

await runMain(async () => {
	await setup();
	return await attachNode([
		'--import',
		'tsx',
		inRoot('test', 'evidence', 'lexerOverFolder.mts'),
		...process.argv.slice(2),
	]);
});
