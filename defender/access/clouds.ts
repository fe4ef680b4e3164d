/** The two APIs of Defender XDR. */
export type Api = 'graph' | 'legacy';

/** Origin of an API, and the resource for which its tokens are issued. */
export interface ApiAddress {
	readonly apiOrigin: string;
	readonly audience: string;
}

/** Hosts of one of Microsoft's clouds. */
export interface Cloud {
	/** Name in the credential form. */
	readonly label: string;
	readonly loginOrigin: string;
	readonly portalOrigin: string;
	readonly apis: Readonly<Record<Api, ApiAddress>>;
}

/** A Microsoft cloud in which Defender XDR has an API. */
export type CloudName = 'global' | 'gcc' | 'gccHigh' | 'dod';

const graphAt = (origin: string): ApiAddress => ({ apiOrigin: origin, audience: origin });

/**
 * Microsoft documents this resource for all hosts of the older API. It documents no other one for the government's hosts,
 * so their audience is unconfirmed.
 * @see https://learn.microsoft.com/defender-xdr/api-hello-world
 */
const legacyAt = (origin: string): ApiAddress => ({
	apiOrigin: origin,
	audience: 'https://api.security.microsoft.com',
});

/**
 * The only table of hosts. China is absent because it has neither API. GCC signs in and uses Graph in the worldwide cloud;
 * only its Defender host belongs to the government.
 * @see https://learn.microsoft.com/graph/deployments
 * @see https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud
 * @see https://learn.microsoft.com/defender-xdr/usgov
 */
export const clouds: Readonly<Record<CloudName, Cloud>> = {
	global: {
		label: 'Global',
		loginOrigin: 'https://login.microsoftonline.com',
		portalOrigin: 'https://security.microsoft.com',
		apis: {
			graph: graphAt('https://graph.microsoft.com'),
			legacy: legacyAt('https://api.security.microsoft.com'),
		},
	},
	gcc: {
		label: 'US GCC',
		loginOrigin: 'https://login.microsoftonline.com',
		portalOrigin: 'https://security.microsoft.com',
		apis: {
			graph: graphAt('https://graph.microsoft.com'),
			legacy: legacyAt('https://api-gcc.security.microsoft.us'),
		},
	},
	gccHigh: {
		label: 'US GCC High',
		loginOrigin: 'https://login.microsoftonline.us',
		portalOrigin: 'https://security.microsoft.us',
		apis: {
			graph: graphAt('https://graph.microsoft.us'),
			legacy: legacyAt('https://api-gov.security.microsoft.us'),
		},
	},
	dod: {
		label: 'US DoD',
		loginOrigin: 'https://login.microsoftonline.us',
		portalOrigin: 'https://security.apps.mil',
		apis: {
			graph: graphAt('https://dod-graph.microsoft.us'),
			legacy: legacyAt('https://api-gov.security.microsoft.us'),
		},
	},
};

export function isCloudName(name: string): name is CloudName {
	return Object.keys(clouds).includes(name);
}

export function isApi(name: string): name is Api {
	return name === 'graph' || name === 'legacy';
}

/**
 * Returns the URL at which an administrator consents to all permissions of the app registration. Users enter both IDs, so
 * they are encoded.
 * @see https://learn.microsoft.com/entra/identity/enterprise-apps/grant-admin-consent
 */
export function adminConsentUrl(
	{ loginOrigin, tenantId }: { readonly loginOrigin: string; readonly tenantId: string },
	clientId: string,
): string {
	return `${loginOrigin}/${encodeURIComponent(tenantId)}/adminconsent?client_id=${encodeURIComponent(clientId)}`;
}
