// Builds dist when it is out of date.
import { ensureBuild } from './lib/build.mjs';
import { runMain } from './lib/failure.mjs';
import { setup } from './lib/setup.mjs';

await runMain(async () => {
	await setup();
	await ensureBuild();
	return 0;
});
