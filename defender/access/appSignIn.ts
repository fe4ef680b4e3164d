import { asDefenderError } from '../core/errors';
import { redactionFor } from '../core/redaction';
import { oneText } from '../core/sentence';
import { noUsablePermission } from './sentences/apiRefusalText';
import { adminConsentUrl } from './adminConsent';
import { chooseApiProbe, testApi } from './apiProbe';
import { getAppToken } from './appToken';
import { clouds } from './clouds';
import { readAppAccess, readAppIdentity, type AppIdentity } from './credential';
import type { Endpoint } from './endpoint';
import type { Fields } from './fields';
import { FRESH_SIGN_IN_HEADER, type FreshSignIn } from './freshSignIn';
import { refuseUnsafeRequest, type OutgoingRequest } from './outgoingRequest';
import type { SendRequest } from './sendRequest';
import { hasPermission, protectedApis, permissionLevels } from './permissions';
import { forgetRefusal, isJustIssued, findRecentRefusal } from './signInCache';
import { secretsOf } from './exposedSecret';
import { readTokenClaims } from './tokenClaims';

const FOR_TEST: FreshSignIn = 'test';

const EXPIRES_SOON_MS = 120_000;

/**
 * Tests of the API, by n8n's object of fields. During a test n8n passes the same object to two functions: only
 * `authenticate` can detect the test, and only `preAuthentication` can send requests and show a message. Each press of the
 * button creates a new object (httpRequestWithAuthentication in n8n-core 1.123 and 2.41).
 */
const tests = new WeakMap<Fields, 'asked' | 'passed'>();

/** n8n answers an error of this shape by calling `preAuthentication` and trying again [seen in 1.123 and 2.41]. */
class TokenStale extends Error {
	readonly response = { status: 401 };
}

/**
 * Requests a token for the credential's current fields. For Test it also checks that the token permits something and that
 * the API responds. Returns an empty object, which n8n does not store, when Entra ID refused these fields moments ago and
 * no usable token is stored: `authorize` runs next and can detect a test.
 * @throws Error with a sentence alone
 */
export async function signIn(
	fields: Fields,
	send: SendRequest,
	now: () => number,
): Promise<{ accessToken: string; tokenFor: string } | Record<string, never>> {
	const access = inOneSentence(() => readAppAccess(fields, now()));
	const isTest = tests.has(fields);
	const refused = findRecentRefusal(access.tokenFor, now()) !== undefined;
	if (!isTest && refused && !isUsable(fields, access, false, now())) return {};
	// Before a first test, n8n signs in by itself when no token is stored.
	const isNew = isTest && isUsable(fields, access, true, now());
	const accessToken = isNew
		? storedToken(fields)
		: await getAppToken(access, storedToken(fields), redacted(send, { ...fields, accessToken: '' }), now);
	if (isTest) {
		refuseWithoutPermission(access, accessToken);
		await testApi(access, accessToken, redacted(send, { ...fields, accessToken }));
		tests.set(fields, 'passed');
	}
	return { accessToken, tokenFor: access.tokenFor };
}

/**
 * Puts the stored token on a request, after checking that it was minted for these very fields, will not expire within
 * two minutes, and that the request goes to the credential's own API over an ordinary connection and follows no redirect.
 * @throws TokenStale to make n8n sign in and try again; Error with a sentence for an unsafe request, and for a sign-in
 *   that Entra ID refused moments ago
 */
export function authorize<R extends OutgoingRequest>(fields: Fields, request: R, now: number): R {
	const identity = inOneSentence(() => readAppIdentity(fields));
	const headers = { ...request.headers };
	const fresh = headers[FRESH_SIGN_IN_HEADER];
	delete headers[FRESH_SIGN_IN_HEADER];
	const isTest = fresh === FOR_TEST;
	const { endpoint } = identity;
	const token = storedToken(fields);
	const target = isTest ? { ...request, ...testRequest(endpoint, token) } : request;
	refuseUnsafeRequest(target, endpoint.apiOrigin);
	if (isTest && tests.get(fields) !== 'passed') throw renewalForTest(fields, identity, now);
	if (!isTest && !isUsable(fields, identity, fresh !== undefined, now)) throw renewal(identity, now);
	return {
		...target,
		headers: { ...headers, Authorization: `Bearer ${token}` },
		disableFollowRedirect: true,
		followRedirect: false,
		followAllRedirects: false,
	};
}

/** Responses may repeat what was sent. */
function redacted(send: SendRequest, secretFields: Fields): SendRequest {
	const { response } = redactionFor(secretsOf(secretFields));
	return async (request) => response(await send(request));
}

/** n8n ends a test with a request of its own, so this one repeats the probe that has just passed. */
function testRequest(endpoint: Endpoint, token: string): Partial<OutgoingRequest> {
	const { method, path, body } = chooseApiProbe(endpoint, token);
	return { baseURL: endpoint.apiOrigin, url: path, method, ...(body === undefined ? {} : { body }) };
}

/** Test asks Entra ID and the API each time, because the cause may have been fixed there and not in the fields. */
function renewalForTest(fields: Fields, { tokenFor }: AppIdentity, now: number): Error {
	tests.set(fields, 'asked');
	forgetRefusal(tokenFor, now);
	return new TokenStale('The stored sign-in is renewed');
}

function renewal({ tokenFor }: AppIdentity, now: number): Error {
	const sentence = findRecentRefusal(tokenFor, now);
	return sentence === undefined ? new TokenStale('The stored sign-in is renewed') : new Error(sentence);
}

function isUsable(fields: Fields, identity: AppIdentity, mustBeFresh: boolean, now: number): boolean {
	return (
		fields['tokenFor'] === identity.tokenFor && !isStale(identity, storedToken(fields), mustBeFresh, now)
	);
}

function isStale(identity: AppIdentity, token: string, mustBeFresh: boolean, now: number): boolean {
	if (token === '') return true;
	if (isJustIssued(identity.tokenFor, token, now)) return false;
	const expiresAt = readTokenClaims(token)?.expiresAt;
	return mustBeFresh || (expiresAt !== undefined && expiresAt * 1000 - now < EXPIRES_SOON_MS);
}

/**
 * An app without any of our permissions gets a token all the same, so the token is asked (reference: §11.1). One for a
 * foreign audience tells nothing of them; the API refuses it.
 */
function refuseWithoutPermission({ endpoint, clientId }: AppIdentity, token: string): void {
	if (!Object.values(clouds).some(({ apis }) => apis[endpoint.api].audience === endpoint.audience)) return;
	const granted = readTokenClaims(token)?.permissions;
	if (granted === undefined || permissionLevels.some((level) => hasPermission(endpoint, level, granted)))
		return;
	const { name, permissions } = protectedApis[endpoint.api];
	const sentence = noUsablePermission({
		api: name,
		permissions: permissionLevels.map((level) => permissions[endpoint.context][level].name),
		granted,
		consentUrl: adminConsentUrl(endpoint, clientId),
	});
	throw new Error(oneText(sentence));
}

function storedToken(fields: Fields): string {
	const token = fields['accessToken'];
	return typeof token === 'string' ? token : '';
}

function inOneSentence<T>(read: () => T): T {
	try {
		return read();
	} catch (failure) {
		throw oneSentence(failure);
	}
}

/** n8n shows only the message of what a credential throws. */
function oneSentence(failure: unknown): Error {
	return new Error(oneText(asDefenderError(failure)));
}
