import { invalidInput } from '../core/errors';
import { isGuid } from '../core/isGuid';
import { clouds, isApi, isCloudName, type Api } from './clouds';
import type { Endpoint } from './endpoint';
import { permissionNames } from './permissions';
import * as say from './sentences/accessText';
import { canReceiveSecret, canReceiveToken, isLoopback } from './trustedHosts';

/** Texts of the fields from which an endpoint is read; '' for an absent field. */
export interface EndpointTexts {
	readonly api: string;
	readonly cloud: string;
	readonly tenantId: string;
	readonly loginUrl: string;
	readonly apiUrl: string;
	readonly audience: string;
	readonly clientAuthentication: string;
}

const DOMAIN = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/i;

/**
 * Derives the hosts and scopes of a credential.
 * @param level level that a user's sign-in requests in addition to hunting
 * @throws DefenderError `invalidInput` that names the field and lists the valid choices
 */
export function readEndpoint(
	texts: EndpointTexts,
	context: Endpoint['context'],
	level: 'read' | 'respond',
): Endpoint {
	const tenantId = texts.tenantId.toLowerCase();
	if (!isGuid(tenantId) && !DOMAIN.test(tenantId))
		throw invalidInput('tenantId', say.badTenantId(tenantId, context));
	const api = texts.api || 'graph';
	if (!isApi(api)) throw invalidInput('api', say.unknownApi(api));
	const hosts = readHosts(texts, api);
	refuseForeignHosts(texts, context, hosts);
	const { audience } = hosts;
	const scopes =
		context === 'application' ? [`${audience}/.default`] : userScopes({ api, context }, audience, level);
	return { api, context, tenantId, ...hosts, scopes };
}

type Hosts = Pick<Endpoint, 'cloud' | 'loginOrigin' | 'apiOrigin' | 'audience' | 'portalOrigin'>;

function readHosts(texts: EndpointTexts, api: Api): Hosts {
	const cloud = texts.cloud || 'global';
	if (cloud === 'custom') return readCustomHosts(texts);
	if (!isCloudName(cloud)) {
		const known = Object.values(clouds).map(({ label }) => label);
		throw invalidInput('cloud', say.unknownCloud(cloud, known));
	}
	const { loginOrigin, portalOrigin, apis } = clouds[cloud];
	return { cloud, loginOrigin, portalOrigin, ...apis[api] };
}

function readCustomHosts(texts: EndpointTexts): Hosts {
	const audience = texts.audience.replace(/(?<!\/)\/+$/, '');
	if (!/^(?:https|api):\/\/[^\s/]\S*$/.test(audience))
		throw invalidInput('audience', say.badAudience(audience));
	return {
		cloud: 'custom',
		loginOrigin: readOrigin(texts, 'loginUrl', 'Login URL'),
		apiOrigin: readOrigin(texts, 'apiUrl', 'API URL'),
		audience,
		portalOrigin: clouds.global.portalOrigin,
	};
}

/**
 * Prevents a person who may edit a credential from sending its secret or token to a host of their own. A user's sign-in has
 * no certificate, and its renewals contain a refresh token.
 * @throws DefenderError `invalidInput` that names the field
 */
function refuseForeignHosts(texts: EndpointTexts, context: Endpoint['context'], hosts: Hosts): void {
	const { loginOrigin, apiOrigin, audience } = hosts;
	const sendsAssertion = context === 'application' && texts.clientAuthentication === 'certificate';
	if (!sendsAssertion && !canReceiveSecret(loginOrigin))
		throw invalidInput('loginUrl', say.secretToForeignLogin(loginOrigin, context));
	if (!canReceiveToken(apiOrigin, audience))
		throw invalidInput('apiUrl', say.tokenToForeignApi(audience, apiOrigin));
}

/** `offline_access` returns the refresh token. Without it, the user would have to sign in every hour. */
function userScopes(
	signer: Pick<Endpoint, 'api' | 'context'>,
	audience: string,
	level: 'read' | 'respond',
): readonly string[] {
	const { [level]: incidents, hunt } = permissionNames(signer);
	return [`${audience}/${incidents}`, `${audience}/${hunt}`, 'offline_access'];
}

function readOrigin(texts: EndpointTexts, name: 'loginUrl' | 'apiUrl', label: string): string {
	const text = texts[name];
	if (!URL.canParse(text)) throw invalidInput(name, say.badUrl(label, text));
	const url = new URL(text);
	const isSecure = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
	if (!isSecure) throw invalidInput(name, say.insecureUrl(label));
	const { pathname, search, hash, username, password } = url;
	if (pathname !== '/' || [search, hash, username, password].some((part) => part !== ''))
		throw invalidInput(name, say.urlWithPath(label, url.origin));
	return url.origin;
}
