import { tmpdir } from 'node:os';
import { join } from 'node:path';

// Mutation testing: `npm run mutate -- <group>`. It takes minutes and is no part of `npm test`.
// A surviving mutant is killed by a better test or listed here with the reason why no test can distinguish it from the original.

/**
 * @typedef {object} Group
 * @property {readonly string[]} mutate the files that are changed
 * @property {readonly string[]} tests the tests of these files
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
			'defender/core/{announcedLimit,learnedRate,pacer,parallelism,requestQuota,sharedPause,throttleSignals}.ts',
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
			'update.ts: `?? ""` beside a requested text is for the compiler: a requested field has a value',
			'retry.ts: the status and pause of a transport failure are undefined, which leads to the same decision',
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
			'defaults such as `[a = "", b = ""] = text.split(…)`, `?? ""`, `?? []` and `?.` are for the compiler: there is always a first part, and a last one where it is read',
			'one of several `typeof … !== …` in a row: a value of another type fails at the next one, or is not a member',
			'knownIncident.ts: an empty `dueAt` is unpacked to nothing too; popping from an empty list ends; the index in an empty list of members is -1 for every text',
			'state.ts: `<` for `<=` at the exact byte of the limit; a state within the limit is written the same by the loop that drops nothing',
			'state.ts, advance.ts: comparisons of equal time stamps or equal IDs, of which there are no two, or whose order does not matter; `>=` where the same instant is set again',
			'state.ts: incidents changed within the look-back are kept by their time stamp, since later ones are dropped later anyway',
			'advance.ts: `dueAt <= undefined` and `undefined > …` are false too; a complete sweep has no `upTo`, which is undefined',
			'classifyChange.ts: the same version read twice has the same time stamp; comparing fields without alerts, where none were read; `?? {}` beside a known incident; a field of a merged one that nothing reads',
			'classifyChange.ts: every watched field of an unknown incident is uncertain, and no change is known',
			'pollSituation.ts: a value that is not a number is less than none',
			'ownChange.ts: an undefined name equals no modifier',
			'diff.ts: only the alerts of an incident can be undefined, which is a possible event',
			'recentDeliveries.ts: a number is not an instant either; the exact character of the limit',
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
			'`found[1] ?? ""` is for the compiler, and a fence ends after its start, never at 0',
			'ESCAPE: octal digits left outside the escape are plain characters of the string, so its end is the same',
		],
	},
	split: {
		mutate: [
			'defender/hunting/split/{slicePlan,sliceRows,splitEnd,splittable,timeColumnChanges,timeSlice}.ts',
			'defender/tasks/hunt/splitHunt.ts',
		],
		tests: ['test/unit/hunting/split/*.test.mts', 'test/unit/tasks/hunt/splitHunt{,.errors}.test.mts'],
		break: 85,
		survivors: [
			'`?.`, `?? ""`, defaults and comparisons with undefined are for the compiler: a statement has words, and a list of operators or entries is not empty',
			'splittable.ts: without a count of brackets, a vertical bar inside them is found by reasonOfNames',
			'sliceRows.ts: no instant is undefined, which is in no slice',
			'timeSlice.ts: an unreadable start of the calendar fails on import, which Stryker does not count',
			'splitHunt.ts: `"fits"` and `"refused"` are what remains after the other kinds',
			'splitHunt.ts: the maximum of 500,000 rows, which splitHunt.maximum.test.mts checks, too slowly for this group',
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
			'bindParameters.ts: `parameter.type === "dynamic"` before isJsonList is for the compiler; scalars are not lists, and their texts are short',
			'rowLimit.ts: `?.`, `?? ""` and comparisons with undefined are for the compiler: the lists are not empty there',
			'rowLimit.ts: a closing bracket kept among the outer pieces is not the name of an operator',
			'rows.ts: isUnchanged only saves time: CellReader returns the same cell, and is not called with a number unless the column is bool',
			'rows.ts: the search in a dynamic value goes on after both findings; a number or Boolean has no entries',
		],
	},
	library: {
		mutate: [
			'defender/hunting/library/{huntBatches,huntParameters,librarySummary,rowsSummary,tenantTables}.ts',
			'defender/incidents/evidence/relevance.ts',
			'defender/tasks/hunt/incidentEntities.ts',
		],
		tests: [
			'test/unit/hunting/library/*.test.mts',
			'test/property/hunting/library/*.test.mts',
			'test/unit/tasks/hunt/{incidentEntities,huntIncident,huntByFields}.test.mts',
		],
		break: 85,
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
