import { clouds, type Api, type CloudName } from '../defender/access/clouds';
import { protectedApis } from '../defender/access/permissions';

/*
 * n8n's OAuth2 reads URLs and scope from hidden fields, whose defaults are expressions over the other fields of the credential.
 * The tables of `defender/access` generate them. Tables inside an expression are one level deep, because the characters `}}`
 * would end it. A field that the form hides is absent, hence `|| ""`.
 */

/** Hosts that cannot exist (RFC 2606). A wrong choice therefore sends nothing, and the host's name explains it. */
const UNKNOWN_CLOUD = 'https://unknown-cloud.invalid';
const LOGIN_URL_REFUSED = 'https://login-url-must-be-a-microsoft-host.invalid';

/**
 * Matches Microsoft's login hosts and this computer, as `readEndpoint` does for a user. n8n sends the client secret and the
 * refresh token to this host. The pattern is short because it is part of an expression.
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
const LEVEL = chosen('permissions', 'read');

/** Looks up a text in a table. The prefix of each key excludes names that every object has, such as `toString`. */
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

/** Delegated permissions by API and level. An unknown choice requests a permission that does not exist. */
const delegated = (api: Api) => protectedApis[api].permissions.user;
const incidents = lookUp(
	{
		'graph/read': delegated('graph').read.name,
		'graph/respond': delegated('graph').respond.name,
		'legacy/read': delegated('legacy').read.name,
		'legacy/respond': delegated('legacy').respond.name,
	},
	`${API} + "/" + ${LEVEL}`,
	'unknown-permissions',
);
const hunting = lookUp(
	{
		'graph/read': delegated('graph').hunt.name,
		'graph/respond': delegated('graph').hunt.name,
		'legacy/read': delegated('legacy').hunt.name,
		'legacy/respond': delegated('legacy').hunt.name,
	},
	`${API} + "/" + ${LEVEL}`,
	'unknown-permissions',
);

const endpoint = (name: 'authorize' | 'token') =>
	`={{ ${login} + "/" + encodeURIComponent(${pasted('tenantId')}) + "/oauth2/v2.0/${name}" }}`;

/** URL that the user's browser opens. */
export const authorizeUrlExpression = endpoint('authorize');

/** URL at which n8n exchanges the code and renews the token. */
export const tokenUrlExpression = endpoint('token');

/** Scopes to which the user consents. `offline_access` returns the refresh token. */
export const scopeExpression = `={{ ${audience} + "/" + ${incidents} + " " + ${audience} + "/" + ${hunting} + " offline_access" }}`;
