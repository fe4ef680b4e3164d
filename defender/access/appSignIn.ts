import { asDefenderError, invalidInput } from '../core/errors';
import { isGuid } from '../core/isGuid';
import { redactionFor } from '../core/redaction';
import { oneText } from '../core/sentence';
import { chooseApiProbe, testApi } from './apiProbe';
import { getAppToken, type AppClient } from './appToken';
import { checkClientCredential } from './clientCredential';
import { adminConsentUrl, clouds } from './clouds';
import {
	FRESH_SIGN_IN_HEADER,
	grantedPermissions,
	readCredential,
	type Credential,
	type CredentialFields,
	type FreshSignIn,
} from './credential';
import { refusedSignIn } from './credentialError';
import { refuseUnsafeRequest, type OutgoingRequest } from './outgoingRequest';
import { hasPermission, permissionLevels, permissionNames, protectedApis } from './permissions';
import type { SendRequest } from './sendRequest';
import { noUsablePermission } from './sentences/apiRefusalText';
import { badClientId } from './sentences/accessText';
import { findRecentRefusal, forgetRefusal, isJustIssued } from './signInCache';
import { readTokenClaims } from './tokenClaims';

const FOR_TEST: FreshSignIn = 'test';

const EXPIRES_SOON_MS = 120_000;

/**
 * Running tests of a credential, by n8n's object of fields. During a test n8n passes the same object to two functions: only
 * `authorize` can detect the test, and only `signIn` can send requests and show a message. Each press of the button creates
 * a new object.
 * @see https://github.com/n8n-io/n8n/blob/n8n%402.41.1/packages/core/src/execution-engine/node-execution-context/utils/request-helper-functions.ts
 */
const tests = new WeakMap<CredentialFields, 'requested' | 'passed'>();

/** After an error of this form, n8n calls `preAuthentication` and retries the request (n8n-core 1.123 and 2.41). */
class TokenStale extends Error {
	readonly response = { status: 401 };

	constructor() {
		super('The stored sign-in is renewed');
	}
}

/** A token, and the key of the credential it was issued for, as n8n stores them. */
export interface IssuedToken {
	readonly accessToken: string;
	readonly tokenFor: string;
}

/**
 * Requests a token for the credential's current fields. For Test it also checks that the token contains a permission and
 * that the API responds.
 * @returns undefined if no usable token is stored and Entra ID rejected these fields moments ago: `authorize` runs next
 *   and reports that rejection, unless it detects a test
 * @throws Error whose message is a sentence
 */
export async function signIn(
	fields: CredentialFields,
	send: SendRequest,
	now: () => number,
): Promise<IssuedToken | undefined> {
	const client = inOneSentence(() => readAppClient(fields, now()));
	const { tokenKey, storedToken, secrets } = client;
	const isTest = tests.has(fields);
	const isRefused = findRecentRefusal(tokenKey, now()) !== undefined;
	if (!isTest && isRefused && !isUsable(client, false, now())) return undefined;
	// Before a first test, n8n signs in by itself because no token is stored.
	const isNew = isTest && isUsable(client, true, now());
	const accessToken = isNew
		? storedToken
		: await getAppToken(client, storedToken, redacted(send, secrets), now);
	if (isTest) {
		refuseWithoutPermission({ ...client, storedToken: accessToken });
		await testApi(client, accessToken, redacted(send, [...secrets, accessToken]));
		tests.set(fields, 'passed');
	}
	return { accessToken, tokenFor: tokenKey };
}

/**
 * Adds the stored token to a request, unless it was issued for other fields or expires within two minutes. The request must
 * go to the credential's own API over an ordinary connection, and it follows no redirect.
 * @throws TokenStale to make n8n sign in and retry; Error with a sentence for an unsafe request, and for a sign-in that
 *   Entra ID rejected moments ago
 */
export function authorize<R extends OutgoingRequest>(fields: CredentialFields, request: R, now: number): R {
	const credential = inOneSentence(() => readAppCredential(fields));
	const { endpoint, storedToken } = credential;
	const headers = { ...request.headers };
	const fresh = headers[FRESH_SIGN_IN_HEADER];
	delete headers[FRESH_SIGN_IN_HEADER];
	const isTest = fresh === FOR_TEST;
	const target = isTest ? { ...request, ...testRequest(credential) } : request;
	refuseUnsafeRequest(target, endpoint.apiOrigin);
	if (isTest && tests.get(fields) !== 'passed') {
		// The cause of a rejection may have been fixed at Microsoft and not in the fields.
		tests.set(fields, 'requested');
		forgetRefusal(credential.tokenKey, now);
		throw new TokenStale();
	}
	if (!isTest && !isUsable(credential, fresh !== undefined, now)) throw renewal(credential, now);
	return {
		...target,
		headers: { ...headers, Authorization: `Bearer ${storedToken}` },
		disableFollowRedirect: true,
		followRedirect: false,
		followAllRedirects: false,
	};
}

/** @throws DefenderError `invalidInput` that names the field */
export function readAppCredential(fields: CredentialFields): Credential {
	const credential = readCredential(fields, 'application');
	if (!isGuid(credential.clientId)) throw invalidInput('clientId', badClientId());
	return credential;
}

/**
 * Reads the credential and checks its secret or certificate.
 * @param now Unix time in milliseconds, with which a certificate's validity is compared
 * @throws DefenderError `invalidInput` that names the field
 */
export function readAppClient(fields: CredentialFields, now: number): AppClient & Credential {
	const credential = readAppCredential(fields);
	return { ...credential, checkedCredential: checkClientCredential(credential.clientCredential, now) };
}

/** Responses may repeat what was sent. */
function redacted(send: SendRequest, secrets: readonly string[]): SendRequest {
	const { response } = redactionFor(secrets);
	return async (request) => response(await send(request));
}

/** n8n ends a test with a request of its own, so this one repeats the probe that has just passed. */
function testRequest({ endpoint, storedToken }: Credential): Partial<OutgoingRequest> {
	const { method, path, body } = chooseApiProbe(endpoint, storedToken);
	return { baseURL: endpoint.apiOrigin, url: path, method, ...(body === undefined ? {} : { body }) };
}

function renewal({ tokenKey }: Credential, now: number): Error {
	const sentence = findRecentRefusal(tokenKey, now);
	return sentence === undefined ? new TokenStale() : refusedSignIn(sentence);
}

function isUsable(credential: Credential, mustBeFresh: boolean, now: number): boolean {
	const { tokenKey, storedToken, storedTokenKey } = credential;
	if (storedTokenKey !== tokenKey || storedToken === '') return false;
	if (isJustIssued(tokenKey, storedToken, now)) return true;
	const expiresAt = readTokenClaims(storedToken)?.expiresAt;
	return !mustBeFresh && (expiresAt === undefined || expiresAt * 1000 - now >= EXPIRES_SOON_MS);
}

/**
 * Entra ID issues a token even to an app without permissions, so the token itself is examined. A token for a foreign
 * audience shows nothing of them; the API rejects it.
 */
function refuseWithoutPermission(credential: Credential): void {
	const { endpoint, clientId } = credential;
	if (!Object.values(clouds).some(({ apis }) => apis[endpoint.api].audience === endpoint.audience)) return;
	const granted = grantedPermissions(credential);
	if (granted === undefined || permissionLevels.some((level) => hasPermission(endpoint, level, granted)))
		return;
	const names = permissionNames(endpoint);
	const sentence = noUsablePermission({
		api: protectedApis[endpoint.api].name,
		permissions: permissionLevels.map((level) => names[level]),
		granted,
		consentUrl: adminConsentUrl(endpoint, clientId),
	});
	throw new Error(oneText(sentence));
}

function inOneSentence<T>(read: () => T): T {
	try {
		return read();
	} catch (failure) {
		throw oneSentence(failure);
	}
}

/** n8n shows only the message of an error that a credential throws. */
function oneSentence(failure: unknown): Error {
	return new Error(oneText(asDefenderError(failure)));
}
