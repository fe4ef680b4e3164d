import type { Endpoint, PermissionNames } from '../access/endpoint';
import { GraphSecurityApi, graphCapabilities } from './graph';
import type { HttpCaller } from './http';
import { OlderSecurityApi, olderCapabilities } from './legacy';
import type { Capabilities, SecurityApi } from './securityApi';

/** What the endpoint's API can do, known before any call: calls are paced by it. */
export function capabilitiesOf({ api }: Endpoint): Capabilities {
	return api === 'graph' ? graphCapabilities : olderCapabilities;
}

/** The one place that chooses between the APIs; from here on everybody asks their capabilities. */
export function openSecurityApi(
	caller: HttpCaller,
	endpoint: Endpoint,
	permissions: PermissionNames,
): SecurityApi {
	return endpoint.api === 'graph'
		? new GraphSecurityApi(caller, endpoint.apiOrigin, permissions)
		: new OlderSecurityApi(caller, endpoint, permissions);
}
