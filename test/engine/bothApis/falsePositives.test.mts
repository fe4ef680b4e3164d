import { describe, expect } from 'vitest';
import { connections, legacyAppAccess } from '../../support/apiAccess.mts';
import { benchesPerFile } from '../../support/benchHooks.mts';
import { incidentById, our } from '../../support/practice.mts';

const start = benchesPerFile();

describe('false positive through the legacy API', () => {
	// Five items are written at once, so that the first five may each have to find the spelling.
	const FIRST = 5;

	start.eachRow(['graph', 'patchPage', 'resourcePage', 'any'] as const)(
		'any spelling that the service accepts → written, and the spelling is found once',
		async (falsePositiveNames) => {
			const { bench, items } = await (
				await connections(start, { empty: true, behaviours: { falsePositiveNames } })
			)(legacyAppAccess);
			const verdicts = ['notMalicious', 'notEnoughDataToValidate'];
			const input = Array.from({ length: 10 }, () => verdicts)
				.flat()
				.map((determination) => ({
					id: bench.tenant.incidents.create().id,
					determination,
				}));
			const step = our('updateIncident', {
				incidentId: incidentById('={{ $json.id }}'),
				updateFields: { verdict: '=falsePositive:{{ $json.determination }}' },
			});
			const written = await items(step, { input });
			expect(written.map(({ outcome }) => outcome)).toEqual(input.map(() => 'updated'));
			expect(input.map(({ id }) => bench.tenant.incidents.get(id)?.determination)).toEqual(
				input.map(({ determination }) => determination),
			);
			const refused = bench.practice.calls.filter(({ status }) => status === 400);
			expect(refused.length).toBeLessThanOrEqual(2 * FIRST);
		},
	);
});
