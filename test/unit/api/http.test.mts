import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import type { HttpResult } from '../../../defender/core/host.ts';
import { call, callerOf, INCIDENTS } from '../../support/apiCaller.mts';
import { defenderError } from '../../support/defenderErrors.mts';
import { answering, FakeHost, json, START } from '../../support/fakeHost.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

const ok = json(200, { value: 1 });

describe('HttpClient sends', () => {
	it('JSON with its headers and gives back the body', async () => {
		const host = answering(ok);
		const answer = await callerOf(host).send(call('patch', { headers: { Prefer: 'x' } }));
		expect(answer).toEqual({
			kind: 'json',
			body: { value: 1 },
			headers: {},
			status: 200,
			length: 11,
			numbersAsText: false,
			hasError: false,
			trace: { status: 200, code: '', message: '' },
		});
		expect(host.calls.map((sent) => sent.call)).toEqual([
			{
				method: 'PATCH',
				url: INCIDENTS,
				headers: {
					Accept: 'application/json',
					Prefer: 'x',
					'Content-Type': 'application/json; charset=utf-8',
				},
				body: '{"status":"active"}',
				timeoutMs: 60_000,
			},
		]);
	});

	it('a read without a body', async () => {
		const host = answering(ok);
		await callerOf(host).send(call('read'));
		expect(host.calls[0]?.call).not.toHaveProperty('body');
		expect(host.calls[0]?.call.headers).toEqual({ Accept: 'application/json' });
	});

	it('a hunt with more patience than the three minutes that the service takes', async () => {
		const host = answering(ok);
		await callerOf(host).send(call('hunt'));
		expect(host.calls[0]?.call.timeoutMs).toBeGreaterThan(180_000);
	});

	eachRow([
		'https://evil.example/v1.0/security/incidents',
		'http://graph.microsoft.com/v1.0/security/incidents',
		'https://graph.microsoft.com:8443/v1.0/security/incidents',
		'https://graph.microsoft.com.evil.example/',
	])('nothing to %s', async (url) => {
		const host = answering(ok);
		const error = await defenderError(callerOf(host).send(call('read', { url })));
		expect(error.reason.kind).toBe('misdirected');
		expect(host.calls).toEqual([]);
	});

	it('the first call of an execution alone; the others follow together', async () => {
		const host = new FakeHost(async (_call, count) => {
			await host.sleep(count === 1 ? 900 : 100);
			return ok;
		});
		const caller = callerOf(host);
		await Promise.all([1, 2, 3, 4].map(async () => await caller.send(call('read'))));
		expect(host.calls.map(({ at }) => at - START)).toEqual([0, 900, 900, 900]);
	});
});

it('the text of an answer is let go once it is read, be it the first one', async () => {
	setFlagsFromString('--expose-gc');
	let answer: WeakRef<HttpResult> | undefined;
	const host = new FakeHost(() => {
		const made = json(200, { value: 'x'.repeat(1_000) });
		answer = new WeakRef(made);
		return made;
	});
	const caller = callerOf(host);
	await caller.send(call('read'));
	await new Promise(setImmediate);
	runInNewContext('gc()');
	expect(answer?.deref()).toBeUndefined();
	expect(caller).toBeDefined();
});

describe('after a 429', () => {
	const slowDown = (header: Record<string, string> = {}): HttpResult =>
		json(429, { error: { code: 'TooManyRequests', message: 'slow' } }, header);

	it('all calls wait for one pause, and it counts as nobody’s attempt', async () => {
		const host = new FakeHost(async (_call, count) => {
			await host.sleep(10);
			return count >= 2 && count <= 7 ? slowDown({ 'retry-after': '5' }) : ok;
		});
		const caller = callerOf(host);
		await caller.send(call('read'));
		await Promise.all([1, 2, 3].map(async () => await caller.send(call('read'))));
		const sent = host.calls.map(({ at }) => at - START);
		expect(sent.slice(0, 4)).toEqual([0, 10, 10, 10]);
		expect(sent.slice(4).every((at) => at >= 5_020)).toBe(true);
		expect(sent).toHaveLength(10);
	});

	it('without Retry-After the pause is ten seconds', async () => {
		const host = answering(slowDown(), ok);
		await callerOf(host).send(call('comment'));
		expect(host.calls.map(({ at }) => at - START)).toEqual([0, 10_000]);
	});

	it('that asks for longer than the budget, it fails at once with the instant and Microsoft’s words', async () => {
		const host = answering(slowDown({ 'retry-after': '900', 'request-id': 'r-9' }));
		const error = await defenderError(callerOf(host).send(call('hunt')));
		expect(error.reason).toEqual({ kind: 'throttled', retryAt: START + 900_000 });
		expect(error.message).toBe(
			'Microsoft Defender limits the number of requests; try again after 2026-11-22T03:15:00Z',
		);
		expect(error.description).toContain(`Status 429; code "TooManyRequests"; Microsoft's message: slow`);
		expect(error.description).toContain('request id r-9');
		expect(host.time).toBe(START);
	});

	it('that comes again and again with a wait of nothing, it gives up', async () => {
		const host = answering(slowDown({ 'retry-after': '0' }));
		const error = await defenderError(callerOf(host).send(call('read')));
		expect(error.reason.kind).toBe('throttled');
		expect(host.calls.length).toBeLessThan(100);
	});

	it('a PATCH is not sent again on the old read, and says when to try', async () => {
		const host = answering(slowDown({ 'retry-after': '5' }));
		const error = await defenderError(callerOf(host).send(call('patch')));
		expect(error.reason).toEqual({ kind: 'throttled', retryAt: START + 5_000 });
		expect(error.description).toMatch(/^Run the workflow later/);
		expect(error.effect).toBe('none');
		expect(host.calls).toHaveLength(1);
	});
});
