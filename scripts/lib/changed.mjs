import { existsSync } from 'node:fs';
import { Failure } from './failure.mjs';
import { inRoot } from './paths.mjs';
import { capture } from './run.mjs';

/** What `npm test -- --changed` runs, by the files that changed. Tests that import a changed file run always. */
const AREAS = [
	{
		files:
			/^(?:credentials|nodes|defender|icons|scripts\/msal|gulpfile\.js|tsconfig\.json|package(?:-lock)?\.json)/,
		checks: ['types', 'shipped', 'rules', 'documents', 'names'],
		// Tests of the built package import dist, not its sources.
		tests: [
			'test/engine',
			'test/package',
			'lab/test/demo',
			'lab/test/prove',
			'test/architecture/regexes.test',
		],
	},
	{ files: /^(?:lab|test)\/.*\.mts$/, checks: ['types', 'lab', 'rules'], tests: [] },
	{ files: /^scripts\/|^[^/]+\.m?js$/, checks: ['lab', 'documents', 'names'], tests: ['test/package'] },
	{ files: /^playbooks\//, checks: [], tests: ['test/engine/playbooks', 'test/architecture/regexes.test'] },
	{ files: /^(?:docs\/|[^/]+\.md$)/, checks: ['documents'], tests: ['test/package'] },
	{ files: /^README\.md$/, checks: [], tests: ['test/engine/playbooks/firstWorkflow.test'] },
	{ files: /dependency-cruiser/, checks: ['rules'], tests: ['test/architecture/importRules.test'] },
	{
		files: /^(?:eslint\.[^/]+|tsconfig[^/]*|package(?:-lock)?\.json)$/,
		checks: ['types', 'shipped', 'lab', 'rules'],
		tests: [],
	},
	// They read the texts of all folders and take a few seconds.
	{
		files: /./,
		checks: [],
		tests: ['documents', 'fileNames', 'moduleState', 'publicNames', 'publishing', 'readme', 'words'].map(
			(name) => `test/architecture/${name}.test`,
		),
	},
];

/**
 * @param {readonly string[]} files changed files, relative to the checkout's root
 * @returns {{ checks: ReadonlySet<string>, tests: readonly string[] }} the checks by name, and filters of test files
 */
export function touchedBy(files) {
	const touched = AREAS.filter((area) => files.some((file) => area.files.test(file)));
	return {
		checks: new Set(touched.flatMap(({ checks }) => checks)),
		tests: [...new Set(touched.flatMap(({ tests }) => tests))],
	};
}

async function linesOf(...args) {
	const { code, output } = await capture('git', [...args, '-z']);
	if (code !== 0) throw new Failure(`git ${args.join(' ')} failed:\n${output}`);
	return output.split('\0').filter((line) => line !== '');
}

/**
 * Files that differ from a commit, and files that git does not know yet.
 * @param {string} since for example `main`
 */
export async function changedFiles(since = 'HEAD') {
	const [differing, unknown] = await Promise.all([
		linesOf('diff', '--name-only', since),
		linesOf('ls-files', '--others', '--exclude-standard'),
	]);
	return [...new Set([...differing, ...unknown])];
}

/** The files that the lint of lab, tests and scripts reads, of those that exist still. */
export const lintedIn = (files) =>
	files.filter((file) => /\.m?js$|\.mts$/.test(file) && existsSync(inRoot(file)));
