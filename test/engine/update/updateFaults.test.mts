import { describe, expect, it } from 'vitest';
import { benchPerTest } from '../../support/benchHooks.mts';
import { expectNoSecrets } from '../../support/practice.mts';
import { ID, updateStep, updateFixture } from '../../support/updateFixture.mts';

const current = benchPerTest();
const { held, itemOf, writes } = updateFixture(current);

describe('PATCH that fails', () => {
	const ask = { updateFields: { status: 'inProgress' }, tagsMode: 'add', tags: 'x' };

	current.eachRow(['reset', 'cut'] as const)(
		'no response after it was stored → verified by a read',
		async (answer) => {
			current.bench.fault(answer, { match: { method: 'PATCH' }, after: 'applied' });
			expect(await itemOf(ask)).toMatchObject({
				outcome: 'updated',
				status: 'inProgress',
				customTags: ['x'],
			});
			expect(writes()).toHaveLength(1);
		},
	);

	it('no response twice, both stored → the stored values are reported', async () => {
		current.bench.fault('reset', { match: { method: 'PATCH' } });
		current.bench.fault('reset', { match: { method: 'PATCH' }, after: 'applied' });
		expect((await itemOf(ask))['outcome']).toBe('updated');
		expect(held()).toMatchObject({ status: 'inProgress', customTags: ['x'] });
		expect(writes()).toHaveLength(2);
	});

	it('never stored → error without a claim about the incident', async () => {
		current.bench.fault('reset', { match: { method: 'PATCH' }, times: 'always' });
		const result = await current.bench.run(updateStep(ask));
		expect(result.error?.message).toBe(
			`${current.bench.practice.origin} closed the connection without a response`,
		);
		expect(held()).toMatchObject({ status: 'active', customTags: [] });
		expectNoSecrets(current.bench, result);
	});

	it('429 → a new read before the next PATCH', async () => {
		current.bench.fault(
			{ throttle: 'seconds', retryAfterSeconds: 1 },
			{
				match: { method: 'PATCH' },
				meanwhile: { when: 'after', by: 'ann', incidentId: ID, patch: { customTags: ['foreign'] } },
			},
		);
		expect((await itemOf(ask))['outcome']).toBe('updated');
		expect(current.bench.apiCalls()).toEqual([
			`GET incidents/${ID}`,
			`PATCH incidents/${ID}`,
			`GET incidents/${ID}`,
			`PATCH incidents/${ID}`,
		]);
		expect(held().customTags).toEqual(['foreign', 'x']);
	});

	it('429 without Retry-After → waits for the next minute', async () => {
		current.bench.fault({ throttle: 'none', retryAfterSeconds: 0 }, { match: { method: 'PATCH' } });
		const start = Date.now();
		expect((await itemOf(ask))['outcome']).toBe('updated');
		expect(Date.now() - start).toBeGreaterThanOrEqual(9_900);
	});

	it('503 twice → succeeds', async () => {
		current.bench.fault({ status: 503 }, { match: { method: 'PATCH' }, times: 2 });
		expect((await itemOf(ask))['outcome']).toBe('updated');
		expect(writes()).toHaveLength(3);
	});

	it('400 → error after one request', async () => {
		current.bench.fault({ status: 400 }, { match: { method: 'PATCH' } });
		const result = await current.bench.run(updateStep(ask));
		expect(result.error?.message).toBe(
			'Microsoft Defender rejected the request while updating the incident: The request is not valid.',
		);
		expect(writes()).toHaveLength(1);
	});
});

describe('comment', () => {
	const count = (text: string) => held().comments.filter(({ comment }) => comment === text).length;
	const path = /\/comments$/;

	current.eachRow(['reset', 'cut', 'html'] as const)(
		'no response after it was stored → written once',
		async (answer) => {
			current.bench.fault(answer, { match: { path }, after: 'applied' });
			expect((await itemOf({ comment: 'once' }))['outcome']).toBe('updated');
			expect(count('once')).toBe(1);
		},
	);

	it('no response before it was stored → not sent again, reported as pending', async () => {
		current.bench.fault('reset', { match: { path } });
		const item = await itemOf({ updateFields: { status: 'resolved' }, comment: 'once' });
		expect(item).toMatchObject({ outcome: 'partial', pending: 'comment', status: 'resolved' });
		expect(item['reason']).toMatch(
			/^The comment may have been stored, so it was not sent again: .+ closed the connection without a response/,
		);
		expect(count('once')).toBe(0);
		expect(writes()).toHaveLength(2);
	});

	current.eachRow([429, 503])('429 or 503 once → sent again', async (status) => {
		current.bench.fault(status === 429 ? { throttle: 'seconds', retryAfterSeconds: 1 } : { status }, {
			match: { path },
		});
		expect((await itemOf({ comment: 'once' }))['outcome']).toBe('updated');
		expect(count('once')).toBe(1);
	});

	it('equal comment of an earlier execution → written again', async () => {
		current.bench.tenant.incidents.comment('ann', ID, 'seen');
		expect((await itemOf({ comment: 'seen' }))['outcome']).toBe('updated');
		expect(count('seen')).toBe(2);
	});

	it('equal comment of another author → does not count as written', async () => {
		current.bench.tenant.incidents.comment('ann', ID, 'seen');
		current.bench.fault('reset', { match: { path } });
		expect(await itemOf({ comment: 'seen' })).toMatchObject({ outcome: 'partial', pending: 'comment' });
		expect(count('seen')).toBe(1);
	});

	it('refused after the PATCH → "partial" and what to check', async () => {
		current.bench.fault({ status: 403 }, { match: { path } });
		const item = await itemOf({ updateFields: { status: 'resolved' }, comment: 'x' });
		expect(item).toMatchObject({ outcome: 'partial', pending: 'comment', status: 'resolved' });
		expect(item['reason']).toMatch(
			/^Microsoft Defender does not allow adding the comment\. Check that an administrator has consented to the permission SecurityIncident\.ReadWrite\.All/,
		);
	});
});
