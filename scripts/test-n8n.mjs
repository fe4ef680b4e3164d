// The packed package in a real n8n: command line, REST API, editor. The last line is "N passed, N failed".
import { ensureBuild } from './lib/build.mjs';
import { runMain } from './lib/failure.mjs';
import { ensureN8n } from './lib/realN8n.mjs';
import { setup } from './lib/setup.mjs';
import { runVitest } from './lib/vitest.mjs';

await runMain(async () => {
	await setup();
	await ensureBuild();
	await ensureN8n();
	const { passed, failed } = await runVitest(['--config', 'vitest.n8n.config.mts', ...process.argv.slice(2)]);
	console.log(`${passed} passed, ${failed} failed`);
	return failed === 0 ? 0 : 1;
});
