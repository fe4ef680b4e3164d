import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { histories } from '../../../support/pollHistory/history.mts';
import { violationsOf } from '../../../support/pollHistory/historyRun.mts';

/** Every night more of them: `TRIGGER_HISTORIES=50000 npx vitest run test/property/tasks/poll`. */
const RUNS = Number(process.env['TRIGGER_HISTORIES'] ?? 2_000);

describe('trigger › any history of tenant, n8n and network', () => {
	it(
		'polled until quiet → each change once, in order, with its previous value',
		{ timeout: 1_800_000 },
		async () => {
			await fc.assert(
				fc.asyncProperty(histories, async (history) => {
					expect(await violationsOf(history)).toEqual([]);
				}),
				{ numRuns: RUNS, seed: Number(process.env['TRIGGER_SEED'] ?? 20261122) },
			);
		},
	);
});
