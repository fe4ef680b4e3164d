/** Where one credential signs in and calls, worked out once from its fields by `connection.ts`. */
export interface Endpoint {
	readonly api: 'graph' | 'legacy';
	readonly cloud: 'global' | 'custom';
	readonly context: 'application' | 'user';
	/** Origin of Entra ID's token endpoint, e.g. `https://login.microsoftonline.com`. */
	readonly loginOrigin: string;
	/** GUID or verified domain. */
	readonly tenantId: string;
	/** The only origin to which the token may be sent. */
	readonly apiOrigin: string;
	/** Resource for which the token is issued, e.g. `https://graph.microsoft.com`. */
	readonly audience: string;
	readonly scopes: readonly string[];
	readonly portalOrigin: string;
}
