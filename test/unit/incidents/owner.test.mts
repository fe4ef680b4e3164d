import { describe, expect, it } from 'vitest';
import { brokenGuards, noGuards } from '../../../defender/incidents/guards.ts';
import { sameOwner } from '../../../defender/incidents/owner.ts';
import { noRules, overtakenFields, planUpdate, worthRepeating } from '../../../defender/incidents/update.ts';
import { incident } from '../../fixtures/incidents.mts';

const owned = (assignedTo: string | null) => incident({ assignedTo });

describe('owner', () => {
	it.each([
		['Ann.Ito@contoso.com', 'ann.ito@CONTOSO.com', true],
		['J\u00dcRGEN', 'j\u00fcrgen', true],
		[null, null, true],
		[null, '', true],
		['ann', 'ann ', false],
		['ann', null, false],
	])('%j and %j → the same: %s', (one, other, same) => {
		expect(sameOwner(one, other)).toBe(same);
		expect(sameOwner(other, one)).toBe(same);
	});

	it('condition Same as Input › owner in another letter case → holds', () => {
		const { status, classification, determination, severity } = incident();
		const sameAs = { status, classification, determination, severity, assignedTo: 'ANN' };
		expect(brokenGuards({ ...noGuards, sameAs }, owned('ann'))).toEqual([]);
		expect(brokenGuards({ ...noGuards, sameAs }, owned('bo'))).toHaveLength(1);
	});

	it('update › the owner asked for, in another letter case, is there → nothing to write', () => {
		expect(planUpdate({ assignedTo: 'ANN' }, noRules, owned('ann'))).toEqual({ kind: 'nothing' });
	});

	it('update › only the letter case of the owner moved meanwhile → not overtaken', () => {
		expect(overtakenFields({ assignedTo: 'z' }, owned('Bo'), owned('bo'))).toEqual([]);
		expect(overtakenFields({ assignedTo: 'z' }, owned('Bo'), owned('ann'))).toEqual(['assignedTo']);
	});

	it('unassign › the first way left the owner, in another letter case → the second way is tried', () => {
		const again = { assignedTo: null };
		expect(worthRepeating(again, null, owned('Bo'), owned('bo'))).toEqual(again);
		expect(worthRepeating(again, null, owned('Bo'), owned('ann'))).toBeUndefined();
	});
});
