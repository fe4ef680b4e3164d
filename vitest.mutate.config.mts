import { defineConfig } from 'vitest/config';
import { groups } from './stryker.config.mjs';

/** The tests that judge the mutants of one group; `npm run mutate` names the group. */
export default defineConfig({
	test: {
		include: [...(groups[process.env['MUTATE_GROUP'] ?? '']?.tests ?? [])],
		exclude: ['node_modules/**'],
		// Each mutant meets a few histories of the trigger; all of them would take hours.
		env: { TRIGGER_HISTORIES: '60' },
		testTimeout: 20_000,
		pool: 'threads',
		maxWorkers: 1,
	},
});
