import { expect, it } from 'vitest';
import { fieldsOf } from '../../../defender/incidents/update.ts';

it('fields of a patch › null owner → included', () => {
	expect(fieldsOf({ customTags: [], assignedTo: null })).toEqual(['assignedTo', 'customTags']);
});
