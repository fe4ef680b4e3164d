import { tmpdir } from 'node:os';
import { join } from 'node:path';

// Mutation testing: `npm run mutate -- <group>`. It takes minutes and is no part of `npm test`.
// A surviving mutant is killed by a better test or listed here with the reason why no test can tell it from the original.

/**
 * @typedef {object} Group
 * @property {readonly string[]} mutate the files that are changed
 * @property {readonly string[]} tests where the tests of these files stand
 * @property {number} break the score in percent below which the run fails
 * @property {readonly string[]} [survivors] what survives, and why
 */

/** @type {Readonly<Record<string, Group>>} */
export const groups = {
	writing: {
		mutate: [
			'defender/incidents/update.ts',
			'defender/incidents/tags.ts',
			'defender/incidents/merge.ts',
			'defender/api/retry.ts',
			'defender/core/pacer.ts',
		],
		tests: [
			'test/unit/incidents/**/*.test.mts',
			'test/property/incidents/**/*.test.mts',
			'test/unit/tasks/update/*.test.mts',
			'test/property/tasks/update/*.test.mts',
			'test/unit/api/{retry,http,http.failures}.test.mts',
			'test/{unit,property}/core/*.test.mts',
		],
		break: 75,
		survivors: [
			'update.ts, merge.ts: `x !== undefined &&` before `writes(…)`, isEditApplied or comment stands for the compiler; the rest of the condition, or an absent value, says the same',
			'update.ts: `case "status"` and `case "severity"` compared as texts, and `?? ""` beside an absent text, give the same answer for members of a vocabulary',
			'update.ts: `verdict?.[field]`: the field is only asked for when there is a verdict',
			'retry.ts: asking a transport failure for its status or pause reads undefined, which decides the same',
			'pacer.ts: refilling by an elapsed time of zero adds nothing; a negative one happens only in a pause, when no token is asked for',
			'pacer.ts: the very millisecond at which caution ends',
		],
	},
	trigger: {
		mutate: ['defender/trigger/*.ts', 'defender/tasks/poll/runExclusively.ts'],
		tests: [
			'test/unit/trigger/**/*.test.mts',
			'test/unit/tasks/poll/*.test.mts',
			'test/property/trigger/*.test.mts',
			'test/property/tasks/poll/*.test.mts',
		],
		break: 85,
		survivors: [
			'defaults such as `[a = "", b = ""] = text.split(…)`, `?? ""`, `?? []` and `?.` stand for the compiler: there always is a first part, and a last one where it is asked for',
			'one of several `typeof … !== …` in a row: what is of another type fails at the next one, or gives no member',
			'knownIncident.ts: an empty `dueAt` is unpacked to nothing too; popping from an empty list ends; the index in no list of members is -1 for every text',
			'state.ts: `<` for `<=` at the very byte of the bound; a state within the bound is written the same by the loop that forgets nothing',
			'state.ts, advance.ts: comparisons of equal time stamps or equal IDs, of which there are no two, or whose order does not matter; `>=` where the same instant is set again',
			'state.ts: what changed within the look-back is kept by its time stamp, since later ones are forgotten later anyway',
			'advance.ts: `dueAt <= undefined` and `undefined > …` are false too; a sweep that was complete has no `upTo`, which reads undefined',
			'classifyChange.ts: the same version read twice has the same time stamp; comparing fields without alerts, where none were read; `?? {}` beside a known incident; a field of a merged one that nothing reads',
			'classifyChange.ts: of an unknown incident every watched field is uncertain, and no change is known',
			'pollSituation.ts: what is not a number is less than none',
			'ownChange.ts: an undefined name equals no modifier',
			'diff.ts: fields of an incident are never undefined but alerts, which are a possible event then',
			'recentDeliveries.ts: a number is not an instant either; room to the very character',
			'snapshot.ts: fields for `merged` besides status, which nothing watches; the order of alerts, which `differs` sorts itself',
		],
	},
	literals: {
		mutate: ['defender/hunting/values/literals.ts'],
		tests: ['test/unit/hunting/**/*.test.mts', 'test/property/hunting/**/*.test.mts'],
		break: 85,
	},
	lexer: {
		mutate: ['defender/hunting/query/lexer.ts'],
		tests: ['test/unit/hunting/query/lexer.test.mts', 'test/evidence/kqlTokens.test.mts'],
		break: 75,
		survivors: [
			'`found[1] ?? ""` stands for the compiler, and a fence closes behind its opening, never at 0',
			'ESCAPE: octal digits left outside the escape are plain characters of the string, so that its end is the same',
		],
	},
	hunting: {
		mutate: [
			'defender/hunting/query/bindParameters.ts',
			'defender/hunting/query/rowLimit.ts',
			'defender/hunting/result/rows.ts',
		],
		tests: ['test/unit/hunting/**/*.test.mts', 'test/property/hunting/**/*.test.mts'],
		break: 75,
		survivors: [
			'bindParameters.ts: `startsWith(".")` or endsWith: a token that begins with a dot is the dot alone, or two',
			'bindParameters.ts: `parameter.type === "dynamic"` before isList and textsWithin stands for the compiler; scalars are no lists, and their texts are short',
			'rowLimit.ts: `?.`, `?? ""` and comparisons with undefined stand for the compiler: the lists are not empty there',
			'rowLimit.ts: a closing bracket kept among the outer pieces is the name of no operator',
			'rows.ts: the name of the reading of plain cells, which nothing asks for',
		],
	},
};

const chosen = groups[process.env.MUTATE_GROUP ?? ''];
if (chosen === undefined) throw new Error(`Name a group: ${Object.keys(groups).join(', ')}.`);

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
	testRunner: 'vitest',
	plugins: ['@stryker-mutator/vitest-runner'],
	vitest: { configFile: 'vitest.mutate.config.mts', related: false },
	coverageAnalysis: 'perTest',
	mutate: [...chosen.mutate],
	ignorePatterns: [
		'dist',
		'.cache',
		'coverage',
		'lab/{bench,demo,editor,engine,prove,standIns,tenant}',
		'playbooks',
		'icons',
	],
	concurrency: Number(process.env.MUTATE_CONCURRENCY ?? 2),
	thresholds: { high: 90, low: chosen.break, break: chosen.break },
	reporters: ['clear-text', 'progress-append-only'],
	clearTextReporter: { allowColor: false, logTests: false, reportTests: false, reportScoreTable: true },
	checkers: [],
	disableTypeChecks: false,
	// Outside the repository, so that lint never reads the mutants.
	tempDirName: join(tmpdir(), 'n8n-nodes-microsoft-defender-xdr-mutants'),
};
