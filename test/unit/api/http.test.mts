import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import type { HttpResult } from '../../../defender/core/host.ts';
import { call, callerOf, INCIDENTS } from '../../support/apiCaller.mts';
import { defenderError } from '../../support/defenderErrors.mts';
import { answering, FakeHost, json, START } from '../../support/fakeHost.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

const ok = json(200, { value: 1 });

describe('HttpClient › request', () => {
	it('JSON body → sent with its headers, and the response is parsed', async () => {
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

	it('read → no body', async () => {
		const host = answering(ok);
		await callerOf(host).send(call('read'));
		expect(host.calls[0]?.call).not.toHaveProperty('body');
		expect(host.calls[0]?.call.headers).toEqual({ Accept: 'application/json' });
	});

	it('hunt → a timeout above the three minutes of the service', async () => {
		const host = answering(ok);
		await callerOf(host).send(call('hunt'));
		expect(host.calls[0]?.call.timeoutMs).toBeGreaterThan(180_000);
	});

	eachRow([
		'https://evil.example/v1.0/security/incidents',
		'http://graph.microsoft.com/v1.0/security/incidents',
		'https://graph.microsoft.com:8443/v1.0/security/incidents',
		'https://graph.microsoft.com.evil.example/',
	])('other origin → an error, and nothing is sent', async (url) => {
		const host = answering(ok);
		const error = await defenderError(callerOf(host).send(call('read', { url })));
		expect(error.reason.kind).toBe('misdirected');
		expect(host.calls).toEqual([]);
	});

	it('four parallel requests → the first alone, then the others together', async () => {
		const host = new FakeHost(async (_call, count) => {
			await host.sleep(count === 1 ? 900 : 100);
			return ok;
		});
		const caller = callerOf(host);
		await Promise.all([1, 2, 3, 4].map(async () => await caller.send(call('read'))));
		expect(host.calls.map(({ at }) => at - START)).toEqual([0, 900, 900, 900]);
	});
});

it('HttpClient › response was read → its text can be garbage-collected', async () => {
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

describe('HttpClient › status 429', () => {
	const throttledResponse = (header: Record<string, string> = {}): HttpResult =>
		json(429, { error: { code: 'TooManyRequests', message: 'slow' } }, header);

	it('parallel requests → one pause for all, and no attempt is counted', async () => {
		const host = new FakeHost(async (_call, count) => {
			await host.sleep(10);
			return count >= 2 && count <= 7 ? throttledResponse({ 'retry-after': '5' }) : ok;
		});
		const caller = callerOf(host);
		await caller.send(call('read'));
		await Promise.all([1, 2, 3].map(async () => await caller.send(call('read'))));
		const sent = host.calls.map(({ at }) => at - START);
		expect(sent.slice(0, 4)).toEqual([0, 10, 10, 10]);
		expect(sent.slice(4).every((at) => at >= 5_020)).toBe(true);
		expect(sent).toHaveLength(10);
	});

	it('no Retry-After → a pause of ten seconds', async () => {
		const host = answering(throttledResponse(), ok);
		await callerOf(host).send(call('comment'));
		expect(host.calls.map(({ at }) => at - START)).toEqual([0, 10_000]);
	});

	it('Retry-After above the maximum wait → an error at once, with the instant and Microsoft’s message', async () => {
		const host = answering(throttledResponse({ 'retry-after': '900', 'request-id': 'r-9' }));
		const error = await defenderError(callerOf(host).send(call('hunt')));
		expect(error.reason).toEqual({ kind: 'throttled', retryAt: START + 900_000 });
		expect(error.message).toBe(
			'Microsoft Defender limits the number of requests; try again after 2026-11-22T03:15:00Z',
		);
		expect(error.description).toContain(`Status 429; code "TooManyRequests"; Microsoft's message: slow`);
		expect(error.description).toContain('request id r-9');
		expect(host.time).toBe(START);
	});

	it('Retry-After of 0 each time → throttled after fewer than 100 requests', async () => {
		const host = answering(throttledResponse({ 'retry-after': '0' }));
		const error = await defenderError(callerOf(host).send(call('read')));
		expect(error.reason.kind).toBe('throttled');
		expect(host.calls.length).toBeLessThan(100);
	});

	it('PATCH → sent once, and the error names the instant', async () => {
		const host = answering(throttledResponse({ 'retry-after': '5' }));
		const error = await defenderError(callerOf(host).send(call('patch')));
		expect(error.reason).toEqual({ kind: 'throttled', retryAt: START + 5_000 });
		expect(error.description).toMatch(/^Run the workflow later/);
		expect(error.effect).toBe('none');
		expect(host.calls).toHaveLength(1);
	});
});
