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
const tokenLasting = (seconds: number) => token({ exp: START / 1_000 + seconds });

/** Fields with a stored token, as n8n keeps them after a sign-in some time ago. */
async function storedFields(accessToken = tokenLasting(3_600), more: Readonly<Record<string, unknown>> = {}) {
	const given = fields(more);
	const issued = await signIn(given, minting().send, () => START - 3_600_000);
	return { ...given, accessToken, tokenFor: issued?.tokenFor };
}

function failureOf(work: () => unknown): unknown {
	try {
		work();
	} catch (failure) {
		return failure;
	}
	throw new Error('Expected an error.');
}
const isSignInRequest = (failure: unknown) =>
	failure instanceof Error && 'response' in failure && JSON.stringify(failure.response) === '{"status":401}';

describe('signIn', () => {
	it('fields of a credential → the token and a digest of these fields', async () => {
		const given = fields();
		const first = await signIn(given, minting().send, () => START);
		expect(first?.accessToken).toBe('token-1');
		expect(first?.tokenFor).toMatch(/^[0-9a-f]{64}$/);
	});

	it('token that n8n got was rejected → a new token', async () => {
		const service = minting();
		const given = fields();
		const first = await signIn(given, service.send, () => START);
		const second = await signIn({ ...given, ...first }, service.send, () => START);
		expect(second?.accessToken).toBe('token-2');
	});

	eachRow([
		['invalid field', fields({ tenantId: 'nowhere' }), /Directory \(Tenant\) ID/],
		['refusal', fields(), /Client Secret/],
	])(
		'invalid field or refusal → an Error that contains one sentence and nothing else',
		async (_, given, sentence) => {
			const failure: unknown = await signIn(given, refusing(7000215).send, () => START).catch(
				(reason: unknown) => reason,
			);
			expect(failure).toBeInstanceOf(Error);
			if (!(failure instanceof Error)) return;
			expect(Object.getOwnPropertyNames(failure).sort()).toEqual(['message', 'stack']);
			expect(failure.message).toMatch(sentence);
			expect(failure.message).not.toContain(String(given['clientSecret']));
		},
	);
});

describe('authorize › accepted request', () => {
	it('request to the API in each form that n8n uses → the token, and no redirect is followed', async () => {
		const given = await storedFields();
		for (const target of [{ url: URL_OF_API }, { uri: URL_OF_API }, { url: '/v1.0/x', baseURL: API }]) {
			expect(authorize(given, { ...target, headers: { Accept: 'a' } }, START)).toMatchObject({
				...target,
				headers: { Accept: 'a', Authorization: `Bearer ${given.accessToken}` },
				disableFollowRedirect: true,
				followRedirect: false,
				followAllRedirects: false,
			});
		}
	});

	it('other spelling of the API host → the token', async () => {
		const given = await storedFields();
		for (const url of ['HTTPS://GRAPH.Microsoft.com/v1.0/', `${API}:443/v1.0/`, `${API}/v1.0/../x`]) {
			expect(() => authorize(given, { url }, START)).not.toThrow();
		}
	});

	it('opaque token → the token', async () => {
		const given = await storedFields('opaque');
		expect(authorize(given, { url: URL_OF_API }, START)).toMatchObject({
			headers: { Authorization: 'Bearer opaque' },
		});
	});

	it('given request object → unchanged', async () => {
		const request = { url: URL_OF_API, headers: { a: 'b' } };
		authorize(await storedFields(), request, START);
		expect(request).toEqual({ url: URL_OF_API, headers: { a: 'b' } });
	});
});

describe('authorize › rejected request', () => {
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
	eachRow(FOREIGN)(
		'address outside the API → an error that neither starts a sign-in nor shows the token',
		async (target) => {
			const given = await storedFields();
			const failure = failureOf(() => authorize(given, target, START));
			expect(failure).toBeInstanceOf(Error);
			expect(isSignInRequest(failure)).toBe(false);
			expect(String(failure)).toContain(`only to ${API}`);
			expect(String(failure)).not.toContain(given.accessToken);
			expect(String(failure)).not.toContain('pw');
		},
	);

	it('token of a practice tenant for Microsoft’s host → an error that names the own API', async () => {
		const given = customFields();
		const issued = await signIn(given, minting().send, () => START);
		const failure = failureOf(() => authorize({ ...given, ...issued }, { url: URL_OF_API }, START));
		expect(String(failure)).toContain('only to http://127.0.0.1:4012');
	});
});

describe('authorize › new sign-in', () => {
	eachRow([
		['no stored token', async () => storedFields('')],
		['token for other fields', async () => ({ ...(await storedFields()), tenantId: 'contoso.com' })],
		['changed secret', async () => ({ ...(await storedFields()), clientSecret: 'new' })],
		[
			'token without a digest of its fields',
			async () => ({ ...(await storedFields()), tokenFor: undefined }),
		],
		['expired token', async () => storedFields(tokenLasting(-1))],
		['token that expires within two minutes', async () => storedFields(tokenLasting(119))],
	])(
		'stored token is missing, expiring or for other fields → n8n is asked to sign in',
		async (_, fieldsOf) => {
			const given = await fieldsOf();
			expect(isSignInRequest(failureOf(() => authorize(given, { url: URL_OF_API }, START)))).toBe(true);
		},
	);

	it('token that lasts two minutes → no sign-in', async () => {
		const given = await storedFields(tokenLasting(120));
		expect(() => authorize(given, { url: URL_OF_API }, START)).not.toThrow();
	});

	it('token just issued that expires in one second → no sign-in until five seconds later', async () => {
		const given = fields();
		const soon = tokenLasting(1);
		const send = async () => ({
			status: 200,
			headers: {},
			text: JSON.stringify({ token_type: 'Bearer', expires_in: 1, access_token: soon }),
		});
		const minted = await signIn(given, send, () => START);
		expect(minted?.accessToken).toBe(soon);
		expect(() => authorize({ ...given, ...minted }, { url: URL_OF_API }, START)).not.toThrow();
		const later = failureOf(() => authorize({ ...given, ...minted }, { url: URL_OF_API }, START + 5_000));
		expect(isSignInRequest(later)).toBe(true);
	});

	it('Test of the credential → a sign-in until the API responded; then a request to its own API without the mark', async () => {
		const given = await storedFields('opaque', {
			cloud: 'custom',
			...customFields(),
			clientSecret: `test~${Math.PI}`,
		});
		const request = { baseURL: API, url: '/v1.0/', headers: { [FRESH_SIGN_IN_HEADER]: 'test', a: 'b' } };
		expect(isSignInRequest(failureOf(() => authorize(given, request, START)))).toBe(true);
		// As n8n does: the same object of fields, with the new token in it.
		Object.assign(given, await signIn(given, mintingWithApi().send, () => START));
		const sent = authorize(given, request, START + 60_000);
		expect(sent).toMatchObject({
			baseURL: 'http://127.0.0.1:4012',
			headers: { a: 'b', Authorization: `Bearer token-1` },
		});
		expect(Object.keys(sent.headers)).toEqual(['a', 'Authorization']);
	});
});
