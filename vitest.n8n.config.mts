import { defineConfig } from 'vitest/config';

/** The tests that need a real n8n; `npm run test:n8n` installs it first. */
export default defineConfig({
	test: {
		include: ['test/n8n/**/*.test.mts'],
		globalSetup: ['test/n8n/prepare.mts'],
		testTimeout: 300_000,
		hookTimeout: 300_000,
		teardownTimeout: 30_000,
		pool: 'forks',
		// One n8n at a time: each keeps a core busy.
		maxWorkers: 1,
		fileParallelism: false,
	},
});
