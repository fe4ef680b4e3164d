import type { INodeParameters } from 'n8n-workflow';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { IncidentRecord } from '../../lab/tenant/practice.mts';
import {
	expectNoSecrets,
	goOn,
	incidentById,
	jsonOf,
	our,
	pairingOf,
	startBench,
	type Bench,
} from './practice.mts';
import { skipWaits } from './skipWaits.mts';

let bench: Bench;
beforeEach(async () => {
	bench = await startBench();
	skipWaits();
});
afterEach(async () => {
	vi.restoreAllMocks();
	await bench.close();
});

const ID = '48417';
const held = (id = ID): IncidentRecord => {
	const incident = bench.tenant.incidents.get(id);
	if (incident === undefined) throw new Error(`The world has no incident ${id}.`);
	return incident;
};
const update = (parameters: INodeParameters, id = ID) =>
	our('updateIncident', { incidentId: incidentById(id), ...parameters });

async function itemOf(parameters: INodeParameters, id = ID) {
	const result = await bench.run(update(parameters, id));
	expect(result.error).toBeUndefined();
	const [item] = jsonOf(result, 'updateIncident');
	return item ?? {};
}

/** Real waiting: longer than what `skipWaits` skips. */
const aMoment = () => new Promise((resolve) => setTimeout(resolve, 260));
const writes = () => bench.apiCalls().filter((call) => !call.startsWith('GET'));
const changedFields = () => bench.tenant.journal.filter(({ via }) => via === 'api').map(({ field }) => field);

describe('an update', () => {
	it('writes what was asked, proves it, and leaves the rest alone', async () => {
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
		expect(bench.apiCalls()).toEqual([
			`GET incidents/${ID}`,
			`PATCH incidents/${ID}`,
			`POST incidents/${ID}/comments`,
		]);
	});

	it('tells each change with its old and new value', async () => {
		bench.tenant.incidents.edit('ann', ID, { assignedTo: 'ann@contoso.com', customTags: ['old'] });
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

	it('sends only the fields that differ', async () => {
		await itemOf({ updateFields: { status: 'active', verdict: 'truePositive:phishing' } });
		const patch = bench.practice.calls.find(({ method }) => method === 'PATCH');
		expect(patch?.body).toEqual({ classification: 'truePositive', determination: 'phishing' });
	});

	it('of values that hold already writes nothing', async () => {
		bench.tenant.incidents.edit('ann', ID, { assignedTo: 'Ann@contoso.com', customTags: ['Tier2'] });
		const { lastUpdateDateTime } = held();
		const item = await itemOf({
			updateFields: { status: 'active', assignedTo: 'ann@CONTOSO.com' },
			tagsMode: 'add',
			tags: ['tier2'],
		});
		expect(item).toMatchObject({ outcome: 'unchanged', changes: {}, notApplied: [] });
		expect(bench.apiCalls()).toEqual([`GET incidents/${ID}`]);
		expect(held().lastUpdateDateTime).toBe(lastUpdateDateTime);
	});

	it('by comment alone sends no PATCH', async () => {
		const item = await itemOf({ comment: 'a "quoted" text\nwith lines' });
		expect(item['outcome']).toBe('updated');
		expect(writes()).toEqual([`POST incidents/${ID}/comments`]);
		expect(held().comments.at(-1)?.comment).toBe('a "quoted" text\nwith lines');
	});

	it('of a merged incident writes nothing and names the target', async () => {
		const merged = bench.tenant.incidents.all().find(({ redirectIncidentId }) => redirectIncidentId !== null);
		const { id, redirectIncidentId } = merged ?? { id: '', redirectIncidentId: '' };
		const item = await itemOf({ updateFields: { status: 'resolved' }, comment: 'no' }, id);
		expect(item).toMatchObject({
			outcome: 'conflict',
			redirectedTo: redirectIncidentId,
			reason: `Incident ${id} was merged into ${redirectIncidentId}; nothing was written, because this change was not meant for that one.`,
		});
		expect(writes()).toEqual([]);
	});

	it('of an incident merged between read and write changes nothing', async () => {
		bench.fault('pass', { match: { method: 'PATCH' } });
		const other = bench.tenant.incidents.all().find(({ id, status }) => id !== ID && status === 'active');
		const { run } = bench;
		bench.tenant.incidents.merge(ID, other?.id ?? '');
		const result = await run(update({ updateFields: { status: 'resolved' } }));
		expect(jsonOf(result, 'updateIncident')[0]).toMatchObject({
			outcome: 'conflict',
			redirectedTo: other?.id,
		});
		expect(changedFields()).toEqual([]);
	});

	it('keeps tags that somebody added before its read, and those added after its write', async () => {
		bench.fault('pass', {
			match: { method: 'GET' },
			meanwhile: { when: 'before', by: 'ann', incidentId: ID, patch: { customTags: ['foreign'] } },
		});
		await itemOf({ tagsMode: 'add', tags: 'ours' });
		expect(held().customTags).toEqual(['foreign', 'ours']);
		bench.fault('pass', {
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

	it('does not say updated when somebody undoes it at once', async () => {
		// The PATCH answer is lost, and ann sets the status back before we read again.
		bench.fault('reset', {
			match: { method: 'PATCH' },
			after: 'applied',
			meanwhile: { when: 'after', by: 'ann', incidentId: ID, patch: { status: 'resolved' } },
		});
		const item = await itemOf({ updateFields: { status: 'inProgress' } });
		expect(held().status).toBe(item['status']);
		if (item['outcome'] === 'updated') expect(held().status).toBe('inProgress');
	});
});

describe('a service that does not do what it accepts', () => {
	it('is told field by field: notApplied', async () => {
		await bench.close();
		bench = await startBench({ behaviours: { silentlyIgnored: 'clearVerdict' } });
		bench.tenant.incidents.edit('ann', ID, { classification: 'truePositive', determination: 'malware' });
		const item = await itemOf({ updateFields: { verdict: 'unknown:unknown' } });
		expect(item).toMatchObject({
			outcome: 'notApplied',
			classification: 'truePositive',
			determination: 'malware',
			changes: {},
			notApplied: ['classification', 'determination'],
		});
	});

	it('in part is told field by field: partial', async () => {
		await bench.close();
		bench = await startBench({ behaviours: { silentlyIgnored: 'clearVerdict' } });
		bench.tenant.incidents.edit('ann', ID, { classification: 'truePositive', determination: 'malware' });
		const item = await itemOf({ updateFields: { verdict: 'unknown:unknown', status: 'resolved' } });
		expect(item).toMatchObject({
			outcome: 'partial',
			status: 'resolved',
			changes: { status: { from: 'active', to: 'resolved' } },
			notApplied: ['classification', 'determination'],
		});
	});
});

describe('a PATCH that goes wrong', () => {
	const ask = { updateFields: { status: 'inProgress' }, tagsMode: 'add', tags: 'x' };

	it.each(['reset', 'cut'] as const)('after it took effect (%s) is proven by reading', async (answer) => {
		bench.fault(answer, { match: { method: 'PATCH' }, after: 'applied' });
		expect(await itemOf(ask)).toMatchObject({ outcome: 'updated', status: 'inProgress', customTags: ['x'] });
		expect(writes()).toHaveLength(1);
	});

	it('twice, both lost after taking effect, still ends in the truth', async () => {
		bench.fault('reset', { match: { method: 'PATCH' } });
		bench.fault('reset', { match: { method: 'PATCH' }, after: 'applied' });
		expect((await itemOf(ask))['outcome']).toBe('updated');
		expect(held()).toMatchObject({ status: 'inProgress', customTags: ['x'] });
		expect(writes()).toHaveLength(2);
	});

	it('always, without effect, is an error that does not claim anything', async () => {
		bench.fault('reset', { match: { method: 'PATCH' }, times: 'always' });
		const result = await bench.run(update(ask));
		expect(result.error?.message).toBe(
			`${bench.practice.origin} could not be reached for updating the incident`,
		);
		expect(held()).toMatchObject({ status: 'active', customTags: [] });
		expectNoSecrets(bench, result);
	});

	it('with 429 is followed by a fresh read before the next PATCH', async () => {
		bench.fault(
			{ throttle: 'seconds', retryAfterSeconds: 1 },
			{
				match: { method: 'PATCH' },
				meanwhile: { when: 'after', by: 'ann', incidentId: ID, patch: { customTags: ['foreign'] } },
			},
		);
		expect((await itemOf(ask))['outcome']).toBe('updated');
		expect(bench.apiCalls()).toEqual([
			`GET incidents/${ID}`,
			`PATCH incidents/${ID}`,
			`GET incidents/${ID}`,
			`PATCH incidents/${ID}`,
		]);
		expect(held().customTags).toEqual(['foreign', 'x']);
	});

	it('with 429 that tells nobody when to come back waits for the next minute’s window', async () => {
		bench.fault({ throttle: 'none', retryAfterSeconds: 0 }, { match: { method: 'PATCH' } });
		const start = Date.now();
		expect((await itemOf(ask))['outcome']).toBe('updated');
		expect(Date.now() - start).toBeGreaterThanOrEqual(9_900);
	});

	it('with 503 twice succeeds', async () => {
		bench.fault({ status: 503 }, { match: { method: 'PATCH' }, times: 2 });
		expect((await itemOf(ask))['outcome']).toBe('updated');
		expect(writes()).toHaveLength(3);
	});

	it('with 400 is an error at once', async () => {
		bench.fault({ status: 400 }, { match: { method: 'PATCH' } });
		const result = await bench.run(update(ask));
		expect(result.error?.message).toBe(
			'Microsoft Defender refused updating the incident: The request is not valid.',
		);
		expect(writes()).toHaveLength(1);
	});
});

describe('a comment', () => {
	const count = (text: string) => held().comments.filter(({ comment }) => comment === text).length;
	const path = /\/comments$/;

	it.each(['reset', 'cut', 'html'] as const)(
		'whose answer is lost after it was stored (%s) stands once',
		async (answer) => {
			bench.fault(answer, { match: { path }, after: 'applied' });
			expect((await itemOf({ comment: 'once' }))['outcome']).toBe('updated');
			expect(count('once')).toBe(1);
		},
	);

	it('whose answer is lost before it was stored is not sent again and told as pending', async () => {
		bench.fault('reset', { match: { path } });
		const item = await itemOf({ updateFields: { status: 'resolved' }, comment: 'once' });
		expect(item).toMatchObject({ outcome: 'partial', pending: 'comment', status: 'resolved' });
		expect(item['reason']).toMatch(
			/^It is not known whether the comment was stored, so it was not sent again: .+ could not be reached for adding the comment/,
		);
		expect(count('once')).toBe(0);
		expect(writes()).toHaveLength(2);
	});

	it.each([429, 503])('refused once with %i is sent again', async (status) => {
		bench.fault(status === 429 ? { throttle: 'seconds', retryAfterSeconds: 1 } : { status }, {
			match: { path },
		});
		expect((await itemOf({ comment: 'once' }))['outcome']).toBe('updated');
		expect(count('once')).toBe(1);
	});

	it('is written by a new execution although an equal one stands there', async () => {
		bench.tenant.incidents.comment('ann', ID, 'seen');
		expect((await itemOf({ comment: 'seen' }))['outcome']).toBe('updated');
		expect(count('seen')).toBe(2);
	});

	it('of somebody else with the same words does not pass for ours', async () => {
		bench.tenant.incidents.comment('ann', ID, 'seen');
		bench.fault('reset', { match: { path } });
		expect(await itemOf({ comment: 'seen' })).toMatchObject({ outcome: 'partial', pending: 'comment' });
		expect(count('seen')).toBe(1);
	});

	it('that may not be written after a written PATCH is told as partial with the permission', async () => {
		bench.fault({ status: 403 }, { match: { path } });
		const item = await itemOf({ updateFields: { status: 'resolved' }, comment: 'x' });
		expect(item).toMatchObject({ outcome: 'partial', pending: 'comment', status: 'resolved' });
		expect(item['reason']).toMatch(
			/^The permission SecurityIncident\.ReadWrite\.All is missing for adding the comment\. /,
		);
	});
});

describe('many items', () => {
	const ids = () =>
		bench.tenant.incidents
			.all()
			.filter(({ status }) => status === 'active')
			.slice(0, 8)
			.map(({ id }) => id);
	const tagEach = (more = {}) =>
		our(
			'updateIncident',
			{
				incidentId: incidentById('={{ $json.id }}'),
				updateFields: { status: 'inProgress' },
				tagsMode: 'add',
				tags: '={{ $json.tag ?? "x" }}',
			},
			more,
		);

	it('are each written and paired', async () => {
		const chosen = ids();
		const result = await bench.run(tagEach(), { input: chosen.map((id) => ({ id })) });
		expect(jsonOf(result, 'updateIncident').map(({ id, outcome }) => [id, outcome])).toEqual(
			chosen.map((id) => [id, 'updated']),
		);
		expect(pairingOf(result, 'updateIncident')).toEqual(chosen.map((_, index) => index));
		for (const id of chosen)
			expect(held(id)).toMatchObject({ status: 'inProgress', customTags: expect.arrayContaining(['x']) });
	});

	it('for the same incident are written one after the other, in order', async () => {
		const tags = ['a', 'b', 'c', 'd'];
		const result = await bench.run(tagEach(), { input: tags.map((tag) => ({ id: ID, tag })) });
		expect(jsonOf(result, 'updateIncident').map(({ customTags }) => customTags)).toEqual([
			['a'],
			['a', 'b'],
			['a', 'b', 'c'],
			['a', 'b', 'c', 'd'],
		]);
		expect(held().customTags).toEqual(tags);
	});

	it('for the same incident written in two ways are one after the other too', async () => {
		const input = [
			{ id: ID, tag: 'a' },
			{ id: ` ${ID}`, tag: 'b' },
			{ id: Number(ID), tag: 'c' },
		];
		await bench.run(tagEach(), { input });
		expect(held().customTags).toEqual(['a', 'b', 'c']);
	});

	it('stop being started at the first failure, which says how many are done', async () => {
		const chosen = ids();
		const input = [{ id: chosen[0] }, { id: '1' }, ...chosen.slice(1).map((id) => ({ id }))];
		const result = await bench.run(tagEach(), { input });
		expect(result.error).toMatchObject({
			message: 'Incident "1" was not found',
			itemIndex: 1,
			httpCode: '404',
		});
		const done = chosen.filter((id) => held(id).status === 'inProgress').length;
		expect(done).toBeLessThan(chosen.length);
		expect(result.error?.description).toMatch(
			new RegExp(`Items already done: ${done} of ${input.length}\\.$`),
		);
	});

	it('with Continue On Fail are each told, with the failures in their places', async () => {
		const [first = '', second = ''] = ids();
		const result = await bench.run(tagEach(goOn), {
			input: [{ id: first }, { id: '1' }, { id: 'x' }, { id: second }],
		});
		const items = jsonOf(result, 'updateIncident');
		expect(items.map(({ outcome, error }) => outcome ?? error)).toEqual([
			'updated',
			'Incident "1" was not found',
			'"x" is not an incident id',
			'updated',
		]);
		expect(items[1]).toMatchObject({ httpCode: '404' });
		expect(pairingOf(result, 'updateIncident')).toEqual([0, 1, 2, 3]);
	});

	it.each([2, 4, 7, 11])(
		'cancelled at call %i leave each incident fully written or untouched',
		async (at) => {
			const chosen = bench.tenant.incidents
				.all()
				.filter(({ status }) => status === 'active')
				.map(({ id }) => id);
			const before = new Map(chosen.map((id) => [id, JSON.stringify(held(id))]));
			const stop = new AbortController();
			const watch = setInterval(() => {
				if (bench.apiCalls().length >= at) stop.abort();
			}, 1);
			const result = await bench.run(tagEach(), { input: chosen.map((id) => ({ id })), signal: stop.signal });
			clearInterval(watch);
			expect(result.status).toBe('canceled');
			// What had left when the execution ended may still arrive; nothing may be sent after that.
			await aMoment();
			const sent = bench.apiCalls().length;
			await aMoment();
			expect(bench.apiCalls().length).toBe(sent);
			const patched = new Set(
				bench.practice.calls
					.filter(({ method, status }) => method === 'PATCH' && status < 400)
					.map(({ path }) => path.split('/').at(-1) ?? ''),
			);
			expect(patched.size).toBeLessThan(chosen.length);
			for (const id of chosen) {
				if (patched.has(id))
					expect(held(id)).toMatchObject({ status: 'inProgress', customTags: expect.arrayContaining(['x']) });
				else expect(JSON.stringify(held(id))).toBe(before.get(id));
			}
		},
	);
});

describe('a wrong value is refused before any call', () => {
	it.each([
		[{ updateFields: {} }, 'Nothing to update was given'],
		[{ tagsMode: 'keep', tags: 'x' }, 'Nothing to update was given'],
		[{ updateFields: { status: '={{ "closed" }}' } }, '"closed" is not a value of Status'],
		[{ updateFields: { status: '={{ "redirected" }}' } }, '"redirected" is not a value of Status'],
		[{ updateFields: { verdict: '={{ "truePositive" }}' } }, '"truePositive" is not a value of Verdict'],
		[
			{ updateFields: { verdict: '={{ "falsePositive:malware" }}' } },
			'"falsePositive:malware" is not a value of Verdict',
		],
		[{ updateFields: { assignedTo: '={{ undefined }}' } }, 'Assigned To is empty'],
		[{ updateFields: { assignedTo: ' ' } }, 'Assigned To is empty'],
		[{ tagsMode: 'add', tags: ' , ' }, 'A tag is empty'],
		[{ tagsMode: '={{ "remove" }}', tags: 'x' }, '"remove" is not a value of Tags Mode'],
		[
			{ comment: '={{ "x".repeat(30001) }}' },
			'The comment has 30001 characters; Microsoft Defender accepts 30000',
		],
	])('%j', async (parameters, message) => {
		const result = await bench.run(update(parameters));
		expect(result.error?.message).toBe(message);
		expect(result.error?.description).toMatch(/\S/);
		expect(bench.practice.calls).toEqual([]);
	});
});
