import { describe, expect, it } from 'vitest';
import { rejectInvalidRequest, type UpdateRequest } from '../../../defender/incidents/updateRequest.ts';
import { patchFields } from '../../../defender/incidents/vocabulary.ts';
import { thrown } from '../../support/defenderErrors.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

const all = new Set(patchFields);
const tags = { add: ['a'], drop: [] };

describe('update request', () => {
	eachRow<[UpdateRequest, string, string]>([
		[{}, 'updateFields', 'There is nothing to update'],
		[{ assignedTo: ' ' }, 'updateFields.assignedTo', 'Assigned To is empty'],
		[{ displayName: '' }, 'updateFields.displayName', 'Display Name is empty'],
		[{ description: '\n' }, 'updateFields.description', 'Description is empty'],
		[{ summary: ' ' }, 'updateFields.summary', 'Summary is empty'],
		[{ resolvingComment: ' ' }, 'updateFields.resolvingComment', 'Resolution Note is empty'],
		[{ comment: '\n' }, 'comment', 'Comment to Add is empty'],
		[
			{ comment: 'x'.repeat(30_001) },
			'comment',
			'Comment to Add has 30001 characters; Microsoft Defender accepts at most 30000',
		],
		[
			{ resolvingComment: 'x'.repeat(30_005) },
			'updateFields.resolvingComment',
			'Resolution Note has 30005 characters; Microsoft Defender accepts at most 30000',
		],
		[
			{ resolvingComment: '😀'.repeat(30_001) },
			'updateFields.resolvingComment',
			'Resolution Note has 30001 characters; Microsoft Defender accepts at most 30000',
		],
	])('empty or too long value → refused by field', (request, field, message) => {
		const error = thrown(() => rejectInvalidRequest(request, all));
		expect(error.reason).toEqual({ kind: 'invalidInput', field });
		expect(error.message).toBe(message);
	});

	eachRow<[UpdateRequest]>([
		[{ status: 'active' }],
		[{ severity: 'low' }],
		[{ tags }],
		[{ comment: 'x'.repeat(30_000) }],
		[{ resolvingComment: 'x'.repeat(30_000) }],
		// Certain by no count: 30,000 code points, line ends that become one, whitespace that is cut off.
		[{ comment: '😀'.repeat(30_000) }],
		[{ resolvingComment: `${'x\r\n'.repeat(14_999)}x   ` }],
		// No limit is known.
		[{ displayName: 'x'.repeat(40_000), description: 'x'.repeat(40_000), summary: 'x'.repeat(40_000) }],
		[{ assignedTo: 'a' }],
		[{ assignedTo: null }],
		[{ displayName: 'a', description: 'b', summary: 'c', resolvingComment: 'd' }],
	])('values within the limits → accepted', (request) => {
		expect(() => rejectInvalidRequest(request, all)).not.toThrow();
	});

	it('field that the API cannot write → refused by name', () => {
		const few = new Set(['status', 'customTags'] as const);
		expect(() => rejectInvalidRequest({ status: 'active', tags, comment: 'c' }, few)).not.toThrow();
		const error = thrown(() => rejectInvalidRequest({ status: 'active', severity: 'low' }, few));
		expect(error.reason).toEqual({ kind: 'invalidInput', field: 'updateFields.severity' });
		expect(error.message).toBe('The API of this credential cannot change Severity');
	});
});
