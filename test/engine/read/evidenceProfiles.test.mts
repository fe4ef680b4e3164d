import { describe, expect } from 'vitest';
import { eachRow } from '../../../lab/test/support/eachRow.mts';
import { benchesPerFile } from '../../support/benchHooks.mts';
import { scannedValues, spelled } from '../../support/evidenceOracle.mts';
import { newestFirst } from '../../support/incidentOracle.mts';
import { jsonOf, our } from '../../support/practice.mts';
import { namedProfiles } from '../../support/namedProfiles.mts';

const startBench = benchesPerFile();

describe('Get Incidents › output of evidence', () => {
	eachRow(namedProfiles)(
		'in every behavior profile → contains each value that a scan of the newest incidents finds',
		async ({ profile }) => {
			const bench = await startBench({ behaviours: profile });
			const result = await bench.run(our('getIncidents', { output: 'evidence', limit: 3 }));
			expect(result.error).toBeUndefined();
			const ours = jsonOf(result, 'getIncidents').map(({ incidentId, iocType, value }) => {
				const kind = iocType === 'ipv4' || iocType === 'ipv6' ? 'ip' : String(iocType);
				return `${String(incidentId)} ${spelled(kind, String(value))}`;
			});
			const scanned = newestFirst(bench.tenant.incidents)
				.slice(0, 3)
				.flatMap(({ id, alerts }) =>
					[...scannedValues(alerts.map(({ evidence }) => evidence))].map((value) => `${id} ${value}`),
				);
			expect(scanned.length).toBeGreaterThan(10);
			expect(scanned.filter((value) => !ours.includes(value))).toEqual([]);
		},
		60_000,
	);
});
