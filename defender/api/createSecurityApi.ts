import type { Endpoint, PermissionNames } from '../access/endpoint';
import { GraphSecurityApi, graphCapabilities } from './graph';
import type { HttpClient } from './http';
import { LegacySecurityApi, legacyCapabilities } from './legacy';
import type { Capabilities, SecurityApi } from './securityApi';

/** What the endpoint's API can do, known before any call: calls are paced by it. */
export function capabilitiesOf({ api }: Endpoint): Capabilities {
	return api === 'graph' ? graphCapabilities : legacyCapabilities;
}

/** The one place that chooses between the APIs; from here on everybody asks their capabilities. */
export function createSecurityApi(
	caller: HttpClient,
	endpoint: Endpoint,
	permissions: PermissionNames,
): SecurityApi {
	return endpoint.api === 'graph'
		? new GraphSecurityApi(caller, endpoint.apiOrigin, permissions)
		: new LegacySecurityApi(caller, endpoint, permissions);
}
