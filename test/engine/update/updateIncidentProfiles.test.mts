import type { INodeParameters } from 'n8n-workflow';
import { describe, expect } from 'vitest';
import type { IncidentRecord } from '../../../lab/tenant/practice.mts';
import { incidentById, jsonOf, our } from '../../support/practice.mts';
import { benchPerTest } from '../../support/benchHooks.mts';
import { namedProfiles } from '../../support/namedProfiles.mts';

const current = benchPerTest();

/** What a client may change; the rest must never differ after an update. */
const WRITABLE = ['status', 'classification', 'determination', 'assignedTo', 'customTags', 'comments'];
/** What follows from a write. */
const FOLLOWING = ['lastUpdateDateTime', 'lastModifiedBy', 'alerts'];

function untouched(incident: IncidentRecord, fields: readonly string[]): Record<string, unknown> {
	const away = [...FOLLOWING, ...fields];
	return Object.fromEntries(Object.entries(incident).filter(([name]) => !away.includes(name)));
}

/** The requests and the fields of the incident that each asks for. */
const requests: readonly (readonly [INodeParameters, Partial<IncidentRecord>])[] = [
	[{ updateFields: { status: 'inProgress' } }, { status: 'inProgress' }],
	[
		{ updateFields: { status: 'resolved', verdict: 'falsePositive:notMalicious' } },
		{ status: 'resolved', classification: 'falsePositive', determination: 'notMalicious' },
	],
	[
		{ updateFields: { assignedTo: 'ann.ito@contoso.com' }, comment: 'taken' },
		{ assignedTo: 'ann.ito@contoso.com' },
	],
	[{ updateFields: { verdict: 'unknown:unknown' } }, { classification: 'unknown', determination: 'unknown' }],
	[{ tagsMode: 'add', tags: 'ours' }, {}],
	[
		{
			updateFields: { status: 'inProgress', verdict: 'truePositive:phishing', assignedTo: 'bob@contoso.com' },
			tagsMode: 'add',
			tags: 'ours, more',
			comment: 'all',
		},
		{
			status: 'inProgress',
			classification: 'truePositive',
			determination: 'phishing',
			assignedTo: 'bob@contoso.com',
		},
	],
];

describe('Update Incident under each behavior profile', () => {
	const held = (id: string): IncidentRecord => {
		const incident = current.bench.tenant.incidents.get(id);
		if (incident === undefined) throw new Error(`The tenant has no incident ${id}.`);
		return incident;
	};
	const update = async (parameters: INodeParameters) => {
		const result = await current.bench.run(our('updateIncident', parameters));
		expect(result.error).toBeUndefined();
		return jsonOf(result, 'updateIncident');
	};

	current.eachRow(namedProfiles)(
		'changes that the service stores → "updated", and no other field changes',
		async ({ profile }) => {
			await current.restart({ behaviours: profile });
			const chosen = current.bench.tenant.incidents
				.all()
				.filter(({ redirectIncidentId }) => redirectIncidentId === null);
			const last = chosen.length - requests.length;
			for (const [place, [parameters, asked]] of requests.entries()) {
				const { id } = chosen[last + place] ?? { id: '' };
				current.bench.tenant.incidents.edit('ann', id, {
					status: 'active',
					classification: 'truePositive',
					determination: 'malware',
					customTags: ['foreign'],
				});
				const before = held(id);
				const [item] = await update({ incidentId: incidentById(id), ...parameters });
				const after = held(id);
				const clears = asked.classification === 'unknown' && profile.silentlyIgnored === 'clearVerdict';
				expect(item?.['outcome']).toBe(clears ? 'notApplied' : 'updated');
				if (!clears) expect(after).toMatchObject(asked);
				const tags = typeof parameters['tags'] === 'string' ? parameters['tags'].split(', ') : [];
				expect(after.customTags).toEqual(['foreign', ...tags]);
				expect(after.comments.slice(before.comments.length).map(({ comment }) => comment)).toEqual(
					parameters['comment'] === undefined ? [] : [parameters['comment']],
				);
				const fields = [...Object.keys(asked), ...(tags.length > 0 ? ['customTags'] : []), 'comments'];
				expect(untouched(after, fields)).toEqual(untouched(before, fields));
				const shown = Object.fromEntries(WRITABLE.slice(0, 5).map((field) => [field, item?.[field]]));
				expect(after).toMatchObject(shown);
			}
		},
		120_000,
	);

	current.eachRow(namedProfiles)(
		'severity, texts, Unassign and tag changes → "updated" only if the tenant stored them',
		async ({ profile }) => {
			await current.restart({ behaviours: profile });
			const id = '48417';
			const edit = { severity: 'medium', assignedTo: 'ann@contoso.com', customTags: ['a', 'B'] };
			const merges = profile.tags === 'merge';
			const asked: readonly (readonly [INodeParameters, Partial<IncidentRecord>, boolean])[] = [
				[{ updateFields: { severity: 'low' } }, { severity: 'low' }, profile.silentlyIgnored !== 'severity'],
				[{ updateFields: { unassign: true } }, { assignedTo: null }, true],
				[
					{ updateFields: { summary: 's', description: 'd', displayName: 'n', resolvingComment: 'r' } },
					{ summary: 's', description: 'd', displayName: 'n', resolvingComment: 'r' },
					true,
				],
				[{ tagsMode: 'remove', tags: 'b' }, { customTags: ['a'] }, !merges],
				[{ tagsMode: 'replace', tags: 'new' }, { customTags: ['new'] }, !merges],
				[{ tagsMode: 'remove', tags: 'A, b' }, { customTags: [] }, profile.emptyTags === 'honored'],
			];
			for (const [parameters, wanted, works] of asked) {
				current.bench.tenant.incidents.edit('ann', id, edit);
				const [item] = await update({ incidentId: incidentById(id), ...parameters });
				// A service that merges tags adds the new one and keeps the others: neither what stood nor what was asked.
				const otherwise = parameters['tagsMode'] === 'replace' ? 'partial' : 'notApplied';
				expect([parameters, item?.['outcome']]).toEqual([parameters, works ? 'updated' : otherwise]);
				if (works) expect(held(id)).toMatchObject(wanted);
				else expect(item?.['notApplied']).toEqual(Object.keys(wanted));
				const { customTags, assignedTo, severity } = held(id);
				expect(item).toMatchObject({ customTags, assignedTo, severity });
			}
		},
		120_000,
	);

	current.eachRow(namedProfiles)(
		'values that the incident already has → "unchanged", and no write',
		async ({ profile }) => {
			await current.restart({ behaviours: profile });
			const id = '48417';
			current.bench.tenant.incidents.edit('ann', id, { customTags: ['Tier2'] });
			const [item] = await update({
				incidentId: incidentById(id),
				updateFields: { status: 'active' },
				tagsMode: 'add',
				tags: 'tier2',
			});
			expect(item?.['outcome']).toBe('unchanged');
			expect(current.bench.apiCalls()).toEqual([`GET incidents/${id}`]);
		},
		120_000,
	);

	current.eachRow(namedProfiles)(
		'no response to a stored PATCH and comment → each is written once',
		async ({ profile }) => {
			await current.restart({ behaviours: profile });
			const id = '48417';
			current.bench.fault('reset', { match: { method: 'PATCH' }, after: 'applied' });
			current.bench.fault('reset', { match: { path: /\/comments$/ }, after: 'applied' });
			const [item] = await update({
				incidentId: incidentById(id),
				updateFields: { status: 'inProgress' },
				tagsMode: 'add',
				tags: 'x',
				comment: 'once',
			});
			expect(held(id)).toMatchObject({ status: 'inProgress', customTags: ['x'] });
			expect(held(id).comments.filter(({ comment }) => comment === 'once')).toHaveLength(1);
			// A service whose reads lag may not show the comment yet: it is reported as pending and never sent twice.
			const honest = profile.staleReads === 0 ? ['updated'] : ['updated', 'partial'];
			expect(honest).toContain(item?.['outcome']);
		},
		120_000,
	);

	current.eachRow(namedProfiles)(
		'three items that tag the same incident → it has all three tags',
		async ({ profile }) => {
			await current.restart({ behaviours: profile });
			const result = await current.bench.run(
				our('updateIncident', {
					incidentId: incidentById('48417'),
					tagsMode: 'add',
					tags: '={{ $json.tag }}',
				}),
				{ input: [{ tag: 'a' }, { tag: 'b' }, { tag: 'c' }] },
			);
			expect(jsonOf(result, 'updateIncident').map(({ outcome }) => outcome)).toEqual([
				'updated',
				'updated',
				'updated',
			]);
			expect(held('48417').customTags).toEqual(['a', 'b', 'c']);
		},
		120_000,
	);
});
