import { describe, expect, it } from 'vitest';
import { benchPerTest } from '../../support/benchHooks.mts';
import { ID, updateFixture } from '../../support/updateFixture.mts';

const current = benchPerTest();
const { held, itemOf, writes, changedFields } = updateFixture(current);

describe('incident update', () => {
	it('several fields → written, reported, and all other fields unchanged', async () => {
		const before = held();
		const item = await itemOf({
			updateFields: {
				status: 'inProgress',
				verdict: 'truePositive:malware',
				assignedTo: 'ann.ito@contoso.com',
			},
			tagsMode: 'add',
			tags: 'tier2, night',
			comment: 'Host isolated.',
		});
		const after = held();
		expect(item).toMatchObject({ id: ID, outcome: 'updated', notApplied: [] });
		expect(after).toMatchObject({
			status: 'inProgress',
			classification: 'truePositive',
			determination: 'malware',
			assignedTo: 'ann.ito@contoso.com',
			customTags: [...before.customTags, 'tier2', 'night'],
		});
		expect(after.comments.map(({ comment }) => comment)).toEqual([
			...before.comments.map(({ comment }) => comment),
			'Host isolated.',
		]);
		expect([...new Set(changedFields())].sort()).toEqual(
			expect.arrayContaining([
				'assignedTo',
				'classification',
				'comments',
				'customTags',
				'determination',
				'status',
			]),
		);
		const { severity, displayName, description, summary, systemTags, priorityScore } = before;
		expect(after).toMatchObject({ severity, displayName, description, summary, systemTags, priorityScore });
		expect(current.bench.apiCalls()).toEqual([
			`GET incidents/${ID}`,
			`PATCH incidents/${ID}`,
			`POST incidents/${ID}/comments`,
		]);
	});

	it('changed fields → old and new value of each', async () => {
		current.bench.tenant.incidents.edit('ann', ID, { assignedTo: 'ann@contoso.com', customTags: ['old'] });
		const item = await itemOf({
			updateFields: { status: 'inProgress', assignedTo: 'bob@contoso.com' },
			tagsMode: 'add',
			tags: 'new',
		});
		expect(item['changes']).toEqual({
			status: { from: 'active', to: 'inProgress' },
			assignedTo: { from: 'ann@contoso.com', to: 'bob@contoso.com' },
			customTags: { from: ['old'], to: ['old', 'new'] },
		});
	});

	it('some fields have the value already → only the others are sent', async () => {
		await itemOf({ updateFields: { status: 'active', verdict: 'truePositive:phishing' } });
		const patch = current.bench.practice.calls.find(({ method }) => method === 'PATCH');
		expect(patch?.body).toEqual({ classification: 'truePositive', determination: 'phishing' });
	});

	it('all fields have the value already → unchanged, and nothing is written', async () => {
		current.bench.tenant.incidents.edit('ann', ID, { assignedTo: 'Ann@contoso.com', customTags: ['Tier2'] });
		const { lastUpdateDateTime } = held();
		const item = await itemOf({
			updateFields: { status: 'active', assignedTo: 'ann@CONTOSO.com' },
			tagsMode: 'add',
			tags: ['tier2'],
		});
		expect(item).toMatchObject({ outcome: 'unchanged', changes: {}, notApplied: [] });
		expect(current.bench.apiCalls()).toEqual([`GET incidents/${ID}`]);
		expect(held().lastUpdateDateTime).toBe(lastUpdateDateTime);
	});

	it('only a comment → no PATCH', async () => {
		const item = await itemOf({ comment: 'a "quoted" text\nwith lines' });
		expect(item['outcome']).toBe('updated');
		expect(writes()).toEqual([`POST incidents/${ID}/comments`]);
		expect(held().comments.at(-1)?.comment).toBe('a "quoted" text\nwith lines');
	});

	it('merged incident → conflict that names the target, and nothing is written', async () => {
		const merged = current.bench.tenant.incidents
			.all()
			.find(({ redirectIncidentId }) => redirectIncidentId !== null);
		const { id, redirectIncidentId } = merged ?? { id: '', redirectIncidentId: '' };
		const item = await itemOf({ updateFields: { status: 'resolved' } }, id);
		expect(item).toMatchObject({
			outcome: 'conflict',
			redirectedTo: redirectIncidentId,
			notApplied: ['status'],
			reason: expect.stringMatching(`^Incident ${id} was merged into ${redirectIncidentId}\\. `) as string,
		});
		expect(writes()).toEqual([]);
	});

	it('incident merged just before → conflict, and nothing is written', async () => {
		const { incidents } = current.bench.tenant;
		const target = incidents.all().find(({ id, status }) => id !== ID && status === 'active');
		incidents.merge(ID, target?.id ?? '');
		const item = await itemOf({ updateFields: { status: 'resolved' }, tagsMode: 'remove', tags: 'x' });
		expect(item).toMatchObject({ outcome: 'conflict', redirectedTo: target?.id });
		expect(changedFields()).toEqual([]);
	});

	it('tags of others before the read and after the write → kept', async () => {
		current.bench.fault('pass', {
			match: { method: 'GET' },
			meanwhile: { when: 'before', by: 'ann', incidentId: ID, patch: { customTags: ['foreign'] } },
		});
		await itemOf({ tagsMode: 'add', tags: 'ours' });
		expect(held().customTags).toEqual(['foreign', 'ours']);
		current.bench.fault('pass', {
			match: { method: 'PATCH' },
			meanwhile: {
				when: 'after',
				by: 'ann',
				incidentId: ID,
				patch: { customTags: ['foreign', 'ours', 'late'] },
			},
		});
		expect((await itemOf({ updateFields: { status: 'resolved' } }))['outcome']).toBe('updated');
		expect(held().customTags).toEqual(['foreign', 'ours', 'late']);
	});

	it('no response to a PATCH, then a change of someone else → conflict, and their value is kept', async () => {
		current.bench.fault('reset', {
			match: { method: 'PATCH' },
			after: 'applied',
			meanwhile: { when: 'after', by: 'ann', incidentId: ID, patch: { status: 'resolved' } },
		});
		const item = await itemOf({ updateFields: { status: 'inProgress' }, comment: 'taken over' });
		expect(item).toMatchObject({
			outcome: 'conflict',
			status: 'resolved',
			changes: {},
			notApplied: ['status'],
			reason: `Someone else changed Status of incident ${ID} during this update. Their change was kept. Check the incident before you repeat yours.`,
		});
		expect(held().status).toBe('resolved');
		expect(held().comments).toEqual([]);
	});
});

describe('service that accepts an update but does not apply it', () => {
	it('all fields → notApplied with the fields', async () => {
		await current.restart({ behaviours: { silentlyIgnored: 'clearVerdict' } });
		current.bench.tenant.incidents.edit('ann', ID, {
			classification: 'truePositive',
			determination: 'malware',
		});
		const item = await itemOf({ updateFields: { verdict: 'unknown:unknown' } });
		expect(item).toMatchObject({
			outcome: 'notApplied',
			classification: 'truePositive',
			determination: 'malware',
			changes: {},
			notApplied: ['classification', 'determination'],
			reason: 'Microsoft Defender accepted the update but did not change Verdict.',
		});
	});

	it('some fields → partial with the fields', async () => {
		await current.restart({ behaviours: { silentlyIgnored: 'clearVerdict' } });
		current.bench.tenant.incidents.edit('ann', ID, {
			classification: 'truePositive',
			determination: 'malware',
		});
		const item = await itemOf({ updateFields: { verdict: 'unknown:unknown', status: 'resolved' } });
		expect(item).toMatchObject({
			outcome: 'partial',
			status: 'resolved',
			changes: { status: { from: 'active', to: 'resolved' } },
			notApplied: ['classification', 'determination'],
		});
	});
});
