// Mutation testing of one group of files: `npm run mutate -- writing`, with Stryker's own options after it.
import { runMain } from './lib/failure.mjs';
import { binOf } from './lib/paths.mjs';
import { attachNode } from './lib/run.mjs';
import { setup } from './lib/setup.mjs';

await runMain(async () => {
	await setup();
	const [group = '', ...options] = process.argv.slice(2);
	process.env.MUTATE_GROUP = group;
	return await attachNode([binOf('@stryker-mutator/core', 'stryker'), 'run', ...options]);
});
