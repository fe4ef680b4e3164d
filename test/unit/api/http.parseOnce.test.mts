import { afterEach, describe, expect, it, vi } from 'vitest';
import type { HttpResult } from '../../../defender/core/host.ts';
import { call, callerOf } from '../../support/apiCaller.mts';
import { defenderError } from '../../support/defenderErrors.mts';
import { answering, json, text } from '../../support/fakeHost.mts';

const parse = vi.spyOn(JSON, 'parse');
afterEach(() => {
	parse.mockClear();
});

/** How often the body of the response was parsed as JSON. */
function countParses(result: HttpResult): number {
	return parse.mock.calls.filter(([body]) => result.ok && body === result.response.text).length;
}

describe('each response is parsed exactly once', () => {
	it('429 that pauses all requests', async () => {
		const throttled = json(429, { error: { code: 'TooManyRequests', message: 'calls quota' } });
		await callerOf(answering(throttled, json(200, { value: [] }))).send(call('read'));
		expect(countParses(throttled)).toBe(1);
	});

	it('429 that exceeds the maximum wait', async () => {
		const throttled = json(429, { error: { code: 'TooManyRequests', message: 'again in 90 minutes' } });
		const error = await defenderError(callerOf(answering(throttled)).send(call('hunt')));
		expect(error.reason.kind).toBe('throttled');
		expect(countParses(throttled)).toBe(1);
	});

	it('429 to a request that is sent only once', async () => {
		const throttled = json(429, { error: { code: 'TooManyRequests', message: 'slow' } });
		await defenderError(callerOf(answering(throttled)).send(call('patch')));
		expect(countParses(throttled)).toBe(1);
	});

	it('403', async () => {
		const denied = json(403, { error: { code: 'Forbidden', message: 'Missing application roles.' } });
		const error = await defenderError(callerOf(answering(denied)).send(call('read')));
		expect(error.reason.kind).toBe('forbidden');
		expect(countParses(denied)).toBe(1);
	});

	it('unreadable body of 50 MB', async () => {
		const truncated = text(200, `{"results": ["${'x'.repeat(50_000_000)}`);
		const error = await defenderError(callerOf(answering(truncated)).send(call('patch')));
		expect(error.message).toContain('a truncated response');
		expect(countParses(truncated)).toBe(1);
	});
});
