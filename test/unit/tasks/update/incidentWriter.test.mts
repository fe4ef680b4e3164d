import { describe, expect, it } from 'vitest';
import type { UpdateRequest } from '../../../../defender/incidents/updateRequest.ts';
import { defenderError, trouble } from '../../../support/defenderErrors.mts';
import { FakeHost } from '../../../support/fakeHost.mts';
import { later, scriptedApi, type Script } from '../../../support/scriptedApi.mts';
import { incident } from '../../../support/incidents.mts';
import { singleUpdate } from '../../../support/singleUpdate.mts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';

const before = incident({ customTags: ['old'] });
const resolved = { status: 'resolved' as const };

async function run(request: UpdateRequest, script: Script) {
	const host = new FakeHost();
	const api = scriptedApi(script);
	const result = await singleUpdate(api, before.id, request, {}, host);
	return { result, api, host };
}
const failing = async (request: UpdateRequest, script: Script) => {
	const api = scriptedApi(script);
	const error = await defenderError(singleUpdate(api, before.id, request));
	return { error, log: api.log };
};
const throttled = trouble({ kind: 'throttled', retryAt: 0 });
const lost = trouble({ kind: 'unreachable' }, 'unknown');
const down = trouble({ kind: 'serviceDown' });
const IGNORED = 'Microsoft Defender accepted the update but did not change Status.';

describe('update', () => {
	it('fields differ → only these written, changes from and to', async () => {
		const verdict = { classification: 'truePositive', determination: 'malware' } as const;
		const after = later(before, 1, { ...resolved, ...verdict, customTags: ['old', 'new'] });
		const { result, api, host } = await run(
			{ ...resolved, verdict, tags: { add: ['OLD', 'new'], drop: [] } },
			{ gets: [before], patches: [after] },
		);
		expect(api.patches).toEqual([{ ...resolved, ...verdict, customTags: ['old', 'new'] }]);
		expect(api.log).toEqual(['get', 'patch']);
		expect(host.sleeps).toEqual([]);
		expect(result).toEqual({
			incident: after,
			outcome: 'updated',
			changes: {
				status: { from: 'active', to: 'resolved' },
				classification: { from: 'unknown', to: 'truePositive' },
				determination: { from: 'unknown', to: 'malware' },
				customTags: { from: ['old'], to: ['old', 'new'] },
			},
			notApplied: [],
			wrote: true,
		});
	});

	it('nothing differs → unchanged, no PATCH', async () => {
		const { result, api } = await run(
			{ status: 'active', tags: { add: ['Old'], drop: [] } },
			{ gets: [before] },
		);
		expect(api.log).toEqual(['get']);
		expect(result).toEqual({
			incident: before,
			outcome: 'unchanged',
			changes: {},
			notApplied: [],
			wrote: false,
		});
	});

	it('PATCH without response, others wrote since → conflict, their value kept', async () => {
		const theirs = later(before, 2, { status: 'inProgress' });
		const { result, api } = await run(resolved, { gets: [before, theirs], patches: [lost] });
		expect(api.log).toEqual(['get', 'patch', 'get']);
		expect(result).toMatchObject({
			incident: theirs,
			outcome: 'conflict',
			notApplied: ['status'],
			changes: {},
		});
		expect(result.reason).toContain('Someone else changed Status of incident 48213');
	});

	it('PATCH without response, others wrote another field → sent again', async () => {
		const renamed = later(before, 2, { assignedTo: 'ann@contoso.com' });
		const after = later(renamed, 3, resolved);
		const { result, api } = await run(resolved, { gets: [before, renamed], patches: [lost, after] });
		expect(api.log).toEqual(['get', 'patch', 'get', 'patch']);
		expect(result).toMatchObject({
			outcome: 'updated',
			changes: { status: { from: 'active', to: 'resolved' } },
		});
	});

	it('PATCH without response, merged since → conflict that the change may have been saved', async () => {
		const merged = later(before, 2, { status: 'redirected', redirectIncidentId: '7' });
		const { result } = await run(resolved, { gets: [before, merged], patches: [lost] });
		expect(result.outcome).toBe('conflict');
		expect(result.reason).toBe(
			'Incident 48213 was merged into 7 while a change was being sent. The change may have been saved. Check the incident before you repeat it.',
		);
	});

	it('empty request → refused before any request', async () => {
		const { error, log } = await failing({}, {});
		expect([error.reason.kind, log]).toEqual(['invalidInput', []]);
	});

	it('read-back still old → waits, no second write', async () => {
		const after = later(before, 1, resolved);
		const { result, api, host } = await run(resolved, {
			gets: [before, before, before, after],
			patches: [before],
		});
		expect(api.log).toEqual(['get', 'patch', 'get', 'get', 'get']);
		expect(host.sleeps).toEqual([250, 500, 1_000]);
		expect(result.outcome).toBe('updated');
	});

	it('accepted field not changed → partial, listed as not applied', async () => {
		const ignored = later(before, 1, { customTags: ['old', 'new'] });
		const { result, api } = await run(
			{ ...resolved, tags: { add: ['new'], drop: [] } },
			{ gets: [before, ignored], patches: [ignored] },
		);
		expect(api.log).toEqual(['get', 'patch', 'get']);
		expect(result).toMatchObject({ outcome: 'partial', notApplied: ['status'], reason: IGNORED });
		expect(Object.keys(result.changes)).toEqual(['customTags']);
	});

	it('no field changed, or state never moves → notApplied', async () => {
		const { result } = await run(resolved, { gets: [before, before, before, before], patches: [before] });
		expect(result).toMatchObject({ outcome: 'notApplied', changes: {}, reason: IGNORED });
		expect(result.notApplied).toEqual(['status']);
	});

	it('others write before the read-back → partial, with their value', async () => {
		const foreign = later(before, 2, { status: 'inProgress' });
		const { result, api } = await run(resolved, { gets: [before, foreign], patches: [foreign] });
		expect(api.log).toEqual(['get', 'patch', 'get']);
		expect(result).toMatchObject({
			outcome: 'partial',
			notApplied: ['status'],
			changes: { status: { from: 'active', to: 'inProgress' } },
		});
	});

	eachRow([
		['throttled', throttled],
		['not sent', trouble({ kind: 'unreachable' })],
		['answered 503', down],
		['answered 412', trouble({ kind: 'rejected' }, 'none', { status: 412, code: '', message: '' })],
	])('PATCH failed without effect → planned again from a new read', async (_, failure) => {
		const foreign = later(before, 1, { customTags: ['old', 'theirs'] });
		const after = later(foreign, 1, { ...resolved, customTags: ['old', 'theirs', 'ours'] });
		const { result, api } = await run(
			{ ...resolved, tags: { add: ['ours'], drop: [] } },
			{ gets: [before, foreign], patches: [failure, after] },
		);
		expect(api.log).toEqual(['get', 'patch', 'get', 'patch']);
		expect(api.patches[1]).toEqual({ ...resolved, customTags: ['old', 'theirs', 'ours'] });
		expect(result.outcome).toBe('updated');
	});

	it('PATCH throttled, others wrote the same → unchanged', async () => {
		const theirs = later(before, 1, resolved);
		const { result } = await run(resolved, { gets: [before, theirs], patches: [throttled] });
		expect(result).toMatchObject({ outcome: 'unchanged', changes: {} });
	});

	it('PATCH without response, value present → updated, no second write', async () => {
		const after = later(before, 1, resolved);
		const { result, api } = await run(resolved, { gets: [before, after], patches: [lost] });
		expect(api.log).toEqual(['get', 'patch', 'get']);
		expect(result).toMatchObject({
			outcome: 'updated',
			changes: { status: { from: 'active', to: 'resolved' } },
		});
	});

	it('PATCH without response, half present → the rest written, all changes listed', async () => {
		const half = later(before, 1, resolved);
		const after = later(half, 1, { customTags: ['old', 'new'] });
		const { result, api } = await run(
			{ ...resolved, tags: { add: ['new'], drop: [] } },
			{ gets: [before, half], patches: [lost, after] },
		);
		expect(api.patches[1]).toEqual({ customTags: ['old', 'new'] });
		expect(Object.keys(result.changes)).toEqual(['status', 'customTags']);
	});

	it('three failed rounds → error', async () => {
		const gets = [before, before, before];
		const { error, log } = await failing(resolved, { gets, patches: [down, down, down] });
		expect([error.reason.kind, error.effect, log.length]).toEqual(['serviceDown', 'none', 6]);
	});

	it('throttled rounds → not counted', async () => {
		const { result } = await run(resolved, {
			gets: Array.from({ length: 6 }, () => before),
			patches: [throttled, throttled, throttled, throttled, throttled, later(before, 1, resolved)],
		});
		expect(result.outcome).toBe('updated');
	});

	it('earlier PATCH may have had an effect → the error says so', async () => {
		const later4 = {
			gets: [before, before, before, before],
			patches: [lost, throttled, throttled, throttled],
		};
		expect((await failing(resolved, later4)).error.effect).toBe('unknown');
		const { error } = await failing(resolved, { gets: [before, down], patches: [lost] });
		expect([error.reason.kind, error.effect]).toEqual(['serviceDown', 'unknown']);
		expect(error.description).toContain('Check the incident before you repeat it');
	});

	it('read-back fails → partial, not unchanged', async () => {
		const { result } = await run(resolved, { gets: [before, down], patches: [before] });
		expect(result.outcome).toBe('partial');
		expect(result.reason).toContain('could not be verified');
	});
});
