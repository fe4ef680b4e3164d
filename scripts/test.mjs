// Everything that must hold, from a fresh clone: the last line is "N passed, N failed".
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

/** The build is the type check of what ships. Longest first, so that the pair ends together. */
const checks = () => [
	tool('types of lab and tests', 'typescript', 'tsc', '-p', 'tsconfig.lab.json', '--noEmit'),
	tool('lint of what ships', '@n8n/node-cli', 'n8n-node', 'lint'),
	tool('lint of lab, tests and scripts', 'eslint', 'eslint', '--config', 'eslint.lab.config.mjs', '.'),
	tool('import rules', 'dependency-cruiser', 'depcruise', '--config', '.dependency-cruiser.cjs', '.'),
	{ name: 'generated documents', run: () => captureNode([inRoot('scripts', 'docs.mjs'), '--check']) },
	{ name: 'public names', run: () => captureNode([inRoot('scripts', 'public-names.mjs'), '--check']) },
];

/** Set-up and build are one step of the count: without them nothing else can be judged. */
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

const tell = ({ passed, failed }) => {
	console.log(`${passed} passed, ${failed} failed`);
	return failed === 0 ? 0 : 1;
};

await runMain(async () => {
	if (!(await prepare())) return tell({ passed: 0, failed: 1 });
	const checked = await runSteps(checks(), AT_ONCE);
	const tested = await runVitest(process.argv.slice(2));
	return tell({ passed: 1 + checked.passed + tested.passed, failed: checked.failed + tested.failed });
});
