import { describe, expect, it } from 'vitest';
import type { HttpFailure } from '../../../defender/core/host.ts';
import { call, callerOf } from '../../support/apiCaller.mts';
import { defenderError } from '../../support/defenderErrors.mts';
import { answering, failed, json } from '../../support/fakeHost.mts';

const refusal: HttpFailure = { kind: 'signIn', sentence: 'The secret is wrong', refused: true };
const silence: HttpFailure = { kind: 'signIn', sentence: 'Entra ID could not be reached' };
const ok = json(200, { value: [] });

describe('HttpClient › sign-in that Entra ID rejected', () => {
	it('further requests of the execution → the same error for five seconds, and nothing is sent', async () => {
		const host = answering(failed(refusal), ok);
		const caller = callerOf(host);
		const first = await defenderError(caller.send(call('read')));
		const start = host.time;
		for (let one = 0; one < 500; one += 1) {
			const error = await defenderError(caller.send(call('hunt')));
			expect([error.reason.kind, error.message]).toEqual(['signIn', first.message]);
		}
		expect([host.calls.length, host.time - start]).toEqual([1, 0]);
		await host.sleep(4_999);
		await defenderError(caller.send(call('read')));
		expect(host.calls).toHaveLength(1);
		await host.sleep(1);
		expect((await caller.send(call('read'))).status).toBe(200);
	});

	it('requests that already wait → the same error', async () => {
		const host = answering(ok, failed(refusal));
		const caller = callerOf(host);
		await caller.send(call('read'));
		const waiting = Array.from({ length: 30 }, async () => await defenderError(caller.send(call('read'))));
		const errors = await Promise.all(waiting);
		expect(new Set(errors.map(({ message }) => message))).toEqual(new Set(['The secret is wrong']));
		expect(host.calls.length).toBeLessThan(12);
	});
});

it('HttpClient › sign-in without a response → the next request is sent', async () => {
	const host = answering(failed(silence), ok);
	const caller = callerOf(host);
	await defenderError(caller.send(call('read')));
	expect((await caller.send(call('read'))).status).toBe(200);
});
