import { describe, expect } from 'vitest';
import { fieldLabels } from '../../../../defender/incidents/sentences/updateText.ts';
import type { Incident } from '../../../../defender/incidents/incident.ts';
import type { UpdateRequest } from '../../../../defender/incidents/updateRequest.ts';
import { later, scriptedApi } from '../../../support/scriptedApi.mts';
import { incident } from '../../../support/incidents.mts';
import { singleUpdate } from '../../../support/singleUpdate.mts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';

describe('update outcome', () => {
	eachRow<[string, UpdateRequest, Partial<Incident>]>([
		['resolution note cut', { resolvingComment: 'closed, see ticket' }, { resolvingComment: 'closed' }],
		['display name altered', { displayName: 'Wave 7' }, { displayName: 'Wave 7 (edited)' }],
		['description emptied', { description: 'New text' }, { description: '' }],
		['owner stored by name', { assignedTo: 'ann@contoso.com' }, { assignedTo: 'Ann Ito' }],
		['one of two tags kept', { tags: { add: ['a', 'b'], drop: [] } }, { customTags: ['old', 'a'] }],
		['one of two tags removed', { tags: { add: [], drop: ['old', 'older'] } }, { customTags: ['older'] }],
	])(
		'value stored differently by the service → partial, with the current value',
		async (_, request, stored) => {
			const start = incident({
				description: 'Old text',
				customTags: 'tags' in request && request.tags?.add.length === 0 ? ['old', 'older'] : ['old'],
			});
			const after = later(start, 1, stored);
			const [field = ''] = Object.keys(stored);
			const api = scriptedApi({ gets: [start, after, after, after], patches: [after, after] });
			const result = await singleUpdate(api, start.id, request);
			expect(result).toMatchObject({ outcome: 'partial', notApplied: [field], incident: stored });
			expect(result.changes[field]?.to).toEqual(Object.values(stored)[0]);
			expect(result.reason).toContain(
				`current value of ${fieldLabels[field] ?? ''} in incident ${start.id} is neither`,
			);
		},
	);
});
