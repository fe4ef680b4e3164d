import { createHash } from 'crypto';
import { invalidInput } from '../core/errors';
import { redactionFor, type Redaction } from '../core/redaction';
import * as say from './sentences/accessText';
import { checkedProof, digestOf, pastedProof, type AppProof } from './clientCredential';
import { clouds, isApi, isCloudName, type Api } from './clouds';
import type { Endpoint } from './endpoint';
import { isGuid, textOf, type Fields } from './fields';
import { protectedApis } from './permissions';
import { refuseExposedSecret, secretsOf } from './exposedSecret';
import type { SignInFacts } from './signInRefusals';
import { isLoopback, canReceiveSecret, canReceiveToken } from './trustedHosts';

/** Who signs in where. */
export interface AppIdentity {
	readonly endpoint: Endpoint;
	readonly clientId: string;
	/** Fingerprint of everything the token depends on (hard-parts §1.1): a token is only used for the fields it was minted for. */
	readonly tokenFor: string;
}

/** An application's own access: who signs in where, and with what. Holds the proof; never leaves `access` and the credential. */
export interface AppAccess extends AppIdentity {
	readonly proof: AppProof;
}

const DOMAIN = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/i;

/**
 * Reads the fields of `defenderXdrAppOAuth2Api` as they stand in the credential. The proof is not looked at: a token
 * minted for the same fields says that it was good.
 * @throws DefenderError `invalidInput` naming the field, when one is missing or cannot be right
 */
export function readAppIdentity(fields: Fields): AppIdentity {
	const endpoint = readEndpoint(fields, 'application');
	const clientId = textOf(fields, 'clientId');
	if (!isGuid(clientId)) throw invalidInput('clientId', say.badClientId());
	return { endpoint, clientId, tokenFor: fingerprint(endpoint, clientId, digestOf(pastedProof(fields))) };
}

/**
 * The same with the proof, checked as far as can be without asking Entra ID.
 * @param now Unix time in milliseconds, with which a certificate's validity is compared
 * @throws DefenderError `invalidInput` naming the field
 */
export function readAppAccess(fields: Fields, now: number): AppAccess {
	return { ...readAppIdentity(fields), proof: checkedProof(pastedProof(fields), now) };
}

/**
 * The endpoint a credential names; ids are trimmed, as pasted text often carries blanks.
 * @throws DefenderError `invalidInput` naming the field, and what does exist instead
 */
export function readEndpoint(fields: Fields, context: Endpoint['context']): Endpoint {
	refuseExposedSecret(fields);
	const tenantId = textOf(fields, 'tenantId').toLowerCase();
	if (!isGuid(tenantId) && !DOMAIN.test(tenantId))
		throw invalidInput('tenantId', say.badTenantId(tenantId, context));
	const api = textOf(fields, 'api') || 'graph';
	if (!isApi(api)) throw invalidInput('api', say.unknownApi(api));
	const { audience, ...hosts } = readHosts(fields, api);
	refuseForeignHosts(fields, context, { audience, ...hosts });
	const scopes =
		context === 'application' ? [`${audience}/.default`] : userScopes(api, audience, readTrust(fields));
	return { api, context, tenantId, audience, ...hosts, scopes };
}

/** Who calls where, with what a refused sign-in is explained. Shows no secret. */
export interface Caller extends SignInFacts {
	readonly endpoint: Endpoint;
	/** Knows the secrets that the credential holds when the node starts. */
	readonly redaction: Redaction;
}

export function readCaller(fields: Fields, endpoint: Endpoint): Caller {
	return {
		endpoint,
		clientId: textOf(fields, 'clientId'),
		secretLooksLikeId: isGuid(textOf(fields, 'clientSecret')),
		redaction: redactionFor(secretsOf(fields)),
	};
}

/**
 * Tells callers apart whose calls may share nothing: another tenant, app, key or host is another caller. A signed-in user
 * is told apart by the endpoint and the app, since a credential holds one sign-in.
 * @throws DefenderError `invalidInput`
 */
export function callerIdentity(fields: Fields, context: Endpoint['context']): string {
	const proof = context === 'application' ? digestOf(pastedProof(fields)) : '';
	return fingerprint(readEndpoint(fields, context), textOf(fields, 'clientId'), proof);
}

type Hosts = Pick<Endpoint, 'cloud' | 'loginOrigin' | 'apiOrigin' | 'audience' | 'portalOrigin'>;

function readHosts(fields: Fields, api: Api): Hosts {
	const cloud = textOf(fields, 'cloud') || 'global';
	if (cloud === 'custom') return customHosts(fields);
	if (!isCloudName(cloud)) {
		const known = Object.values(clouds).map(({ label }) => label);
		throw invalidInput('cloud', say.unknownCloud(cloud, known));
	}
	const { loginOrigin, portalOrigin, apis } = clouds[cloud];
	return { cloud, loginOrigin, portalOrigin, ...apis[api] };
}

function customHosts(fields: Fields): Hosts {
	const audience = textOf(fields, 'audience').replace(/(?<!\/)\/+$/, '');
	if (!/^(?:https|api):\/\/[^\s/]\S*$/.test(audience))
		throw invalidInput('audience', say.badAudience(audience));
	return {
		cloud: 'custom',
		loginOrigin: originOf(fields, 'loginUrl', 'Login URL'),
		apiOrigin: originOf(fields, 'apiUrl', 'API URL'),
		audience,
		portalOrigin: clouds.global.portalOrigin,
	};
}

/**
 * Whoever may edit a credential could otherwise have its secret or a token sent to a host of their own. A user's sign-in has
 * no certificate, and its renewals carry a refresh token.
 * @throws DefenderError `invalidInput` naming the field
 */
function refuseForeignHosts(fields: Fields, context: Endpoint['context'], hosts: Hosts): void {
	const { loginOrigin, apiOrigin, audience } = hosts;
	const signs = context === 'application' && textOf(fields, 'clientAuthentication') === 'certificate';
	if (!signs && !canReceiveSecret(loginOrigin))
		throw invalidInput('loginUrl', say.secretToForeignLogin(loginOrigin, context));
	if (!canReceiveToken(apiOrigin, audience))
		throw invalidInput('apiUrl', say.tokenToForeignApi(audience, apiOrigin));
}

/** How much a signed-in user entrusts to the credential besides hunting. @throws DefenderError `invalidInput` */
function readTrust(fields: Fields): 'read' | 'respond' {
	const trust = textOf(fields, 'permissions') || 'read';
	if (trust === 'read' || trust === 'respond') return trust;
	throw invalidInput('permissions', say.unknownPermissionLevel(trust));
}

/** `offline_access` brings the refresh token, without which the user would have to sign in every hour. */
function userScopes(api: Api, audience: string, trust: 'read' | 'respond'): readonly string[] {
	const { [trust]: incidents, hunt } = protectedApis[api].permissions.user;
	return [`${audience}/${incidents.name}`, `${audience}/${hunt.name}`, 'offline_access'];
}

function originOf(fields: Fields, name: 'loginUrl' | 'apiUrl', label: string): string {
	const text = textOf(fields, name);
	let url: URL;
	try {
		url = new URL(text);
	} catch {
		throw invalidInput(name, say.badUrl(label, text));
	}
	const secure = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
	if (!secure) throw invalidInput(name, say.insecureUrl(label));
	const bare =
		url.pathname === '/' &&
		url.search === '' &&
		url.hash === '' &&
		url.username === '' &&
		url.password === '';
	if (!bare) throw invalidInput(name, say.urlWithPath(label, url.origin));
	return url.origin;
}

function fingerprint(endpoint: Endpoint, clientId: string, proof: string): string {
	const { api, cloud, loginOrigin, apiOrigin, audience, tenantId } = endpoint;
	const parts = [api, cloud, loginOrigin, apiOrigin, audience, tenantId, clientId.toLowerCase(), proof];
	return createHash('sha256').update(JSON.stringify(parts), 'utf8').digest('hex');
}
