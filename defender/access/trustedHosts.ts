import { clouds } from './clouds';

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** Regional hosts of the older API, and hosts that Microsoft may add, such as `api-eu.security.microsoft.com`. */
const DEFENDER_HOST = /^[a-z0-9-]+\.security\.microsoft\.(?:com|us)$/;

const LOGINS = new Set(Object.values(clouds).map(({ loginOrigin }) => loginOrigin));
const APIS = new Set(
	Object.values(clouds).flatMap(({ apis }) => Object.values(apis).map((api) => api.apiOrigin)),
);

/** Whether a host name in the form of `URL` is this computer. */
export function isLoopback(hostname: string): boolean {
	return LOOPBACK.test(hostname);
}

/** Whether a client secret or a refresh token may be sent to this origin: Microsoft's sign-in hosts and this computer. */
export function canReceiveSecret(loginOrigin: string): boolean {
	return LOGINS.has(loginOrigin) || isLoopback(new URL(loginOrigin).hostname);
}

/**
 * Whether a token for this audience may be sent to this origin. Microsoft's API hosts and this computer may receive any token.
 * Another host may receive only a token issued for it, because it could use a token for Microsoft's APIs.
 */
export function canReceiveToken(apiOrigin: string, audience: string): boolean {
	const { protocol, hostname, port } = new URL(apiOrigin);
	if (isLoopback(hostname) || APIS.has(apiOrigin)) return true;
	if (protocol === 'https:' && port === '' && DEFENDER_HOST.test(hostname)) return true;
	return audience.startsWith('api://') || originOf(audience) === apiOrigin;
}

function originOf(address: string): string | undefined {
	return URL.canParse(address) ? new URL(address).origin : undefined;
}
