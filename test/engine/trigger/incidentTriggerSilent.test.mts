import { describe, expect } from 'vitest';
import { behaviourLedger } from '../../../lab/tenant/behaviours.mts';
import { benchesOnDemand } from '../../support/benchHooks.mts';
import { incidentById, our } from '../../support/practice.mts';
import { MINUTE, MOMENT, activeTrigger } from '../../support/triggerFixture.mts';

const start = benchesOnDemand();

describe('trigger and changes that may not move the time stamp', () => {
	const silent = ['commentMovesUpdate', 'equalPatchMovesUpdate'] as const;
	start.eachRow(silent.flatMap((id) => behaviourLedger[id].values.map((value) => ({ id, value }))))(
		'comment, then an update without effect → the comment once, and nothing else',
		async ({ id, value }) => {
			const bench = await start({ behaviours: { [id]: value } });
			const { incidents } = bench.tenant;
			const open = incidents.all().find(({ status }) => status === 'active');
			const incidentId = incidentById(open?.id ?? '');
			const trigger = await activeTrigger(bench, { events: ['commented', 'statusChanged'] });
			await bench.run(our('updateIncident', { incidentId, comment: 'Seen.' }));
			await bench.run(our('updateIncident', { incidentId, updateFields: { status: 'active' } }));
			const soon = await trigger.after(MOMENT);
			const later = await trigger.after(61 * MINUTE);
			expect([...soon, ...later]).toMatchObject([{ id: open?.id, event: 'commented' }]);
			expect(await trigger.after(61 * MINUTE)).toEqual([]);
		},
	);
});
