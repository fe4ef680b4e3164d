import { describe, expect, it } from 'vitest';
import type { Update } from '../../demo/items.mts';
import { differencesOf } from '../../demo/proof.mts';
import { eachRow } from '../support/eachRow.mts';

const held = {
	id: '7',
	displayName: 'One incident',
	status: 'inProgress',
	assignedTo: null,
	classification: 'truePositive',
	determination: 'malware',
	customTags: ['n8n-triage'],
	comments: [{ comment: 'seen', createdByDisplayName: 'n8n' }],
};
const claimed: Update = {
	...held,
	outcome: 'updated',
	changes: { status: { from: 'active', to: 'inProgress' } },
};

describe('demo check of an update', () => {
	it('the incident matches the item → no difference', () => {
		expect(differencesOf(claimed, held)).toEqual([]);
	});

	eachRow([
		['status', { status: 'active' }],
		['determination', { determination: 'other' }],
		['customTags', { customTags: [] }],
		['comments', { comments: [] }],
	])('a field differs from the item → the difference names the field', (field, other) => {
		expect(differencesOf(claimed, { ...held, ...other })).toEqual([
			`Incident 7 has a different ${field} than the playbook reported.`,
		]);
	});

	it('the item lists a change that the incident lacks → the difference names the field', () => {
		const boast: Update = { ...claimed, changes: { assignedTo: { from: null, to: 'ann@contoso.com' } } };
		expect(differencesOf(boast, held)).toEqual([
			'Incident 7 has a different assignedTo than the playbook reported.',
		]);
	});
});
