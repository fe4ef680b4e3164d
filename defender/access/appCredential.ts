import { asDefenderError } from '../core/errors';
import { redactionFor } from '../core/redaction';
import { noPermissionAtAll } from '../core/sentences/permissions';
import { adminConsentUrl } from './adminConsent';
import { appToken } from './appToken';
import { clouds } from './clouds';
import { readAppAccess, readAppIdentity, type AppIdentity } from './connection';
import type { Endpoint } from './endpoint';
import type { Fields } from './fields';
import { FRESH_SIGN_IN_HEADER, type FreshSignIn } from './freshSignIn';
import type { SendToEntra } from './msalNetwork';
import { refuseUnsafeRequest, type OutgoingRequest } from './outgoingRequest';
import { allows, protectedApis, trustLevels } from './permissions';
import { forgetRefusal, isJustMinted, recentRefusal } from './recentSignIns';
import { secretsOf } from './secretInFields';
import { readTokenClaims } from './tokenClaims';

const FOR_TEST: FreshSignIn = 'test';

const EXPIRES_SOON_MS = 120_000;

/** n8n answers an error of this shape by calling `preAuthentication` and trying again [seen in 1.123 and 2.41]. */
class TokenStale extends Error {
	readonly response = { status: 401 };
}

/**
 * Mints a token for the credential's fields as they are now. Gives nothing, which n8n does not store, where Entra ID has
 * refused them moments ago and no token is there to go on with: `authorize` comes next and knows whether it is for Test.
 * @throws Error with a sentence alone
 */
export async function signIn(
	fields: Fields,
	send: SendToEntra,
	now: () => number,
): Promise<{ accessToken: string; tokenFor: string } | Record<string, never>> {
	const access = inOneSentence(() => readAppAccess(fields, now()));
	const refused = recentRefusal(access.tokenFor, now()) !== undefined;
	if (refused && !isUsable(fields, access, false, now())) return {};
	const { response } = redactionFor(secretsOf({ ...fields, accessToken: '' }));
	const accessToken = await appToken(
		access,
		storedToken(fields),
		async (call) => response(await send(call)),
		now,
	);
	return { accessToken, tokenFor: access.tokenFor };
}

/**
 * Puts the stored token on a request, after checking that it was minted for these very fields, will not expire within
 * two minutes, and that the request goes to the credential's own API over an ordinary connection and follows no redirect.
 * @throws TokenStale to make n8n sign in and try again; Error with a sentence for an unsafe request, for a sign-in that
 *   Entra ID refused moments ago, and for a test with a token that permits nothing of what the nodes do
 */
export function authorize<R extends OutgoingRequest>(fields: Fields, request: R, now: number): R {
	const identity = inOneSentence(() => readAppIdentity(fields));
	const headers = { ...request.headers };
	const fresh = headers[FRESH_SIGN_IN_HEADER];
	delete headers[FRESH_SIGN_IN_HEADER];
	const isTest = fresh === FOR_TEST;
	const { endpoint } = identity;
	const token = storedToken(fields);
	const target = isTest ? { ...request, ...testCall(endpoint, token) } : request;
	refuseUnsafeRequest(target, endpoint.apiOrigin);
	if (!isUsable(fields, identity, fresh !== undefined, now)) {
		throw isTest ? renewalForTest(identity, now) : renewal(identity, now);
	}
	if (isTest) refuseWithoutPermission(identity, token);
	return {
		...target,
		headers: { ...headers, Authorization: `Bearer ${token}` },
		disableFollowRedirect: true,
		followRedirect: false,
		followAllRedirects: false,
	};
}

/**
 * What Test calls: Graph answers at its root whoever has a token. The older API has no such address, so it is asked for one
 * incident, or by those who may only hunt for one row.
 */
function testCall(endpoint: Endpoint, token: string): Partial<OutgoingRequest> {
	const { api, apiOrigin: baseURL } = endpoint;
	if (api === 'graph') return { baseURL };
	const granted = readTokenClaims(token)?.permissions;
	const mayRead = granted === undefined || allows(endpoint, 'read', granted);
	if (mayRead || !allows(endpoint, 'hunt', granted)) return { baseURL, url: '/api/incidents?$top=1' };
	return { baseURL, url: '/api/advancedhunting/run', method: 'POST', body: { Query: 'print Test = 1' } };
}

/** Test asks Entra ID each time, since what was wrong may be mended there and not in the fields. */
function renewalForTest({ tokenFor }: AppIdentity, now: number): Error {
	forgetRefusal(tokenFor, now);
	return new TokenStale('The stored sign-in is renewed');
}

function renewal({ tokenFor }: AppIdentity, now: number): Error {
	const sentence = recentRefusal(tokenFor, now);
	return sentence === undefined ? new TokenStale('The stored sign-in is renewed') : new Error(sentence);
}

function isUsable(fields: Fields, identity: AppIdentity, mustBeFresh: boolean, now: number): boolean {
	return (
		fields['tokenFor'] === identity.tokenFor && !isStale(identity, storedToken(fields), mustBeFresh, now)
	);
}

function isStale(identity: AppIdentity, token: string, mustBeFresh: boolean, now: number): boolean {
	if (token === '') return true;
	if (isJustMinted(identity.tokenFor, token, now)) return false;
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
	if (granted === undefined || trustLevels.some((level) => allows(endpoint, level, granted))) return;
	const { name, permissions } = protectedApis[endpoint.api];
	throw new Error(
		noPermissionAtAll({
			api: name,
			permissions: trustLevels.map((level) => permissions[endpoint.context][level].name),
			granted,
			consentUrl: adminConsentUrl(endpoint, clientId),
		}),
	);
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
	const { message, description } = asDefenderError(failure);
	return new Error(`${message}. ${description}`);
}
