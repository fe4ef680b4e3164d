import type { INodeParameters } from 'n8n-workflow';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { IncidentRecord } from '../../../lab/tenant/practice.mts';
import { incidentById, jsonOf, our, startBench, type Bench } from '../../support/practice.mts';
import { skipWaits } from '../../support/skipWaits.mts';
import { namedWorlds } from '../../support/worldNames.mts';

let bench: Bench;
beforeEach(() => void skipWaits());
afterEach(async () => {
	vi.restoreAllMocks();
	await bench.close();
});

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

describe.each(namedWorlds)('in the world $name', { timeout: 60_000 }, ({ world }) => {
	beforeEach(async () => {
		bench = await startBench({ behaviours: world });
	});

	const held = (id: string): IncidentRecord => {
		const incident = bench.tenant.incidents.get(id);
		if (incident === undefined) throw new Error(`The world has no incident ${id}.`);
		return incident;
	};
	const update = async (parameters: INodeParameters) => {
		const result = await bench.run(our('updateIncident', parameters));
		expect(result.error).toBeUndefined();
		return jsonOf(result, 'updateIncident');
	};

	it('"updated" means that the tenant holds what was asked, and nothing else was touched', async () => {
		const chosen = bench.tenant.incidents
			.all()
			.filter(({ redirectIncidentId }) => redirectIncidentId === null);
		const last = chosen.length - requests.length;
		for (const [place, [parameters, asked]] of requests.entries()) {
			const { id } = chosen[last + place] ?? { id: '' };
			bench.tenant.incidents.edit('ann', id, {
				status: 'active',
				classification: 'truePositive',
				determination: 'malware',
				customTags: ['foreign'],
			});
			const before = held(id);
			const [item] = await update({ incidentId: incidentById(id), ...parameters });
			const after = held(id);
			const clears = asked.classification === 'unknown' && world.silentlyIgnored === 'clearVerdict';
			expect(item?.['outcome']).toBe(clears ? 'notApplied' : 'updated');
			if (!clears) expect(after).toMatchObject(asked);
			const tags = typeof parameters['tags'] === 'string' ? parameters['tags'].split(', ') : [];
			expect(after.customTags).toEqual(['foreign', ...tags]);
			expect(after.comments.slice(before.comments.length).map(({ comment }) => comment)).toEqual(
				parameters['comment'] === undefined ? [] : [parameters['comment']],
			);
			const fields = [...Object.keys(asked), ...(tags.length > 0 ? ['customTags'] : []), 'comments'];
			expect(untouched(after, fields)).toEqual(untouched(before, fields));
			const told = Object.fromEntries(WRITABLE.slice(0, 5).map((field) => [field, item?.[field]]));
			expect(after).toMatchObject(told);
		}
	});

	it('says "updated" of severity, texts, a taken owner and tag edits exactly where the tenant holds them', async () => {
		const id = '48417';
		const edit = { severity: 'medium', assignedTo: 'ann@contoso.com', customTags: ['a', 'B'] };
		const merges = world.tags === 'merge';
		const asked: readonly (readonly [INodeParameters, Partial<IncidentRecord>, boolean])[] = [
			[{ updateFields: { severity: 'low' } }, { severity: 'low' }, world.silentlyIgnored !== 'severity'],
			[{ updateFields: { unassign: true } }, { assignedTo: null }, true],
			[
				{ updateFields: { summary: 's', description: 'd', displayName: 'n', resolvingComment: 'r' } },
				{ summary: 's', description: 'd', displayName: 'n', resolvingComment: 'r' },
				true,
			],
			[{ tagsMode: 'remove', tags: 'b' }, { customTags: ['a'] }, !merges],
			[{ tagsMode: 'replace', tags: 'new' }, { customTags: ['new'] }, !merges],
			[{ tagsMode: 'remove', tags: 'A, b' }, { customTags: [] }, world.emptyTags === 'honored'],
		];
		for (const [parameters, wanted, works] of asked) {
			bench.tenant.incidents.edit('ann', id, edit);
			const [item] = await update({ incidentId: incidentById(id), ...parameters });
			// A service that merges tags adds the new one and keeps the others: neither what stood nor what was asked.
			const otherwise = parameters['tagsMode'] === 'replace' ? 'partial' : 'notApplied';
			expect([parameters, item?.['outcome']]).toEqual([parameters, works ? 'updated' : otherwise]);
			if (works) expect(held(id)).toMatchObject(wanted);
			else expect(item?.['notApplied']).toEqual(Object.keys(wanted));
			const { customTags, assignedTo, severity } = held(id);
			expect(item).toMatchObject({ customTags, assignedTo, severity });
		}
	});

	it('equal values write nothing', async () => {
		const id = '48417';
		bench.tenant.incidents.edit('ann', id, { customTags: ['Tier2'] });
		const [item] = await update({
			incidentId: incidentById(id),
			updateFields: { status: 'active' },
			tagsMode: 'add',
			tags: 'tier2',
		});
		expect(item?.['outcome']).toBe('unchanged');
		expect(bench.apiCalls()).toEqual([`GET incidents/${id}`]);
	});

	it('a PATCH whose answer is lost, and a comment too, are written once and told', async () => {
		const id = '48417';
		bench.fault('reset', { match: { method: 'PATCH' }, after: 'applied' });
		bench.fault('reset', { match: { path: /\/comments$/ }, after: 'applied' });
		const [item] = await update({
			incidentId: incidentById(id),
			updateFields: { status: 'inProgress' },
			tagsMode: 'add',
			tags: 'x',
			comment: 'once',
		});
		expect(held(id)).toMatchObject({ status: 'inProgress', customTags: ['x'] });
		expect(held(id).comments.filter(({ comment }) => comment === 'once')).toHaveLength(1);
		// A service whose reads lag may leave the comment in doubt; that is told, and never sent twice.
		const honest = world.staleReads === 0 ? ['updated'] : ['updated', 'partial'];
		expect(honest).toContain(item?.['outcome']);
	});

	it('items for the same incident keep each other’s tags', async () => {
		const result = await bench.run(
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
	});
});
