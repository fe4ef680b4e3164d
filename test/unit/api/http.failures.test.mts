import { describe, expect, it } from 'vitest';
import type { HttpResult } from '../../../defender/core/host.ts';
import { call, callerOf } from '../../support/apiCaller.mts';
import { defenderError } from '../../support/defenderErrors.mts';
import { answering, failed, json, START, text } from '../../support/fakeHost.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

const ok = json(200, { value: 1 });
const closed = failed({ kind: 'noResponse', cause: 'closed', detail: '' });
const notSent = failed({ kind: 'notSent', cause: 'refused', detail: '10.0.0.1:3128' });

describe('HttpClient › failed request', () => {
	it('server error each time → growing waits, then an error with the number of requests', async () => {
		const host = answering(json(502, {}));
		const error = await defenderError(callerOf(host).send(call('read')));
		expect(host.calls.map(({ at }) => at - START)).toEqual([0, 250, 750, 1_750]);
		expect(error.reason.kind).toBe('serviceDown');
		expect(error.description).toContain('4 requests failed with a server error');
	});

	it('server error twice, then success → the body', async () => {
		const host = answering(json(500, {}), json(500, {}), ok);
		expect((await callerOf(host).send(call('read'))).body).toEqual({ value: 1 });
	});

	const UNKNOWN: [string, HttpResult][] = [
		['a closed connection', closed],
		['a 500', json(500, {})],
		['a 504', json(504, {})],
		['a truncated body', text(200, '{"id": "1')],
		['a web page', text(200, '<html>')],
		['an empty body', text(200, '')],
		['a list for a body', json(200, [])],
	];
	eachRow(
		UNKNOWN.flatMap(([name, answer]) =>
			(['patch', 'comment'] as const).map((kind) => ({ name, answer, kind })),
		),
	)('write that may have been stored → sent once, effect unknown', async ({ answer, kind }) => {
		const host = answering(answer, ok);
		const error = await defenderError(callerOf(host).send(call(kind)));
		expect(host.calls).toHaveLength(1);
		expect(error.effect).toBe('unknown');
	});
	eachRow(UNKNOWN)('read → sent again', async (_, answer) => {
		const host = answering(answer, ok);
		expect((await callerOf(host).send(call('read'))).status).toBe(200);
		expect(host.calls).toHaveLength(2);
	});

	it('comment that was certainly not stored → sent again', async () => {
		for (const answer of [notSent, json(503, {})]) {
			const host = answering(answer, ok);
			await callerOf(host).send(call('comment'));
			expect(host.calls).toHaveLength(2);
		}
	});

	it('PATCH that was certainly not stored → an error at once, effect none', async () => {
		for (const answer of [notSent, json(503, {})]) {
			const host = answering(answer, ok);
			const error = await defenderError(callerOf(host).send(call('patch')));
			expect([host.calls.length, host.sleeps.length, error.effect]).toEqual([1, 0, 'none']);
		}
	});

	it('refused connection → an error with host and address', async () => {
		const host = answering(notSent);
		const error = await defenderError(callerOf(host).send(call('read')));
		expect(error.message).toBe('The connection to https://graph.microsoft.com was refused');
		expect(error.description).toContain('"10.0.0.1:3128"');
	});

	eachRow(['untrustedCertificate', 'blocked', 'tooLarge'] as const)(
		'failure that a retry cannot change → sent once',
		async (cause) => {
			const host = answering(failed({ kind: 'noResponse', cause, detail: '' }), ok);
			await defenderError(callerOf(host).send(call('read')));
			expect(host.calls).toHaveLength(1);
		},
	);

	eachRow([
		['read', 'truncated', 'unreadable', 4],
		['hunt', 'truncated', 'unreadable', 2],
		['comment', 'truncated', 'unreadable', 1],
		['read', 'closed', 'unreachable', 4],
	] as const)(
		'missing or truncated response → an error after the maximum number of attempts',
		async (kind, cause, reason, attempts) => {
			const host = answering(failed({ kind: 'noResponse', cause, detail: '' }));
			const error = await defenderError(callerOf(host).send(call(kind)));
			expect([error.reason.kind, host.calls.length]).toEqual([reason, attempts]);
		},
	);

	eachRow([
		[{ kind: 'unauthorized' } as const, 'unauthorized', 'Microsoft Defender rejected the sign-in'],
		[{ kind: 'signIn', sentence: 'The secret is wrong' } as const, 'signIn', 'The secret is wrong'],
		[{ kind: 'canceled' } as const, 'canceled', 'The execution was canceled'],
	])('failure of the sign-in or cancellation → sent once', async (failure, kind, message) => {
		const host = answering(failed(failure), ok);
		const error = await defenderError(callerOf(host).send(call('read')));
		expect([error.reason.kind, error.message, host.calls.length]).toEqual([kind, message, 1]);
	});

	it('status 401 → unauthorized', async () => {
		const error = await defenderError(callerOf(answering(json(401, {}))).send(call('read')));
		expect(error.reason.kind).toBe('unauthorized');
	});
});

describe('HttpClient › canceled execution', () => {
	it('before a request of any kind → nothing is sent', async () => {
		const host = answering(ok);
		host.cancel();
		for (const kind of ['read', 'patch', 'comment', 'hunt'] as const) {
			const error = await defenderError(callerOf(host).send(call(kind)));
			expect([error.reason.kind, error.effect]).toEqual(['canceled', 'none']);
		}
		expect(host.calls).toEqual([]);
	});

	eachRow([
		['hunt', 'none'],
		['patch', 'unknown'],
	] as const)('during a request → effect none for a hunt, unknown for a write', async (kind, effect) => {
		const error = await defenderError(callerOf(answering(failed({ kind: 'canceled' }))).send(call(kind)));
		expect([error.reason.kind, error.effect]).toEqual(['canceled', effect]);
	});
});
