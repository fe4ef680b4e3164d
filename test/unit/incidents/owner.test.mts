import { describe, expect, it } from 'vitest';
import { unmetConditions, noConditions } from '../../../defender/incidents/conditions.ts';
import { isSameOwner } from '../../../defender/incidents/owner.ts';
import { fieldsChangedByOthers, requestToRepeat } from '../../../defender/incidents/update.ts';
import { incident } from '../../support/incidents.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

const owned = (assignedTo: string | null) => incident({ assignedTo });

describe('owner', () => {
	eachRow([
		['Ann.Ito@contoso.com', 'ann.ito@CONTOSO.com', true],
		['J\u00dcRGEN', 'j\u00fcrgen', true],
		[null, null, true],
		[null, '', true],
		['ann', 'ann ', false],
		['ann', null, false],
	])('two names → equal if they differ only in case', (one, other, same) => {
		expect(isSameOwner(one, other)).toBe(same);
		expect(isSameOwner(other, one)).toBe(same);
	});

	it('Same as Input › owner in another case → condition is true', () => {
		const { status, classification, determination, severity } = incident();
		const sameAs = { status, classification, determination, severity, assignedTo: 'ANN' };
		expect(unmetConditions({ ...noConditions, sameAs }, owned('ann'))).toEqual([]);
		expect(unmetConditions({ ...noConditions, sameAs }, owned('bo'))).toHaveLength(1);
	});

	it('update › owner changed only in case by others → not counted as changed', () => {
		expect(fieldsChangedByOthers({ assignedTo: 'z' }, owned('Bo'), owned('bo'))).toEqual([]);
		expect(fieldsChangedByOthers({ assignedTo: 'z' }, owned('Bo'), owned('ann'))).toEqual(['assignedTo']);
	});

	it('unassign › owner unchanged apart from case → second way is tried', () => {
		const again = { assignedTo: null };
		expect(requestToRepeat(again, null, owned('Bo'), owned('bo'))).toEqual(again);
		expect(requestToRepeat(again, null, owned('Bo'), owned('ann'))).toBeUndefined();
	});
});
