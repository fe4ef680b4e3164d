import { describe, expect, it } from 'vitest';
import { unmetConditions, noConditions } from '../../../defender/incidents/conditions.ts';
import { isSameOwner } from '../../../defender/incidents/owner.ts';
import {
	unconditional,
	fieldsChangedByOthers,
	planUpdate,
	requestToRepeat,
} from '../../../defender/incidents/update.ts';
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
	])('%j and %j → the same: %s', (one, other, same) => {
		expect(isSameOwner(one, other)).toBe(same);
		expect(isSameOwner(other, one)).toBe(same);
	});

	it('condition Same as Input › owner in another letter case → holds', () => {
		const { status, classification, determination, severity } = incident();
		const sameAs = { status, classification, determination, severity, assignedTo: 'ANN' };
		expect(unmetConditions({ ...noConditions, sameAs }, owned('ann'))).toEqual([]);
		expect(unmetConditions({ ...noConditions, sameAs }, owned('bo'))).toHaveLength(1);
	});

	it('update › the owner asked for, in another letter case, is there → nothing to write', () => {
		expect(planUpdate({ assignedTo: 'ANN' }, unconditional, owned('ann'))).toEqual({ kind: 'nothing' });
	});

	it('update › only the letter case of the owner moved meanwhile → not overtaken', () => {
		expect(fieldsChangedByOthers({ assignedTo: 'z' }, owned('Bo'), owned('bo'))).toEqual([]);
		expect(fieldsChangedByOthers({ assignedTo: 'z' }, owned('Bo'), owned('ann'))).toEqual(['assignedTo']);
	});

	it('unassign › the first way left the owner, in another letter case → the second way is tried', () => {
		const again = { assignedTo: null };
		expect(requestToRepeat(again, null, owned('Bo'), owned('bo'))).toEqual(again);
		expect(requestToRepeat(again, null, owned('Bo'), owned('ann'))).toBeUndefined();
	});
});
