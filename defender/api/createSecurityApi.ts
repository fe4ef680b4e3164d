import type { Endpoint, PermissionNames } from '../access/endpoint';
import { GraphSecurityApi, graphCapabilities } from './graph';
import type { HttpClient } from './http';
import { LegacySecurityApi, legacyCapabilities } from './legacy';
import type { Capabilities, SecurityApi } from './securityApi';

/** Returns the capabilities of the endpoint's API, which set the pace of its requests. */
export function capabilitiesOf({ api }: Endpoint): Capabilities {
	return api === 'graph' ? graphCapabilities : legacyCapabilities;
}

/** Creates the API of the endpoint. All other code asks the API's capabilities instead of its name. */
export function createSecurityApi(
	client: HttpClient,
	endpoint: Endpoint,
	permissions: PermissionNames,
): SecurityApi {
	return endpoint.api === 'graph'
		? new GraphSecurityApi(client, endpoint.apiOrigin, permissions)
		: new LegacySecurityApi(client, endpoint, permissions);
}
