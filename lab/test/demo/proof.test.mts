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

describe('the proof of an update', () => {
	it('finds nothing when the incident is as the item says', () => {
		expect(differencesOf(claimed, held)).toEqual([]);
	});

	eachRow([
		['status', { status: 'active' }],
		['determination', { determination: 'other' }],
		['customTags', { customTags: [] }],
		['comments', { comments: [] }],
	])('names a %s that is not what the item says', (field, other) => {
		expect(differencesOf(claimed, { ...held, ...other })).toEqual([
			`Incident 7 has a different ${field} than the playbook reported.`,
		]);
	});

	it('does not trust a change that the item lists but does not show', () => {
		const boast: Update = { ...claimed, changes: { assignedTo: { from: null, to: 'ann@contoso.com' } } };
		expect(differencesOf(boast, held)).toEqual([
			'Incident 7 has a different assignedTo than the playbook reported.',
		]);
	});
});
