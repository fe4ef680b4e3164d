import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Waits for minutes while others work, so it starts first. */
const LONGEST = 'trigger.test.mts';
/** One n8n keeps a core busy while it starts and waits most of the time afterwards. */
const MAX_AT_ONCE = 2;

class LongestFirst extends BaseSequencer {
	override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
		const sorted = await super.sort(files);
		const rank = ({ moduleId }: TestSpecification) => (moduleId.endsWith(`/${LONGEST}`) ? 0 : 1);
		return sorted.toSorted((a, b) => rank(a) - rank(b));
	}
}

/** The tests that need a real n8n; `npm run test:n8n` installs it first. */
export default defineConfig({
	test: {
		include: ['test/n8n/**/*.test.mts'],
		globalSetup: ['test/n8n/prepare.mts'],
		testTimeout: 300_000,
		hookTimeout: 300_000,
		teardownTimeout: 30_000,
		pool: 'forks',
		maxWorkers: Math.min(MAX_AT_ONCE, availableParallelism()),
		sequence: { sequencer: LongestFirst },
	},
});
