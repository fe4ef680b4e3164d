import { describe, expect, vi } from 'vitest';
import type { HttpResult } from '../../../defender/core/host.ts';
import { call, callerOf } from '../../support/apiCaller.mts';
import { answering, json, text } from '../../support/fakeHost.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

const parse = vi.spyOn(JSON, 'parse');
const OK = json(200, { value: [] });

/** How often the body of the response was parsed as JSON. */
function countParses(result: HttpResult): number {
	return parse.mock.calls.filter(([body]) => result.ok && body === result.response.text).length;
}

const throttled = (message: string) => json(429, { error: { code: 'TooManyRequests', message } });

describe('HttpClient › number of times a response is parsed', () => {
	eachRow([
		['429 that pauses all requests', 'read', throttled('calls quota'), [OK], ''],
		['429 that exceeds the maximum wait', 'hunt', throttled('again in 90 minutes'), [], 'throttled'],
		['429 for a request that is sent only once', 'patch', throttled('slow'), [], 'throttled'],
		[
			'403',
			'read',
			json(403, { error: { code: 'Forbidden', message: 'Missing application roles.' } }),
			[],
			'forbidden',
		],
		[
			'unreadable body of 50 MB',
			'patch',
			text(200, `{"results": ["${'x'.repeat(50_000_000)}`),
			[],
			'unreadable',
		],
	] as const)(
		'any response, also one that is waited for or unreadable → once',
		async (_, kind, result, later, reason) => {
			parse.mockClear();
			const outcome: unknown = await callerOf(answering(result, ...later))
				.send(call(kind))
				.then(
					() => undefined,
					(error: unknown) => error,
				);
			if (reason === '') expect(outcome).toBeUndefined();
			else expect(outcome).toMatchObject({ reason: { kind: reason } });
			expect(countParses(result)).toBe(1);
		},
	);
});
