import { describe, expect, it } from 'vitest';
import { authorize, signIn } from '../../../defender/access/appSignIn.ts';
import { FRESH_SIGN_IN_HEADER } from '../../../defender/access/credential.ts';
import {
	customFields,
	fields,
	minting,
	mintingWithApi,
	refusing,
	token,
} from '../../support/appCredential.mts';
import { START } from '../../support/fakeHost.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

const API = 'https://graph.microsoft.com';
const URL_OF_API = `${API}/v1.0/security/incidents`;
const lasting = (seconds: number) => token({ exp: START / 1_000 + seconds });

/** Fields with a stored token, as n8n keeps them after a sign-in some time ago. */
async function stored(accessToken = lasting(3_600), more: Readonly<Record<string, unknown>> = {}) {
	const mine = fields(more);
	const issued = await signIn(mine, minting().send, () => START - 3_600_000);
	return { ...mine, accessToken, tokenFor: issued?.tokenFor };
}

function failureOf(work: () => unknown): unknown {
	try {
		work();
	} catch (failure) {
		return failure;
	}
	throw new Error('Expected an error.');
}
const asksToSignIn = (failure: unknown) =>
	failure instanceof Error && 'response' in failure && JSON.stringify(failure.response) === '{"status":401}';

describe('signIn', () => {
	it('gives the token and for which fields it is', async () => {
		const mine = fields();
		const first = await signIn(mine, minting().send, () => START);
		expect(first?.accessToken).toBe('token-1');
		expect(first?.tokenFor).toMatch(/^[0-9a-f]{64}$/);
	});

	it('asks anew when n8n comes back with the token it was given, because that was refused', async () => {
		const service = minting();
		const mine = fields();
		const first = await signIn(mine, service.send, () => START);
		const second = await signIn({ ...mine, ...first }, service.send, () => START);
		expect(second?.accessToken).toBe('token-2');
	});

	eachRow([
		['a field that cannot be right', fields({ tenantId: 'nowhere' }), /Directory \(Tenant\) ID/],
		['a refusal', fields(), /Client Secret/],
	])('throws an Error with one sentence and nothing else for %s', async (_, mine, sentence) => {
		const failure: unknown = await signIn(mine, refusing(7000215).send, () => START).catch(
			(reason: unknown) => reason,
		);
		expect(failure).toBeInstanceOf(Error);
		if (!(failure instanceof Error)) return;
		expect(Object.getOwnPropertyNames(failure).sort()).toEqual(['message', 'stack']);
		expect(failure.message).toMatch(sentence);
		expect(failure.message).not.toContain(String(mine['clientSecret']));
	});
});

describe('authorize puts the token', () => {
	it('on a request to the API, which follows no redirect, in either of n8n’s shapes', async () => {
		const mine = await stored();
		for (const target of [{ url: URL_OF_API }, { uri: URL_OF_API }, { url: '/v1.0/x', baseURL: API }]) {
			expect(authorize(mine, { ...target, headers: { Accept: 'a' } }, START)).toMatchObject({
				...target,
				headers: { Accept: 'a', Authorization: `Bearer ${mine.accessToken}` },
				disableFollowRedirect: true,
				followRedirect: false,
				followAllRedirects: false,
			});
		}
	});

	it('on the same host however it is spelt', async () => {
		const mine = await stored();
		for (const url of ['HTTPS://GRAPH.Microsoft.com/v1.0/', `${API}:443/v1.0/`, `${API}/v1.0/../x`]) {
			expect(() => authorize(mine, { url }, START)).not.toThrow();
		}
	});

	it('that cannot be read, since opaque is not wrong', async () => {
		const mine = await stored('opaque');
		expect(authorize(mine, { url: URL_OF_API }, START)).toMatchObject({
			headers: { Authorization: 'Bearer opaque' },
		});
	});

	it('and leaves the request that it was given alone', async () => {
		const request = { url: URL_OF_API, headers: { a: 'b' } };
		authorize(await stored(), request, START);
		expect(request).toEqual({ url: URL_OF_API, headers: { a: 'b' } });
	});
});

describe('authorize refuses', () => {
	const FOREIGN: { url?: string; uri?: string; baseURL?: string }[] = [
		{ url: 'https://evil.example/v1.0/security/incidents' },
		{ uri: 'https://evil.example/' },
		{ url: '//evil.example/x', baseURL: API },
		{ url: '\\\\evil.example/x', baseURL: API },
		{ url: 'https:\\\\evil.example', baseURL: API },
		{ url: 'https://evil.example/x', baseURL: API },
		{ url: '/x', baseURL: 'https://evil.example' },
		{ url: '/x', baseURL: `${API}@evil.example` },
		{ url: `${API}@evil.example/x` },
		{ url: `${API}:pw@evil.example/x` },
		{ url: 'https://user:pw@graph.microsoft.com/x' },
		{ url: 'https://user@graph.microsoft.com/x' },
		{ url: `${API}.evil.example/x` },
		{ url: `${API}:8443/x` },
		{ url: 'http://graph.microsoft.com/x' },
		{ url: 'ftp://graph.microsoft.com/x' },
		{ url: 'data:text/plain,x' },
		{ url: '/x' },
		{ url: '' },
		{},
		{ url: URL_OF_API, uri: 'https://evil.example/' },
		{ url: 'https://evil.example/', uri: URL_OF_API },
	];
	eachRow(FOREIGN)('the address %j with a sentence that is no call for a new sign-in', async (target) => {
		const mine = await stored();
		const failure = failureOf(() => authorize(mine, target, START));
		expect(failure).toBeInstanceOf(Error);
		expect(asksToSignIn(failure)).toBe(false);
		expect(String(failure)).toContain(`only to ${API}`);
		expect(String(failure)).not.toContain(mine.accessToken);
		expect(String(failure)).not.toContain('pw');
	});

	it('a practice tenant’s token at Microsoft’s own host', async () => {
		const mine = customFields();
		const issued = await signIn(mine, minting().send, () => START);
		const failure = failureOf(() => authorize({ ...mine, ...issued }, { url: URL_OF_API }, START));
		expect(String(failure)).toContain('only to http://127.0.0.1:4012');
	});
});

describe('authorize asks n8n to sign in anew', () => {
	eachRow([
		['no token is stored', async () => stored('')],
		['the token was minted for other fields', async () => ({ ...(await stored()), tenantId: 'contoso.com' })],
		['the secret was changed', async () => ({ ...(await stored()), clientSecret: 'new' })],
		['no one knows for what it was minted', async () => ({ ...(await stored()), tokenFor: undefined })],
		['it has expired', async () => stored(lasting(-1))],
		['it expires within two minutes', async () => stored(lasting(119))],
	])('when %s', async (_, fieldsOf) => {
		const mine = await fieldsOf();
		expect(asksToSignIn(failureOf(() => authorize(mine, { url: URL_OF_API }, START)))).toBe(true);
	});

	it('not when it lasts two minutes', async () => {
		const mine = await stored(lasting(120));
		expect(() => authorize(mine, { url: URL_OF_API }, START)).not.toThrow();
	});

	it('not for a token of moments ago, even if it claims to expire at once', async () => {
		const mine = fields();
		const soon = lasting(1);
		const send = async () => ({
			status: 200,
			headers: {},
			text: JSON.stringify({ token_type: 'Bearer', expires_in: 1, access_token: soon }),
		});
		const minted = await signIn(mine, send, () => START);
		expect(minted?.accessToken).toBe(soon);
		expect(() => authorize({ ...mine, ...minted }, { url: URL_OF_API }, START)).not.toThrow();
		const later = failureOf(() => authorize({ ...mine, ...minted }, { url: URL_OF_API }, START + 5_000));
		expect(asksToSignIn(later)).toBe(true);
	});

	it('when the credential is tested, until the API has responded; the mark never leaves and the API is its own', async () => {
		const mine = await stored('opaque', {
			cloud: 'custom',
			...customFields(),
			clientSecret: `test~${Math.PI}`,
		});
		const request = { baseURL: API, url: '/v1.0/', headers: { [FRESH_SIGN_IN_HEADER]: 'test', a: 'b' } };
		expect(asksToSignIn(failureOf(() => authorize(mine, request, START)))).toBe(true);
		// As n8n does: the same object of fields, with the new token in it.
		Object.assign(mine, await signIn(mine, mintingWithApi().send, () => START));
		const sent = authorize(mine, request, START + 60_000);
		expect(sent).toMatchObject({
			baseURL: 'http://127.0.0.1:4012',
			headers: { a: 'b', Authorization: `Bearer token-1` },
		});
		expect(Object.keys(sent.headers)).toEqual(['a', 'Authorization']);
	});
});
