// Everything that must hold, from a fresh clone: the last line is "N passed, N failed".
// `npm test -- --changed [commit]` runs only what the changes since a commit (default: the last one) touch.
import { ensureBuild } from './lib/build.mjs';
import { changedFiles, lintedIn, touchedBy } from './lib/changed.mjs';
import { Failure, runMain } from './lib/failure.mjs';
import { binOf, inRoot } from './lib/paths.mjs';
import { captureNode } from './lib/run.mjs';
import { setup } from './lib/setup.mjs';
import { runSteps } from './lib/steps.mjs';
import { runVitest } from './lib/vitest.mjs';

const AT_ONCE = 2;
/** TypeScript creates millions of short-lived objects; with more room for them V8 copies fewer. */
const ROOMY = ['--max-semi-space-size=128'];

const tool = (key, name, packageName, command, ...args) => ({
	key,
	name,
	run: () => captureNode([binOf(packageName, command), ...args]),
});
const script = (key, name, file) => ({
	key,
	name,
	run: () => captureNode([inRoot('scripts', file), '--check']),
});

/**
 * Types and lint of what does not ship, in one process.
 * @param {boolean} types whether the types are checked
 * @param {readonly string[]} linted files and folders
 */
const labCheck = (types, linted) => ({
	key: 'lab',
	name: 'types and lint of lab, tests and scripts',
	run: () =>
		captureNode([
			...ROOMY,
			inRoot('scripts', 'check-lab.mjs'),
			...(types ? ['--types'] : []),
			...(linted.length > 0 ? ['--lint', ...linted] : []),
		]),
});

/** The build is the type check of what ships. Longest first, so that the tests start beside the last of them. */
const otherChecks = [
	tool('shipped', 'lint of what ships', '@n8n/node-cli', 'n8n-node', 'lint'),
	tool(
		...['rules', 'import rules', 'dependency-cruiser', 'depcruise'],
		...['--config', '.dependency-cruiser.cjs', '.'],
	),
	script('documents', 'generated documents', 'docs.mjs'),
	script('names', 'public names', 'public-names.mjs'),
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

/** @param {readonly { passed: number, failed: number }[]} counts */
function report(counts) {
	const sum = (key) => counts.reduce((all, count) => all + count[key], 0);
	console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
	return sum('failed') === 0 ? 0 : 1;
}

/** Runs the checks two at a time, and the tests as soon as only one check is left. */
async function runAll(steps, runTests) {
	let tests;
	const startTests = () => (tests ??= runTests());
	const checked = await runSteps(steps, AT_ONCE, startTests);
	return [{ passed: 1, failed: 0 }, checked, await startTests()];
}

async function runChanged([since = 'HEAD', ...filters]) {
	const files = await changedFiles(since);
	const touched = touchedBy(files);
	const lintsAll = files.some((file) => /^(?:eslint|tsconfig|package)/.test(file));
	const types = touched.checks.has('types');
	const linted = lintsAll ? ['.'] : lintedIn(files);
	const steps = otherChecks.filter(({ key }) => touched.checks.has(key));
	if (types || linted.length > 0) steps.unshift(labCheck(types, linted));
	const importing = ['--changed', since, '--passWithNoTests', ...filters];
	for (const test of touched.tests) importing.push('--exclude', `${test}*`, '--exclude', `${test}/**`);
	const counts = await runAll(steps, () => runVitest(importing, { mayBeEmpty: true }));
	return report(touched.tests.length === 0 ? counts : [...counts, await runVitest(touched.tests)]);
}

await runMain(async () => {
	if (!(await prepare())) return report([{ passed: 0, failed: 1 }]);
	const [first, ...others] = process.argv.slice(2);
	if (first === '--changed') return await runChanged(others);
	const filters = first === undefined ? [] : [first, ...others];
	return report(await runAll([labCheck(true, ['.']), ...otherChecks], () => runVitest(filters)));
});
