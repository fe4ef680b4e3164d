import { afterEach, describe, expect, it } from 'vitest';
import { authorize, signIn } from '../../../defender/access/appSignIn.ts';
import { FRESH_SIGN_IN_HEADER } from '../../../defender/access/credential.ts';
import type { SendRequest } from '../../../defender/access/sendRequest.ts';
import { findRecentRefusal } from '../../../defender/access/signInCache.ts';
import { clientOf, entra, fields, refusing, token } from '../../support/appCredential.mts';
import { START } from '../../support/fakeHost.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

let time = START;
const now = () => time;
afterEach(() => {
	time += 3_600_000;
});

type Given = Readonly<Record<string, unknown>>;

/** How often Entra ID is asked by `tries` sign-ins, one after the other, at the same moment. */
async function requestCount(
	given: Given,
	{ send }: { readonly send: SendRequest },
	tries = 2,
): Promise<number> {
	let calls = 0;
	const counted: SendRequest = async (call) => {
		calls += 1;
		return await send(call);
	};
	for (let one = 0; one < tries; one += 1) await signIn(given, counted, now).catch(() => undefined);
	return calls;
}

const throttling = (headers: Readonly<Record<string, string>>) => ({
	send: async () => ({ status: 429, headers, text: '{}' }),
});
const REQUEST = { url: 'https://graph.microsoft.com/v1.0/security/incidents', headers: {} };
const test = { ...REQUEST, headers: { [FRESH_SIGN_IN_HEADER]: 'test' } };
const thrownBy = (work: () => unknown): unknown => {
	try {
		return work();
	} catch (failure) {
		return failure;
	}
};

describe('sign-in that Entra ID rejected', () => {
	it('same fields → no request for five seconds', async () => {
		const given = fields();
		expect(await requestCount(given, refusing(7000215), 20)).toBe(1);
		time += 4_999;
		expect(await requestCount(given, refusing(7000215))).toBe(0);
		time += 1;
		expect(await requestCount(given, refusing(7000215))).toBe(1);
	});

	it('other fields → a request at once', async () => {
		const given = fields();
		expect(await requestCount(given, refusing(7000215))).toBe(1);
		expect(await requestCount({ ...given, clientSecret: 'corrected' }, refusing(7000215))).toBe(1);
	});

	eachRow([
		[{ 'retry-after': '20' }, 20_000],
		[{ 'retry-after': '60' }, 60_000],
		[{ 'retry-after': '3600' }, 60_000],
		[{}, 5_000],
	])('status 429 → no request for the time of Retry-After, at most one minute', async (headers, pauseMs) => {
		const given = fields();
		expect(await requestCount(given, throttling(headers))).toBe(1);
		time += pauseMs - 1;
		expect(await requestCount(given, throttling(headers))).toBe(0);
		time += 1;
		expect(await requestCount(given, throttling(headers))).toBe(1);
	});

	eachRow([
		['no response', entra(() => new Error('ECONNREFUSED'))],
		['status 503', entra(() => ({ status: 503, body: {} }))],
		['web page', entra(() => ({ status: 403, body: '<html>' }))],
		['response without a token', entra(() => ({ status: 200, body: {} }))],
	])('failure that is no rejection → a request at once', async (_, service) => {
		expect(await requestCount(fields(), service)).toBe(2);
	});

	it('each further request of an execution → the first error with its correlation ID', async () => {
		const given = fields();
		const failure: unknown = await signIn(given, refusing(7000215).send, now).catch(
			(error: unknown) => error,
		);
		expect(await signIn(given, refusing(7000215).send, now)).toBeUndefined();
		const again = thrownBy(() => authorize(given, REQUEST, time));
		expect(again).toBeInstanceOf(Error);
		expect(String(again)).toBe(String(failure));
		expect(Object.getOwnPropertyNames(again).sort()).toEqual(['message', 'stack']);
	});

	it('Test of the credential → a request', async () => {
		const given = fields();
		await requestCount(given, refusing(7000215));
		expect(thrownBy(() => authorize(given, test, time))).toMatchObject({ response: { status: 401 } });
		expect(await requestCount(given, refusing(7000215))).toBe(1);
	});

	it('valid stored token → used until the API rejects it, then the error', async () => {
		const given = fields();
		const stored = {
			...given,
			accessToken: token({ exp: time / 1000 + 3_600 }),
			tokenFor: clientOf(given).tokenKey,
		};
		expect(await requestCount(stored, refusing(7000215))).toBe(1);
		expect(authorize(stored, REQUEST, time).headers).toHaveProperty('Authorization');
		await expect(signIn(stored, refusing(7000215).send, now)).rejects.toThrow(/AADSTS7000215/);
		expect(await requestCount(stored, refusing(7000215))).toBe(0);
	});

	it('later success → the rejection is forgotten', async () => {
		const given = fields();
		const { tokenKey } = clientOf(given);
		await requestCount(given, refusing(7000215));
		expect(findRecentRefusal(tokenKey, time)).toMatch(/AADSTS7000215/);
		expect(findRecentRefusal('another', time)).toBeUndefined();
		time += 5_000;
		const minting = entra(() => ({
			status: 200,
			body: { token_type: 'Bearer', access_token: 'x', expires_in: 9 },
		}));
		expect(await signIn(given, minting.send, now)).toMatchObject({ accessToken: 'x' });
		expect(findRecentRefusal(tokenKey, time)).toBeUndefined();
	});
});
