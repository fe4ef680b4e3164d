import type { Api, CloudName } from './clouds';

/** Where one credential signs in and calls, worked out once from its fields by `connection.ts`. */
export interface Endpoint {
	readonly api: Api;
	readonly cloud: CloudName | 'custom';
	readonly context: 'application' | 'user';
	/** Origin of Entra ID's token endpoint, e.g. `https://login.microsoftonline.com`. */
	readonly loginOrigin: string;
	/** GUID or verified domain. */
	readonly tenantId: string;
	/** The only origin to which the token may be sent. */
	readonly apiOrigin: string;
	/** Resource for which the token is issued, e.g. `https://graph.microsoft.com`. */
	readonly audience: string;
	/** What is asked for at sign-in: the whole resource for an application, single permissions for a user. */
	readonly scopes: readonly string[];
	readonly portalOrigin: string;
}
