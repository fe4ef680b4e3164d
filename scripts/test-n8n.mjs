// Tests the packed package in a real n8n (command line, REST API, editor) without network. The last line is "N passed, N failed".
import { ensureBuild } from './lib/build.mjs';
import { runMain } from './lib/failure.mjs';
import { loopbackOnly } from './lib/loopbackOnly.mjs';
import { ensureN8n } from './lib/realN8n.mjs';
import { setup } from './lib/setup.mjs';
import { runVitest } from './lib/vitest.mjs';

await runMain(async () => {
	await setup();
	await ensureBuild();
	await ensureN8n();
	const cut = await loopbackOnly();
	if (cut === undefined)
		console.log(
			'This system cannot cut off the network, so requests to other computers are only rejected and counted.',
		);
	const filters = ['--config', 'vitest.n8n.config.mts', ...process.argv.slice(2)];
	const { passed, failed } = await runVitest(filters, { before: cut });
	console.log(`${passed} passed, ${failed} failed`);
	return failed === 0 ? 0 : 1;
});
