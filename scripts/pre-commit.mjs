// Git runs this before a commit. It checks formatting of the staged files and the import rules in a few seconds.
import { existsSync } from 'node:fs';
import { runMain } from './lib/failure.mjs';
import { binOf, inRoot } from './lib/paths.mjs';
import { capture, captureNode } from './lib/run.mjs';
import { runSteps } from './lib/steps.mjs';

async function stagedFiles() {
	const { output } = await capture('git', ['diff', '--cached', '--name-only', '--diff-filter=ACMR', '-z']);
	return output.split('\0').filter((file) => file !== '' && existsSync(inRoot(file)));
}

await runMain(async () => {
	const staged = await stagedFiles();
	if (staged.length === 0 || !existsSync(inRoot('node_modules', '.package-lock.json'))) return 0;
	const prettier = [binOf('prettier', 'prettier'), '--check', '--ignore-unknown', ...staged];
	const rules = [binOf('dependency-cruiser', 'depcruise'), '--config', '.dependency-cruiser.cjs', '.'];
	const { failed } = await runSteps(
		[
			{ name: 'formatting', run: () => captureNode(prettier) },
			{ name: 'import rules', run: () => captureNode(rules) },
		],
		2,
	);
	return failed === 0 ? 0 : 1;
});
