import { describe, expect, it } from 'vitest';
import { benchPerTest } from '../../support/benchHooks.mts';
import { continueOnFail, incidentById, jsonOf, our } from '../../support/practice.mts';
import { ID, updateStep, updateFixture } from '../../support/updateFixture.mts';

const current = benchPerTest();
const { held, itemOf, writes, changedFields } = updateFixture(current);

describe('incident merged between the read and the write', () => {
	it('update with comment and tags → conflict, and the target gets only comment and added tags', async () => {
		const { incidents } = current.bench.tenant;
		const attack = incidents
			.all()
			.find(({ id, severity, status }) => id !== ID && severity === 'high' && status === 'active');
		const target = attack?.id ?? '';
		const before = held(target);
		current.bench.fault('pass', {
			match: { method: 'PATCH' },
			meanwhile: { when: 'before', by: 'Defender', incidentId: ID, mergeInto: target },
		});
		const item = await itemOf({
			updateFields: {
				status: 'resolved',
				verdict: 'falsePositive:notMalicious',
				assignedTo: 'bot@contoso.com',
			},
			tagsMode: 'add',
			tags: 'reviewed',
			comment: 'Judged a false positive.',
		});
		expect(item).toMatchObject({
			id: ID,
			outcome: 'conflict',
			redirectedTo: target,
			changes: {},
			notApplied: ['status', 'classification', 'determination', 'assignedTo'],
			reason: `Incident ${ID} was merged into ${target}. Status, Verdict and Assigned To were not changed: they were intended for incident ${ID}, not for ${target}. Incident ${target} received the comment and the added tags.`,
		});
		const after = held(target);
		const { status, classification, determination, assignedTo, severity } = before;
		expect(after).toMatchObject({ status, classification, determination, assignedTo, severity });
		expect(after.alerts.slice(0, before.alerts.length)).toEqual(before.alerts);
		expect(after.customTags).toEqual([...before.customTags, 'reviewed']);
		expect(after.comments.map(({ comment }) => comment)).toEqual(['Judged a false positive.']);
		expect(changedFields().sort()).toEqual(['comments', 'customTags']);
	});
});

describe('merged incident', () => {
	const merge = () => {
		const target = current.bench.tenant.incidents.create({ severity: 'high' }).id;
		current.bench.tenant.incidents.merge(ID, target);
		return target;
	};

	it('Follow → the target is updated, and its fields decide the conditions', async () => {
		const target = merge();
		const follow = { options: { merged: 'follow' }, updateFields: { status: 'resolved' }, comment: 'c' };
		const item = await itemOf({ ...follow, onlyIf: { status: ['active'] } });
		expect(item).toMatchObject({ id: target, outcome: 'updated', redirectedFrom: ID });
		expect(held(target)).toMatchObject({ status: 'resolved' });
		expect(await itemOf({ ...follow, onlyIf: { status: ['active'] } })).toMatchObject({
			outcome: 'conflict',
		});
	});

	it('Fail → an error, and nothing is written', async () => {
		merge();
		const result = await current.bench.run(updateStep({ options: { merged: 'fail' }, comment: 'c' }));
		expect(result.error?.message).toMatch(/^Incident 48417 was merged into \d+$/);
		expect(writes()).toEqual([]);
	});

	it('only comment and tags → updated at the target', async () => {
		const target = merge();
		const item = await itemOf({ tagsMode: 'add', tags: 'x', comment: 'c' });
		expect(item).toMatchObject({ id: target, outcome: 'updated', redirectedFrom: ID });
		expect(item).not.toHaveProperty('reason');
	});
});

describe('update conditions', () => {
	it('no match → conflict, and nothing is written, the comment included', async () => {
		current.bench.tenant.incidents.edit('ann', ID, { assignedTo: 'ann@contoso.com' });
		const item = await itemOf({
			updateFields: { status: 'resolved' },
			comment: 'c',
			onlyIf: { unassigned: true },
		});
		expect(item).toMatchObject({
			outcome: 'conflict',
			pending: 'comment',
			notApplied: ['status'],
			reason: `Incident ${ID} was not changed because Only If does not match: Unassigned found assignedTo ann@contoso.com.`,
		});
		expect(current.bench.apiCalls()).toEqual([`GET incidents/${ID}`]);
	});

	it('On Conflict set to Error → an error with the incident’s ID', async () => {
		current.bench.tenant.incidents.edit('ann', ID, { status: 'inProgress' });
		const asked = {
			updateFields: { status: 'resolved' },
			onlyIf: { untouched: true },
			options: { onConflict: 'error' },
		};
		const result = await current.bench.run(
			our('updateIncident', { incidentId: incidentById(ID), ...asked }, continueOnFail),
		);
		expect(jsonOf(result, 'updateIncident')[0]).toMatchObject({
			id: ID,
			error: `Incident ${ID} was not changed because Only If does not match: Untouched found status inProgress`,
		});
	});

	it('Same as Input, analyst changed the incident → conflict', async () => {
		const sameAsInput = our('updateIncident', {
			incidentId: incidentById('={{ $json.id }}'),
			updateFields: { status: 'resolved' },
			onlyIf: { sameAsInput: true },
		});
		const input = [{ ...held() }];
		current.bench.tenant.incidents.edit('ann', ID, { severity: 'low' });
		const result = await current.bench.run(sameAsInput, { input });
		expect(jsonOf(result, 'updateIncident')[0]).toMatchObject({
			outcome: 'conflict',
			severity: 'low',
			reason: `Incident ${ID} was not changed because Only If does not match: Same as Input found severity low, expected ${String(input[0]?.severity)}.`,
		});
		const again = await current.bench.run(sameAsInput, { input: [{ ...held() }] });
		expect(jsonOf(again, 'updateIncident')[0]).toMatchObject({ outcome: 'updated' });
	});

	it('Require Verdict, resolved without one → conflict', async () => {
		const options = { requireVerdict: true };
		const bare = await itemOf({ updateFields: { status: 'resolved' }, options });
		expect(bare).toMatchObject({ outcome: 'conflict', status: 'active' });
		const judged = { status: 'resolved', verdict: 'falsePositive:Clean' };
		expect((await itemOf({ updateFields: judged, options }))['outcome']).toBe('updated');
	});

	it('dry run → planned, and nothing is written', async () => {
		const item = await itemOf({
			updateFields: { status: 'resolved' },
			comment: 'c',
			options: { dryRun: true },
		});
		expect(item).toMatchObject({
			outcome: 'planned',
			status: 'active',
			pending: 'comment',
			changes: { status: { from: 'active', to: 'resolved' } },
		});
		expect(writes()).toEqual([]);
	});
});

describe('n8n’s Retry On Fail', () => {
	it('one of two items fails → only that item again, and no comment twice', async () => {
		current.bench.fault({ status: 403 }, { match: { path: /\/incidents\/48418$/ }, times: 'always' });
		const node = our(
			'updateIncident',
			{
				incidentId: incidentById('={{ $json.id }}'),
				comment: 'once',
				updateFields: { status: 'inProgress' },
			},
			{ retryOnFail: true, maxTries: 2, waitBetweenTries: 0 },
		);
		const result = await current.bench.run(node, { input: [{ id: ID }, { id: '48418' }] });
		expect(result.error?.httpCode).toBe('403');
		expect(held().comments.map(({ comment }) => comment)).toEqual(['once']);
		expect(writes()).toEqual([`PATCH incidents/${ID}`, `POST incidents/${ID}/comments`]);
		expect(current.bench.apiCalls().filter((call) => call === 'GET incidents/48418').length).toBeGreaterThan(
			1,
		);
		// Another execution writes again: it is a new decision.
		await current.bench.run(updateStep({ comment: 'once' }));
		expect(held().comments).toHaveLength(2);
	});
});
