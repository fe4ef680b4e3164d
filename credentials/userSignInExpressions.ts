import { clouds, type Api, type CloudName } from '../defender/access/clouds';
import { protectedApis } from '../defender/access/permissions';

/*
 * n8n's OAuth2 reads addresses and scope from hidden fields, whose defaults are expressions over the other fields of the
 * credential. They are made from the tables here. Each holds index tables one level deep, since the characters `}}` would
 * end an expression; a field that the form hides is absent, hence `|| ""`.
 */

/** Hosts that cannot exist (RFC 2606), so that a wrong choice sends nothing to anyone and says what is wrong. */
const UNKNOWN_CLOUD = 'https://unknown-cloud.invalid';
const LOGIN_URL_REFUSED = 'https://login-url-must-be-a-microsoft-host.invalid';

/**
 * Matches Microsoft's login hosts and this computer, which are what `readEndpoint` accepts for a user. Short, because it is
 * part of an expression. n8n sends the client secret and the refresh token there.
 */
const LOGIN_HOSTS = [...new Set(Object.values(clouds).map(({ loginOrigin }) => new URL(loginOrigin).host))]
	.map((host) => host.replace(/\./g, '\\.'))
	.join('|');
const LOGIN_URL = `/^(https:\\/\\/(${LOGIN_HOSTS})|https?:\\/\\/(localhost|127\\.[0-9.]+|\\[::1\\])(:[0-9]+)?)\\/?$/i`;

const field = (name: string) => `($self["${name}"] || "")`;
const pasted = (name: string) => `${field(name)}.trim()`;
const chosen = (name: string, fallback: string) => `($self["${name}"] || "${fallback}")`;

const API = chosen('api', 'graph');
const CLOUD = chosen('cloud', 'global');
const TRUST = chosen('permissions', 'read');

/** Looks a text up in an index table; the mark before each key keeps names that every object has from being found. */
const lookUp = (table: Readonly<Record<string, string>>, key: string, fallback: string) => {
	const marked = Object.keys(table).map((name) => [`#${name}`, table[name]]);
	return `(${JSON.stringify(Object.fromEntries(marked))}["#" + ${key}] || "${fallback}")`;
};

const byCloud = (value: (name: CloudName) => string) => ({
	global: value('global'),
	gcc: value('gcc'),
	gccHigh: value('gccHigh'),
	dod: value('dod'),
});

const custom = `(${LOGIN_URL}.test(${pasted('loginUrl')}) ? ${pasted('loginUrl')}.replace(/\\/$/, "") : "${LOGIN_URL_REFUSED}")`;
const microsofts = lookUp(
	byCloud((name) => clouds[name].loginOrigin),
	CLOUD,
	UNKNOWN_CLOUD,
);
const login = `(${CLOUD} === "custom" ? ${custom} : ${microsofts})`;

const audienceOf = (api: Api) =>
	lookUp(
		byCloud((name) => clouds[name].apis[api].audience),
		CLOUD,
		UNKNOWN_CLOUD,
	);
const ownAudience = `${pasted('audience')}.replace(/(?<!\\/)\\/+$/, "")`;
const microsoftsAudience = `(${API} === "legacy" ? ${audienceOf('legacy')} : ${audienceOf('graph')})`;
const audience = `(${CLOUD} === "custom" ? ${ownAudience} : ${microsoftsAudience})`;

/** Delegated permissions by API and trust level; an unknown choice asks for nothing that exists. */
const delegated = (api: Api) => protectedApis[api].permissions.user;
const incidents = lookUp(
	{
		'graph/read': delegated('graph').read.name,
		'graph/respond': delegated('graph').respond.name,
		'legacy/read': delegated('legacy').read.name,
		'legacy/respond': delegated('legacy').respond.name,
	},
	`${API} + "/" + ${TRUST}`,
	'unknown-permissions',
);
const hunting = lookUp(
	{
		'graph/read': delegated('graph').hunt.name,
		'graph/respond': delegated('graph').hunt.name,
		'legacy/read': delegated('legacy').hunt.name,
		'legacy/respond': delegated('legacy').hunt.name,
	},
	`${API} + "/" + ${TRUST}`,
	'unknown-permissions',
);

const endpoint = (name: 'authorize' | 'token') =>
	`={{ ${login} + "/" + encodeURIComponent(${pasted('tenantId')}) + "/oauth2/v2.0/${name}" }}`;

/** Where the user's browser is sent. */
export const authorizeUrlExpression = endpoint('authorize');

/** Where n8n exchanges the code and renews the token. */
export const tokenUrlExpression = endpoint('token');

/** What the user consents to; `offline_access` brings the refresh token. */
export const scopeExpression = `={{ ${audience} + "/" + ${incidents} + " " + ${audience} + "/" + ${hunting} + " offline_access" }}`;
