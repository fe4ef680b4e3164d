import type { Api, CloudName } from './clouds';

/** What an administrator permits n8n to do: read incidents, read and change them, or run hunting queries. */
export type PermissionLevel = 'read' | 'respond' | 'hunt';

/** Name of the smallest permission for each level. */
export type PermissionNames = Readonly<Record<PermissionLevel, string>>;

/** The hosts and tenant of one credential, derived once from its fields by `credential.ts`. */
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
	/** Scopes that a sign-in requests: the whole resource for an application, single permissions for a user. */
	readonly scopes: readonly string[];
	readonly portalOrigin: string;
}
