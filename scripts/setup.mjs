// Prepares a fresh clone: installs dependencies and git hooks.
import { runMain } from './lib/failure.mjs';
import { setup } from './lib/setup.mjs';

await runMain(async () => {
	await setup();
	return 0;
});
