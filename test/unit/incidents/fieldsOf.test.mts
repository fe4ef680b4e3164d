import { expect, it } from 'vitest';
import { fieldsOf } from '../../../defender/incidents/update.ts';

it('fieldsOf are the fields of a patch, an absent owner included', () => {
	expect(fieldsOf({ customTags: [], assignedTo: null })).toEqual(['assignedTo', 'customTags']);
});
