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
import { eachRow } from '../../../lab/test/support/eachRow.mts';

let time = START;
const now = () => time;
afterEach(() => {
	time += 3_600_000;
});
const newClient = () => clientOf(fields());

describe('getAppToken', () => {
	it('eight parallel calls → one request', async () => {
		const service = minting();
		const mine = newClient();
		const tokens = await Promise.all(
			Array.from({ length: 8 }, async () => getAppToken(mine, '', service.send, now)),
		);
		expect(tokens).toEqual(Array.from({ length: 8 }, () => 'token-1'));
		expect(service.calls).toHaveLength(1);
	});

	it('call within five seconds → the same token; later → a new one', async () => {
		const service = minting();
		const mine = newClient();
		await getAppToken(mine, '', service.send, now);
		time += 4_999;
		expect(await getAppToken(mine, '', service.send, now)).toBe('token-1');
		time += 1;
		expect(await getAppToken(mine, '', service.send, now)).toBe('token-2');
		expect(service.calls).toHaveLength(2);
	});

	it('three calls with a rejected token → one request for a new token', async () => {
		const service = minting();
		const mine = newClient();
		await getAppToken(mine, '', service.send, now);
		const tokens = await Promise.all(
			[1, 2, 3].map(async () => getAppToken(mine, 'token-1', service.send, now)),
		);
		expect(tokens).toEqual(['token-2', 'token-2', 'token-2']);
		expect(service.calls).toHaveLength(2);
	});

	it('different credentials → different tokens', async () => {
		const service = minting();
		const tokens = await Promise.all(
			[newClient(), newClient()].map(async (one) => getAppToken(one, '', service.send, now)),
		);
		expect(tokens).toEqual(['token-1', 'token-2']);
	});

	it('failed request → both waiting calls fail, and the next call sends a request', async () => {
		const service = entra((count) =>
			count === 1
				? new Error('ECONNREFUSED')
				: { status: 200, body: { token_type: 'Bearer', expires_in: 3_599, access_token: 'late' } },
		);
		const mine = newClient();
		const both = await Promise.allSettled([1, 2].map(async () => getAppToken(mine, '', service.send, now)));
		expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
		expect(service.calls).toHaveLength(1);
		expect(await getAppToken(mine, '', service.send, now)).toBe('late');
	});

	it('issued token → counts as just issued for five seconds, for its own fields', async () => {
		const mine = newClient();
		await getAppToken(mine, '', minting().send, now);
		expect(isJustIssued(mine.tokenKey, 'token-1', time)).toBe(true);
		expect(isJustIssued(mine.tokenKey, 'token-0', time)).toBe(false);
		expect(isJustIssued('other', 'token-1', time)).toBe(false);
		expect(isJustIssued(mine.tokenKey, 'token-1', time + 5_000)).toBe(false);
	});
});

describe('getAppToken › request to Entra ID', () => {
	it('client secret → one request by MSAL, to the tenant’s token endpoint', async () => {
		const service = minting();
		await getAppToken(newClient(), '', service.send, now);
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

	it('loopback address of a practice tenant → one request to it, without discovery', async () => {
		const service = minting();
		await getAppToken(clientOf(customFields()), '', service.send, now);
		expect(service.calls.map(({ url }) => new URL(url).origin)).toEqual(['http://127.0.0.1:4011']);
		expect(service.calls[0]?.url).toContain(`/${TENANT}/oauth2/v2.0/token`);
	});

	it('https address of this computer → one request to this address', async () => {
		const service = minting();
		const mine = clientOf(customFields({ loginUrl: 'https://localhost:4443' }));
		await getAppToken(mine, '', service.send, now);
		expect(service.calls.map(({ url }) => new URL(url).origin)).toEqual(['https://localhost:4443']);
	});
});

describe('getAppToken › failure', () => {
	const failing = [
		['refusal', refusing(7000215)],
		['refusal with a text as number', refusing(7000215, 'invalid_client', { error_codes: ['7000215'] })],
		['refusal without a number', refusing(7000215, 'invalid_client', { error_codes: undefined })],
		['unreachable', entra(() => new Error('connect ECONNREFUSED 127.0.0.1:4011'))],
		['web page', entra(() => ({ status: 200, body: '<html>proxy</html>' }))],
		['status 503', entra(() => ({ status: 503, body: { error: 'temporarily_unavailable' } }))],
		['empty body', entra(() => ({ status: 200, body: '' }))],
		['JSON text', entra(() => ({ status: 200, body: '"x"' }))],
		['object without a token', entra(() => ({ status: 200, body: {} }))],
		['empty token', entra(() => ({ status: 200, body: { access_token: '', expires_in: 1 } }))],
	] as const;

	eachRow(failing)(
		'refused, unreachable or without a token → an Error that contains one sentence and nothing else',
		async (_, service) => {
			const mine = newClient();
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
		},
	);

	eachRow([500, 503])('server error of Entra ID → the credential is not blamed', async (status) => {
		const busy = entra(() => ({ status, body: { error: 'temporarily_unavailable', error_codes: [90055] } }));
		await expect(getAppToken(newClient(), '', busy.send, now)).rejects.toThrow(
			`Microsoft Entra ID is temporarily unavailable at https://login.microsoftonline.com (status ${status}). Try again in a few minutes.`,
		);
	});
});
