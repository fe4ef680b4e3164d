import { afterEach, describe, expect, it } from 'vitest';
import { authorize, signIn } from '../../../defender/access/appSignIn.ts';
import { FRESH_SIGN_IN_HEADER } from '../../../defender/access/credential.ts';
import type { SendRequest } from '../../../defender/access/sendRequest.ts';
import { findRecentRefusal } from '../../../defender/access/signInCache.ts';
import { clientOf, entra, fields, refusing, token } from '../../support/appCredential.mts';
import { START } from '../../support/fakeHost.mts';

let time = START;
const now = () => time;
afterEach(() => {
	time += 3_600_000;
});

type Given = Readonly<Record<string, unknown>>;

/** How often Entra ID is asked by `tries` sign-ins, one after the other, at the same moment. */
async function asked(given: Given, { send }: { readonly send: SendRequest }, tries = 2): Promise<number> {
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

describe('a sign-in that Entra ID refused', () => {
	it('is not tried again for five seconds', async () => {
		const given = fields();
		expect(await asked(given, refusing(7000215), 20)).toBe(1);
		time += 4_999;
		expect(await asked(given, refusing(7000215))).toBe(0);
		time += 1;
		expect(await asked(given, refusing(7000215))).toBe(1);
	});

	it('is tried again at once with other fields', async () => {
		const given = fields();
		expect(await asked(given, refusing(7000215))).toBe(1);
		expect(await asked({ ...given, clientSecret: 'mended' }, refusing(7000215))).toBe(1);
	});

	it.each([
		[{ 'retry-after': '20' }, 20_000],
		[{ 'retry-after': '60' }, 60_000],
		[{ 'retry-after': '3600' }, 60_000],
		[{}, 5_000],
	])('for too many sign-ins, with %j, is not tried again for %d ms', async (headers, rest) => {
		const given = fields();
		expect(await asked(given, throttling(headers))).toBe(1);
		time += rest - 1;
		expect(await asked(given, throttling(headers))).toBe(0);
		time += 1;
		expect(await asked(given, throttling(headers))).toBe(1);
	});

	it.each([
		['nobody answered', entra(() => new Error('ECONNREFUSED'))],
		['the service is out of order', entra(() => ({ status: 503, body: {} }))],
		['a web page came', entra(() => ({ status: 403, body: '<html>' }))],
		['no token was in the answer', entra(() => ({ status: 200, body: {} }))],
	])('is not taken for one when %s', async (_, service) => {
		expect(await asked(fields(), service)).toBe(2);
	});

	it('is told anew by everybody who asks, with the first one’s correlation id', async () => {
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

	it('is forgotten by Test, which asks again', async () => {
		const given = fields();
		await asked(given, refusing(7000215));
		expect(thrownBy(() => authorize(given, test, time))).toMatchObject({ response: { status: 401 } });
		expect(await asked(given, refusing(7000215))).toBe(1);
	});

	it('leaves a stored token alone, and is told where the API has refused that', async () => {
		const given = fields();
		const stored = {
			...given,
			accessToken: token({ exp: time / 1000 + 3_600 }),
			tokenFor: clientOf(given).tokenKey,
		};
		expect(await asked(stored, refusing(7000215))).toBe(1);
		expect(authorize(stored, REQUEST, time).headers).toHaveProperty('Authorization');
		await expect(signIn(stored, refusing(7000215).send, now)).rejects.toThrow(/AADSTS7000215/);
		expect(await asked(stored, refusing(7000215))).toBe(0);
	});

	it('is none where a token came', async () => {
		const given = fields();
		const { tokenKey } = clientOf(given);
		await asked(given, refusing(7000215));
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
