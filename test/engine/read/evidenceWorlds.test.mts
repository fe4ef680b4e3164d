import { describe, expect, it } from 'vitest';
import { scannedValues, spelled } from '../../support/evidenceOracle.mts';
import { benchesOnDemand } from '../../support/benchHooks.mts';
import { newestFirst } from '../../support/incidentOracle.mts';
import { jsonOf, our } from '../../support/practice.mts';
import { namedWorlds } from '../../support/worldNames.mts';

const startBench = benchesOnDemand();

describe.each(namedWorlds)('in the world $name', { timeout: 60_000 }, ({ world }) => {
	it('evidence holds every value that a scan of the newest incidents finds', async () => {
		const bench = await startBench({ behaviours: world });
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
	});
});
