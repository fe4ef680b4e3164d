import type * as Msal from '@azure/msal-node';
import { withoutTokens } from '../core/redaction';
import { explainLocalFailure } from './sentences/localSignInText';
import { isSecretLikeId, type AppProof } from './clientCredential';
import type { AppAccess } from './credential';
import { explainTokenRequestFailure } from './tokenRequestFailure';
import { recordOf } from './fields';
import { MsalNetwork } from './msalNetwork';
import { findHomeCloud, explainSignIn } from './explainSignIn';
import { SHARED_MS, shareSignIn, type SignInResult } from './signInCache';
import type { SendRequest } from './sendRequest';
import type { SignInRefusal } from './signInRefusals';

/** A throttled sign-in is not asked for again until Entra ID's time has come, within this bound in milliseconds. */
const LONGEST_REST_MS = 60_000;

/** MSAL accepts https authorities only, so a loopback login URL is named by this one; its endpoints carry the true origin. */
const STAND_IN_ORIGIN = 'https://login.loopback.invalid';

/**
 * An access token for the application, from MSAL. Calls for the same fields share one request to Entra ID while it runs
 * and for a few seconds after, unless the token they would get is the one just refused (`refused`). A refusal is shared
 * likewise; that nobody answered is not.
 * @throws Error with a sentence for the user and nothing else in it, since n8n shows it word for word and would act on
 *   any status it found (hard-parts §1.6)
 */
export async function getAppToken(
	access: AppAccess,
	refused: string,
	send: SendRequest,
	now: () => number,
): Promise<string> {
	const ask = async () => await requestToken(access, send, now);
	const answer = await shareSignIn(access.tokenFor, refused, now, ask);
	if ('sentence' in answer) throw new Error(answer.sentence);
	return answer.accessToken;
}

/** MSAL as `gulp` bundles it; loaded when a token is minted, since most executions find one stored. */
async function loadMsal(): Promise<Pick<typeof Msal, 'ConfidentialClientApplication'>> {
	return await import('./msalBundle');
}

async function requestToken(access: AppAccess, send: SendRequest, now: () => number): Promise<SignInResult> {
	const { loginOrigin, tenantId, scopes } = access.endpoint;
	const origin = loginOrigin.startsWith('https:') ? loginOrigin : STAND_IN_ORIGIN;
	const network = new MsalNetwork(send, now);
	try {
		const { ConfidentialClientApplication } = await loadMsal();
		const client = new ConfidentialClientApplication({
			auth: {
				clientId: access.clientId,
				...credentialOf(access.proof),
				authority: `${origin}/${tenantId}`,
				knownAuthorities: [new URL(origin).host],
				authorityMetadata: authorityMetadata(loginOrigin, tenantId),
			},
			system: { networkClient: network },
		});
		const result = await client.acquireTokenByClientCredential({ scopes: [...scopes], skipCache: true });
		if (result === null || result.accessToken === '') throw new Error('no token in the answer');
		return { accessToken: result.accessToken };
	} catch (failure) {
		return { sentence: sentenceOf(failure, network, access, now()), forMs: restAfter(network) };
	}
}

/** Milliseconds for which Entra ID would answer the same; 0 unless it refused. */
function restAfter({ requestFailure: silence, isRefused: refused }: MsalNetwork): number {
	if (silence?.kind === 'throttled') return Math.min(silence.afterMs ?? SHARED_MS, LONGEST_REST_MS);
	return refused ? SHARED_MS : 0;
}

/** A certificate's assertion is signed as MSAL does by default: PS256, found by the certificate's SHA-256 thumbprint. */
function credentialOf(proof: AppProof): Pick<Msal.NodeAuthOptions, 'clientSecret' | 'clientCertificate'> {
	if (proof.kind === 'clientSecret') return { clientSecret: proof.clientSecret };
	const { thumbprintSha256, privateKey } = proof;
	return { clientCertificate: { thumbprintSha256, privateKey } };
}

/**
 * Given to MSAL so that it makes no discovery call: the endpoints of Entra ID's v2.0 protocol are fixed. MSAL posts to
 * this token endpoint and names it in an assertion's `aud`, which Entra ID compares to its own address.
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

function sentenceOf(failure: unknown, network: MsalNetwork, access: AppAccess, now: number): string {
	const { endpoint, clientId } = access;
	if (network.requestFailure !== undefined)
		return explainTokenRequestFailure(network.requestFailure, endpoint.loginOrigin, now);
	if (!network.isRefused) return explainLocalFailure(localReason(failure));
	return explainSignIn(refusalOf(failure, network), {
		endpoint,
		clientId,
		secretLooksLikeId: isSecretLikeId(access.proof),
	});
}

/** The code of Node.js or MSAL, or the kind of error; its message may name paths and values. */
function localReason(failure: unknown): string {
	const { code, errorCode } = recordOf(failure);
	return (
		textOf(code) ?? textOf(errorCode) ?? textOf(failure instanceof Error ? failure.name : '') ?? 'unknown'
	);
}

/**
 * MSAL's `ServerError` carries the AADSTS number in `errorNo` and Entra ID's description in its message; other MSAL errors
 * carry a code alone.
 */
function refusalOf(failure: unknown, { clockOffsetMs: clockOffsetMs }: MsalNetwork): SignInRefusal {
	const fields = typeof failure === 'object' && failure !== null ? failure : {};
	const homeCloud = findHomeCloud(failure instanceof Error ? failure.message : '');
	return {
		...(clockOffsetMs === undefined ? {} : { clockOffsetMs: clockOffsetMs }),
		...(homeCloud === undefined ? {} : { homeCloud }),
		number: 'errorNo' in fields ? textOf(fields.errorNo) : undefined,
		code: ('errorCode' in fields ? textOf(fields.errorCode) : undefined) ?? 'no code',
		correlationId: 'correlationId' in fields ? textOf(fields.correlationId) : undefined,
	};
}

/** Codes and ids are words; anything else in their place is not shown, nor is a token. */
function textOf(value: unknown): string | undefined {
	if (typeof value === 'number') return String(value);
	return typeof value === 'string' && /^[\w.-]{1,64}$/.test(value) && withoutTokens(value) === value
		? value
		: undefined;
}
