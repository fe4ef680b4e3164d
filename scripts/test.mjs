// Runs every check, also in a fresh clone. The last line is "N passed, N failed".
import { ensureBuild } from './lib/build.mjs';
import { Failure, runMain } from './lib/failure.mjs';
import { binOf, inRoot } from './lib/paths.mjs';
import { captureNode } from './lib/run.mjs';
import { setup } from './lib/setup.mjs';
import { runSteps } from './lib/steps.mjs';
import { runVitest } from './lib/vitest.mjs';

const AT_ONCE = 2;

const tool = (name, packageName, command, ...args) => ({
	name,
	run: () => captureNode([binOf(packageName, command), ...args]),
});

/** The build checks the types of the package. Longest first, so that both workers finish together. */
const checks = () => [
	tool('types of lab and tests', 'typescript', 'tsc', '-p', 'tsconfig.lab.json', '--noEmit'),
	tool('lint of the package', '@n8n/node-cli', 'n8n-node', 'lint'),
	tool('lint of lab, tests and scripts', 'eslint', 'eslint', '--config', 'eslint.lab.config.mjs', '.'),
	tool('import rules', 'dependency-cruiser', 'depcruise', '--config', '.dependency-cruiser.cjs', '.'),
	{ name: 'generated documents', run: () => captureNode([inRoot('scripts', 'docs.mjs'), '--check']) },
	{ name: 'public names', run: () => captureNode([inRoot('scripts', 'public-names.mjs'), '--check']) },
];

/** Setup and build count as one step; without them no other check can run. */
async function prepare() {
	try {
		await setup();
		await ensureBuild();
		return true;
	} catch (error) {
		if (!(error instanceof Failure)) throw error;
		console.error(error.message);
		return false;
	}
}

const report = ({ passed, failed }) => {
	console.log(`${passed} passed, ${failed} failed`);
	return failed === 0 ? 0 : 1;
};

await runMain(async () => {
	if (!(await prepare())) return report({ passed: 0, failed: 1 });
	const checked = await runSteps(checks(), AT_ONCE);
	const tested = await runVitest(process.argv.slice(2));
	return report({ passed: 1 + checked.passed + tested.passed, failed: checked.failed + tested.failed });
});
