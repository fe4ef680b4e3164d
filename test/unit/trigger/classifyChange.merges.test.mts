import { describe, expect, it } from 'vitest';
import { EVERYTHING } from '../../../defender/incidents/query.ts';
import { incident } from '../../support/incidents.mts';
import {
	classifiedChange,
	knownAfter,
	changedIncident,
	NOW,
	watchOf,
} from '../../support/classifiedChange.mts';

describe('merged incident', () => {
	const merged = changedIncident({ status: 'redirected', redirectIncidentId: '7', severity: 'low' });

	it('matched before → reported once, whatever the status filter; otherwise → not reported', () => {
		const watch = watchOf(['merged'], { query: { ...EVERYTHING, status: ['active'], severity: ['high'] } });
		const before = knownAfter(incident(), watch);
		const first = classifiedChange(merged, watch, before);
		expect(first.report).toMatchObject({
			...{ event: 'merged', events: ['merged', 'updated'] },
			changes: { status: { from: 'active', to: 'redirected' } },
		});
		expect(first.known).toMatchObject({ isClosed: true, canBeCreated: false, hasMatched: true });
		expect(classifiedChange(merged, watch, first.known).report).toBeUndefined();
		expect(classifiedChange(merged, watch).report).toBeUndefined();
		const never = knownAfter(incident({ severity: 'low' }), watch);
		expect(classifiedChange(merged, watch, never).report).toBeUndefined();
		const waiting = { ...before, dueAt: NOW };
		expect(classifiedChange(merged, watch, waiting).report).toBeUndefined();
	});

	it('prior status not watched → reported if it was open', () => {
		const narrow = knownAfter(incident(), watchOf(['created']));
		expect(classifiedChange(merged, watchOf(['merged']), narrow).report?.changes).toEqual({
			status: { from: 'active', to: 'redirected' },
		});
		expect(
			classifiedChange(merged, watchOf(['merged']), { ...narrow, isClosed: true }).report,
		).toBeUndefined();
	});
});
