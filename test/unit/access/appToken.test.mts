import { afterEach, describe, expect, it } from 'vitest';
import { getAppToken } from '../../../defender/access/appToken.ts';
import { isJustIssued } from '../../../defender/access/signInCache.ts';
import {
	clientOf,
	customFields,
	entra,
	fields,
	minting,
	refusing,
	secretOf,
	TENANT,
} from '../../support/appCredential.mts';
import { START } from '../../support/fakeHost.mts';

let time = START;
const now = () => time;
afterEach(() => {
	time += 3_600_000;
});
const access = () => clientOf(fields());

describe('appToken', () => {
	it('asks Entra ID once for eight parallel calls', async () => {
		const service = minting();
		const mine = access();
		const tokens = await Promise.all(
			Array.from({ length: 8 }, async () => getAppToken(mine, '', service.send, now)),
		);
		expect(tokens).toEqual(Array.from({ length: 8 }, () => 'token-1'));
		expect(service.calls).toHaveLength(1);
	});

	it('shares a token for a few seconds and no longer', async () => {
		const service = minting();
		const mine = access();
		await getAppToken(mine, '', service.send, now);
		time += 4_999;
		expect(await getAppToken(mine, '', service.send, now)).toBe('token-1');
		time += 1;
		expect(await getAppToken(mine, '', service.send, now)).toBe('token-2');
		expect(service.calls).toHaveLength(2);
	});

	it('does not hand out again the token that was just refused, however many ask', async () => {
		const service = minting();
		const mine = access();
		await getAppToken(mine, '', service.send, now);
		const tokens = await Promise.all(
			[1, 2, 3].map(async () => getAppToken(mine, 'token-1', service.send, now)),
		);
		expect(tokens).toEqual(['token-2', 'token-2', 'token-2']);
		expect(service.calls).toHaveLength(2);
	});

	it('shares nothing between different fields', async () => {
		const service = minting();
		const tokens = await Promise.all(
			[access(), access()].map(async (one) => getAppToken(one, '', service.send, now)),
		);
		expect(tokens).toEqual(['token-1', 'token-2']);
	});

	it('gives a failure to all who wait for it, and asks again the next time', async () => {
		const service = entra((count) =>
			count === 1
				? new Error('ECONNREFUSED')
				: { status: 200, body: { token_type: 'Bearer', expires_in: 3_599, access_token: 'late' } },
		);
		const mine = access();
		const both = await Promise.allSettled([1, 2].map(async () => getAppToken(mine, '', service.send, now)));
		expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
		expect(service.calls).toHaveLength(1);
		expect(await getAppToken(mine, '', service.send, now)).toBe('late');
	});

	it('knows for a few seconds that a token was just minted', async () => {
		const mine = access();
		await getAppToken(mine, '', minting().send, now);
		expect(isJustIssued(mine.tokenKey, 'token-1', time)).toBe(true);
		expect(isJustIssued(mine.tokenKey, 'token-0', time)).toBe(false);
		expect(isJustIssued('other', 'token-1', time)).toBe(false);
		expect(isJustIssued(mine.tokenKey, 'token-1', time + 5_000)).toBe(false);
	});
});

describe('the request to Entra ID', () => {
	it('is MSAL’s, is the only one, and goes to the tenant’s token endpoint', async () => {
		const service = minting();
		await getAppToken(access(), '', service.send, now);
		expect(service.calls).toHaveLength(1);
		const [call] = service.calls;
		expect(call?.method).toBe('POST');
		const url = new URL(call?.url ?? '');
		expect(url.origin + url.pathname).toBe(`https://login.microsoftonline.com/${TENANT}/oauth2/v2.0/token`);
		const form = new URLSearchParams(call?.body);
		expect(form.get('grant_type')).toBe('client_credentials');
		expect(form.get('scope')).toBe('https://graph.microsoft.com/.default');
		expect(form.get('x-client-SKU')).toBe('msal.js.node');
	});

	it('really goes to the loopback address of a practice tenant, without a discovery call', async () => {
		const service = minting();
		await getAppToken(clientOf(customFields()), '', service.send, now);
		expect(service.calls.map(({ url }) => new URL(url).origin)).toEqual(['http://127.0.0.1:4011']);
		expect(service.calls[0]?.url).toContain(`/${TENANT}/oauth2/v2.0/token`);
	});

	it('goes to an https address of this computer as it stands', async () => {
		const service = minting();
		const mine = clientOf(customFields({ loginUrl: 'https://localhost:4443' }));
		await getAppToken(mine, '', service.send, now);
		expect(service.calls.map(({ url }) => new URL(url).origin)).toEqual(['https://localhost:4443']);
	});
});

describe('a sign-in that fails', () => {
	const failing = [
		['refused', refusing(7000215)],
		['refused with text for the number', refusing(7000215, 'invalid_client', { error_codes: ['7000215'] })],
		['refused without number', refusing(7000215, 'invalid_client', { error_codes: undefined })],
		['unreachable', entra(() => new Error('connect ECONNREFUSED 127.0.0.1:4011'))],
		['a web page', entra(() => ({ status: 200, body: '<html>proxy</html>' }))],
		['a 503', entra(() => ({ status: 503, body: { error: 'temporarily_unavailable' } }))],
		['empty', entra(() => ({ status: 200, body: '' }))],
		['a text', entra(() => ({ status: 200, body: '"x"' }))],
		['an object without token', entra(() => ({ status: 200, body: {} }))],
		['an empty token', entra(() => ({ status: 200, body: { access_token: '', expires_in: 1 } }))],
	] as const;

	it.each(failing)('leaves as an Error with a sentence and nothing else: %s', async (_, service) => {
		const mine = access();
		const failure = await getAppToken(mine, '', service.send, now).then(
			() => undefined,
			(reason: unknown) => reason,
		);
		expect(failure).toBeInstanceOf(Error);
		if (!(failure instanceof Error)) return;
		expect(Object.getPrototypeOf(failure)).toBe(Error.prototype);
		expect(Object.getOwnPropertyNames(failure).sort()).toEqual(['message', 'stack']);
		expect(failure.message).toMatch(/\. .*/);
		expect(failure.message).not.toContain(secretOf(mine));
		expect(failure.message).not.toMatch(/[\r\n]/);
	});

	it.each([500, 503])('does not blame the credential for a %i of Entra ID', async (status) => {
		const busy = entra(() => ({ status, body: { error: 'temporarily_unavailable', error_codes: [90055] } }));
		await expect(getAppToken(access(), '', busy.send, now)).rejects.toThrow(
			`Microsoft Entra ID is temporarily unavailable at https://login.microsoftonline.com (status ${status}). Try again in a few minutes.`,
		);
	});
});
