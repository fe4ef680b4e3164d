import { describe, expect, it } from 'vitest';
import { benchPerTest } from '../../support/benchHooks.mts';
import { continueOnFail, incidentById, jsonOf, our, pairingOf } from '../../support/practice.mts';
import { ID, updateStep, updateFixture } from '../../support/updateFixture.mts';

const current = benchPerTest();
const { held } = updateFixture(current);

/** Real waiting: longer than what `skipWaits` skips. */
const aMoment = () => new Promise((resolve) => setTimeout(resolve, 260));

describe('update with many items', () => {
	const ids = (count = 8) =>
		current.bench.tenant.incidents
			.all()
			.filter(({ status }) => status === 'active')
			.slice(0, count)
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

	it('different incidents → each written and paired', async () => {
		const chosen = ids();
		const result = await current.bench.run(tagEach(), { input: chosen.map((id) => ({ id })) });
		expect(jsonOf(result, 'updateIncident').map(({ id, outcome }) => [id, outcome])).toEqual(
			chosen.map((id) => [id, 'updated']),
		);
		expect(pairingOf(result, 'updateIncident')).toEqual(chosen.map((_, index) => index));
		for (const id of chosen) {
			expect(held(id).status).toBe('inProgress');
			expect(held(id).customTags).toContain('x');
		}
	});

	it('the same incident → one after the other, in order', async () => {
		const tags = ['a', 'b', 'c', 'd'];
		const result = await current.bench.run(tagEach(), { input: tags.map((tag) => ({ id: ID, tag })) });
		expect(jsonOf(result, 'updateIncident').map(({ customTags }) => customTags)).toEqual([
			['a'],
			['a', 'b'],
			['a', 'b', 'c'],
			['a', 'b', 'c', 'd'],
		]);
		expect(held().customTags).toEqual(tags);
	});

	it('the same incident, its ID in several spellings → in order', async () => {
		const input = [
			{ id: ID, tag: 'a' },
			{ id: ` ${ID}`, tag: 'b' },
			{ id: Number(ID), tag: 'c' },
			{ id: `0${ID}`, tag: 'd' },
			{ id: `${ID}\n`, tag: 'e' },
			{ id: `000${ID} `, tag: 'f' },
		];
		await current.bench.run(tagEach(), { input });
		expect(held().customTags).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
	});

	it('first failure → no further items start, and the error counts the finished ones', async () => {
		const chosen = ids(24);
		expect(chosen).toHaveLength(24);
		const input = [{ id: chosen[0] }, { id: '1' }, ...chosen.slice(1).map((id) => ({ id }))];
		const result = await current.bench.run(tagEach(), { input });
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

	it('Continue On Fail → an outcome or an error for each item, in order', async () => {
		const [first = '', second = ''] = ids();
		const result = await current.bench.run(tagEach(continueOnFail), {
			input: [{ id: first }, { id: '1' }, { id: 'x' }, { id: second }],
		});
		const items = jsonOf(result, 'updateIncident');
		expect(items.map(({ outcome, error }) => outcome ?? error)).toEqual([
			'updated',
			'Incident "1" was not found',
			'"x" is not an incident ID',
			'updated',
		]);
		expect(items[1]).toMatchObject({ httpCode: '404' });
		expect(pairingOf(result, 'updateIncident')).toEqual([0, 1, 2, 3]);
	});

	current.eachRow([2, 4, 7, 11])(
		'canceled at any request → each incident is written completely or not at all',
		async (at) => {
			const chosen = current.bench.tenant.incidents
				.all()
				.filter(({ status }) => status === 'active')
				.map(({ id }) => id);
			const before = new Map(chosen.map((id) => [id, JSON.stringify(held(id))]));
			const stop = new AbortController();
			const watch = setInterval(() => {
				if (current.bench.apiCalls().length >= at) stop.abort();
			}, 1);
			const result = await current.bench.run(tagEach(), {
				input: chosen.map((id) => ({ id })),
				signal: stop.signal,
			});
			clearInterval(watch);
			expect(result.status).toBe('canceled');
			// What had left when the execution ended may still arrive; nothing may be sent after that.
			await aMoment();
			const sent = current.bench.apiCalls().length;
			await aMoment();
			expect(current.bench.apiCalls().length).toBe(sent);
			const patched = new Set(
				current.bench.practice.calls
					.filter(({ method, status }) => method === 'PATCH' && status < 400)
					.map(({ path }) => path.split('/').at(-1) ?? ''),
			);
			expect(patched.size).toBeLessThan(chosen.length);
			// What was written is an item, or the error counts it as done or names it as in doubt.
			const shown = result.error?.description ?? '';
			const named = chosen.filter((id) => /may (?:also )?have been saved/.test(shown) && shown.includes(id));
			const done = jsonOf(result, 'updateIncident').length + Number(/done: (\d+)/.exec(shown)?.[1] ?? 0);
			expect([...patched].filter((id) => !named.includes(id)).length).toBeLessThanOrEqual(done);
			for (const id of chosen) {
				if (patched.has(id)) {
					expect(held(id).status).toBe('inProgress');
					expect(held(id).customTags).toContain('x');
				} else expect(JSON.stringify(held(id))).toBe(before.get(id));
			}
		},
	);
});

describe('update with an invalid value', () => {
	current.eachRow([
		[{ updateFields: {} }, 'There is nothing to update'],
		[{ tagsMode: 'keep', tags: 'x' }, 'There is nothing to update'],
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
		[{ tagsMode: 'replace', tags: '={{ undefined }}' }, 'A tag is empty'],
		[{ tagsMode: '={{ "wipe" }}', tags: 'x' }, '"wipe" is not a value of Tags Mode'],
		[{ updateFields: { severity: '={{ "unknown" }}' } }, '"unknown" is not a value of Severity'],
		[{ updateFields: { summary: '={{ undefined }}' } }, 'Summary is empty'],
		[
			{ updateFields: { assignedTo: 'a@x.example', unassign: true } },
			'Assigned To and Unassign cannot be combined',
		],
		[{ comment: 'x', options: { merged: '={{ "merge" }}' } }, '"merge" is not a value of Merged Incident'],
		[{ comment: 'x', options: { onConflict: '={{ 1 }}' } }, '"1" is not a value of On Conflict'],
		[{ comment: 'x', onlyIf: { unchangedSince: 'soon' } }, 'Unchanged Since is not a date and time: "soon"'],
		[{ comment: 'x', onlyIf: { status: ['={{ "closed" }}'] } }, '"closed" is not a value of Status'],
		[
			{ comment: 'x', onlyIf: { sameAsInput: true } },
			'Same as Input needs status, assignedTo, classification, determination, severity in the input item',
		],
		[
			{
				updateFields: { status: 'resolved', verdict: 'unknown:unknown' },
				options: { requireVerdict: true },
			},
			'The incident would be resolved without a verdict',
		],
		[
			{ comment: '={{ "x".repeat(30001) }}' },
			'Comment to Add has 30001 characters; Microsoft Defender accepts at most 30000',
		],
	])('any parameter → an error that names it, before any request', async (parameters, message) => {
		const result = await current.bench.run(updateStep(parameters));
		expect(result.error?.message).toBe(message);
		expect(result.error?.description).toMatch(/\S/);
		expect(current.bench.practice.calls).toEqual([]);
	});
});
