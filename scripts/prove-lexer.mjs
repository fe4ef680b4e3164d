// Compares our lexer with Kusto's own over a folder of queries: `npm run prove:lexer -- <folder>`. No part of `npm test`.
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
