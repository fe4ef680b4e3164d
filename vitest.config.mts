import { defineConfig } from 'vitest/config';

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
	},
});
