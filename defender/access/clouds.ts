/** The two APIs that Defender XDR can be reached through. */
export type Api = 'graph' | 'legacy';

/** Where one API is called, and for which resource its tokens are issued. */
export interface ApiAddress {
	readonly apiOrigin: string;
	readonly audience: string;
}

/** Addresses of one of Microsoft's clouds. */
export interface Cloud {
	/** As the credentials show it. */
	readonly label: string;
	readonly loginOrigin: string;
	readonly portalOrigin: string;
	readonly apis: Readonly<Record<Api, ApiAddress>>;
}

/** A cloud of Microsoft's in which Defender XDR has an API. */
export type CloudName = 'global' | 'gcc' | 'gccHigh' | 'dod';

const graphAt = (origin: string): ApiAddress => ({ apiOrigin: origin, audience: origin });

/**
 * Microsoft documents that tokens stay for this resource whichever host is called; it documents no other one for the
 * government's hosts, whose audience is therefore unconfirmed.
 */
const legacyAt = (origin: string): ApiAddress => ({
	apiOrigin: origin,
	audience: 'https://api.security.microsoft.com',
});

/**
 * The only table of hosts (reference: Graph "National cloud deployments", Entra "National clouds", Defender XDR "supported
 * APIs" and "US government"). China is absent because neither API exists there. GCC signs in and calls Graph in the
 * worldwide cloud; only its Defender host is a government's.
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
