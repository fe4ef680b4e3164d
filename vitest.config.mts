import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Test files that take longest, so they start first: at the end, a long one would leave the other core idle. */
const LONGEST = [
	'engine/access/userContext',
	'architecture/regexes',
	'demo/demo',
	'package/package',
	'pollIncidents.histories',
	'read/oddLists',
	'read/nestedPages',
	'prove/proveTrigger',
	'incidentTriggerProfiles',
	'runHuntingQueryProfiles',
	'canary/shortestTime',
	'world/generate',
];

class LongestFirst extends BaseSequencer {
	override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
		const rank = ({ moduleId }: TestSpecification) =>
			LONGEST.some((name) => moduleId.includes(`/${name}`)) ? 0 : 1;
		return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
	}
}

export default defineConfig({
	test: {
		include: ['test/**/*.test.mts', 'lab/test/**/*.test.mts'],
		exclude: ['test/n8n/**', 'node_modules/**'],
		setupFiles: ['test/canary/watch.mts'],
		globalSetup: ['test/canary/total.mts'],
		// Ends a test that hangs. Limits on time are in the tests, which measure CPU time, so that a busy machine fails none.
		testTimeout: 60_000,
		pool: 'forks',
		isolate: false,
		maxWorkers: 2,
		// Pages of incidents and rows of hunts are short-lived; with more room for them V8 copies fewer (its default: 16 MB).
		execArgv: ['--max-semi-space-size=64'],
		sequence: { sequencer: LongestFirst },
	},
});
