import type { Endpoint } from './endpoint';

/**
 * Address at which an administrator consents to everything the app registration asks for (reference: "Grant tenant-wide
 * admin consent to an application"). Both ids come from people's hands, hence the encoding.
 */
export function adminConsentUrl(
	{ loginOrigin, tenantId }: Pick<Endpoint, 'loginOrigin' | 'tenantId'>,
	clientId: string,
): string {
	return `${loginOrigin}/${encodeURIComponent(tenantId)}/adminconsent?client_id=${encodeURIComponent(clientId)}`;
}
