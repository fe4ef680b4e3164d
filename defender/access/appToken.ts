import type * as Msal from '@azure/msal-node';
import { isRecord } from '../core/isRecord';
import { withoutTokens } from '../core/redaction';
import type { CheckedClientCredential } from './clientCredential';
import type { Credential } from './credential';
import { refusedSignIn } from './credentialError';
import { explainSignIn, findHomeCloud } from './explainSignIn';
import { MsalNetwork } from './msalNetwork';
import type { SendRequest } from './sendRequest';
import { explainLocalFailure } from './sentences/localSignInText';
import { SHARED_MS, shareSignIn, type SignInResult } from './signInCache';
import type { SignInRefusal } from './signInRefusals';
import { explainTokenRequestFailure } from './tokenRequestFailure';

/** An application that is ready to sign in. */
export interface AppClient
	extends Pick<Credential, 'endpoint' | 'clientId' | 'tokenKey' | 'secretLooksLikeId'> {
	readonly checkedCredential: CheckedClientCredential;
}

/** Maximum time in milliseconds for which a throttled sign-in waits, even if Entra ID asks for more. */
const MAX_THROTTLED_MS = 60_000;

/** MSAL accepts only https authorities, so this one replaces a loopback login URL. Its endpoints have the real origin. */
const STAND_IN_ORIGIN = 'https://login.loopback.invalid';

/**
 * Gets an access token for the application from MSAL. Requests with the same key share a token request while it runs and for
 * a few seconds afterwards, unless they would get the token that was just rejected. A rejection is shared too, but a missing
 * response is not.
 * @param rejectedToken token that the API has just rejected; '' for none
 * @throws Error with a sentence and no other property: n8n shows it unchanged, and would interpret a status
 */
export async function getAppToken(
	client: AppClient,
	rejectedToken: string,
	send: SendRequest,
	now: () => number,
): Promise<string> {
	const request = async () => await requestToken(client, send, now);
	const result = await shareSignIn(client.tokenKey, rejectedToken, now, request);
	if (!('sentence' in result)) return result.accessToken;
	throw result.forMs > 0 ? refusedSignIn(result.sentence) : new Error(result.sentence);
}

/** Loads MSAL as `gulp` bundles it. Most executions find a stored token and do not need it. */
async function loadMsal(): Promise<Pick<typeof Msal, 'ConfidentialClientApplication'>> {
	return await import('./msalBundle');
}

async function requestToken(client: AppClient, send: SendRequest, now: () => number): Promise<SignInResult> {
	const { loginOrigin, tenantId, scopes } = client.endpoint;
	const origin = loginOrigin.startsWith('https:') ? loginOrigin : STAND_IN_ORIGIN;
	const network = new MsalNetwork(send, now);
	try {
		const { ConfidentialClientApplication } = await loadMsal();
		const application = new ConfidentialClientApplication({
			auth: {
				clientId: client.clientId,
				...msalCredential(client.checkedCredential),
				authority: `${origin}/${tenantId}`,
				knownAuthorities: [new URL(origin).host],
				authorityMetadata: authorityMetadata(loginOrigin, tenantId),
			},
			system: { networkClient: network },
		});
		const result = await application.acquireTokenByClientCredential({ scopes: [...scopes], skipCache: true });
		if (result === null || result.accessToken === '') throw new Error('no token in the response');
		return { accessToken: result.accessToken };
	} catch (failure) {
		return { sentence: explainFailure(failure, network, client, now()), forMs: refusalDuration(network) };
	}
}

/** Returns the milliseconds for which Entra ID would respond the same way; 0 unless it rejected the sign-in. */
function refusalDuration({ requestFailure, isRefused }: MsalNetwork): number {
	if (requestFailure?.kind === 'throttled')
		return Math.min(requestFailure.afterMs ?? SHARED_MS, MAX_THROTTLED_MS);
	return isRefused ? SHARED_MS : 0;
}

/** MSAL signs a certificate's assertion with PS256. Entra ID finds the certificate by its SHA-256 thumbprint. */
function msalCredential(
	credential: CheckedClientCredential,
): Pick<Msal.NodeAuthOptions, 'clientSecret' | 'clientCertificate'> {
	if (credential.kind === 'clientSecret') return { clientSecret: credential.clientSecret };
	const { thumbprintSha256, privateKey } = credential;
	return { clientCertificate: { thumbprintSha256, privateKey } };
}

/**
 * Returns the fixed endpoints of Entra ID's v2.0 protocol, so that MSAL sends no discovery request. MSAL sends its token
 * request to this endpoint and names it in an assertion's `aud`, which Entra ID compares with its own address.
 */
function authorityMetadata(loginOrigin: string, tenantId: string): string {
	const base = `${loginOrigin}/${tenantId}`;
	return JSON.stringify({
		issuer: `${base}/v2.0`,
		authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
		token_endpoint: `${base}/oauth2/v2.0/token`,
		jwks_uri: `${base}/discovery/v2.0/keys`,
	});
}

function explainFailure(failure: unknown, network: MsalNetwork, client: AppClient, now: number): string {
	const { requestFailure, isRefused } = network;
	if (requestFailure !== undefined)
		return explainTokenRequestFailure(requestFailure, client.endpoint.loginOrigin, now);
	if (!isRefused) return explainLocalFailure(localReason(failure));
	return explainSignIn(readMsalRefusal(failure, network), client);
}

/** Returns the code of Node.js or MSAL, or the kind of error. Its message may contain paths and values. */
function localReason(failure: unknown): string {
	const { code, errorCode } = isRecord(failure) ? failure : {};
	const name = failure instanceof Error ? failure.name : undefined;
	return wordOf(code) ?? wordOf(errorCode) ?? wordOf(name) ?? 'unknown';
}

/**
 * MSAL's `ServerError` has the AADSTS number in `errorNo` and Entra ID's description in its message. Other MSAL errors have
 * only a code.
 */
function readMsalRefusal(failure: unknown, { clockOffsetMs }: MsalNetwork): SignInRefusal {
	const { errorNo, errorCode, correlationId } = isRecord(failure) ? failure : {};
	const homeCloud = findHomeCloud(failure instanceof Error ? failure.message : '');
	return {
		...(clockOffsetMs === undefined ? {} : { clockOffsetMs }),
		...(homeCloud === undefined ? {} : { homeCloud }),
		number: wordOf(errorNo),
		code: wordOf(errorCode) ?? 'no code',
		correlationId: wordOf(correlationId),
	};
}

/** Codes and IDs are single words. Anything else, such as a token, is not shown. */
function wordOf(value: unknown): string | undefined {
	if (typeof value === 'number') return String(value);
	const isWord = typeof value === 'string' && /^[\w.-]{1,64}$/.test(value);
	return isWord && withoutTokens(value) === value ? value : undefined;
}
