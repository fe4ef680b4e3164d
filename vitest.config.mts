import { defineConfig } from 'vitest/config';

export default defineConfig({
	test: {
		include: ['test/**/*.test.mts', 'lab/test/**/*.test.mts'],
		exclude: ['test/n8n/**', 'node_modules/**'],
		setupFiles: ['test/canary/watch.mts'],
		globalSetup: ['test/canary/total.mts'],
		testTimeout: 20_000,
		pool: 'forks',
		isolate: false,
		maxWorkers: 2,
	},
});
