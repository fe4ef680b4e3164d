import { SIGNS_IN_RARELY } from './accessText';
import { quoted, type Sentence } from '../../core/sentence';

/** Sentences for rejections by Entra ID. A code and a correlation ID follow them, so they end without a full stop. */

export const SECRETS = 'Certificates & secrets in the app registration';

const SHOWN_ONCE = `Microsoft shows the value only once. If it is lost, create a new secret under ${SECRETS}`;

export function wrongSecret(): Sentence {
	return {
		message: 'Microsoft Entra ID rejected the Client Secret',
		description: `Paste the secret's Value, not its Secret ID. ${SHOWN_ONCE}`,
	};
}

export function secretIdForSecret(): Sentence {
	return {
		message: 'Client Secret contains an ID instead of a secret',
		description: `Paste the secret's Value from the column next to the Secret ID. ${SHOWN_ONCE}`,
	};
}

export function expiredSecret(): Sentence {
	return {
		message: 'The Client Secret has expired',
		description: `Create a new secret under ${SECRETS} and paste its value into the credential`,
	};
}

export function noClientCredential(clientId: string): Sentence {
	return {
		message: `The application ${clientId} sent no secret or certificate`,
		description: `Enter the Client Secret in the credential, or create one under ${SECRETS}. An app without a secret works only for signed-in users, with Allow public client flows enabled under Authentication in the app registration`,
	};
}

export function secretOfPublicClient(clientId: string): Sentence {
	return {
		message: `The application ${clientId} is a public client and accepts no secret`,
		description:
			"Clear Client Secret in the credential. Or register n8n's redirect URL under Authentication in the app registration for the Web platform",
	};
}

export function unknownApp(clientId: string, tenantId: string): Sentence {
	return {
		message: `The application ${clientId} does not exist in the tenant ${tenantId}`,
		description:
			'Check the Application (Client) ID and the Directory (Tenant) ID. Check that an administrator of this tenant has consented to the app',
	};
}

export function noServicePrincipal(clientId: string, tenantId: string, consentUrl: string): Sentence {
	return {
		message: `The application ${clientId} has no service principal in the tenant ${tenantId}`,
		description: `Ask an administrator to open ${consentUrl} and accept. Consent creates the service principal, which is missing if a script created the app registration`,
	};
}

export function disabledApp(clientId: string): Sentence {
	return {
		message: `The application ${clientId} is disabled in the tenant`,
		description:
			'Open the application under Enterprise applications in Microsoft Entra ID, and enable sign-in',
	};
}

export function unknownTenant(tenantId: string): Sentence {
	return {
		message: `Microsoft Entra ID found no tenant ${quoted(tenantId)}`,
		description:
			"Check the Directory (Tenant) ID. Also check that Cloud in the credential is the tenant's cloud",
	};
}

export function sharedTenant(tenantId: string): Sentence {
	return {
		message: `The application cannot sign in at ${quoted(tenantId)}`,
		description: 'Enter the Directory (Tenant) ID of the tenant where the app is registered',
	};
}

/** A proxy or a device policy adds a list of allowed tenants to each request. */
export function tenantRestricted(tenantId: string): Sentence {
	return {
		message: `The n8n server's network blocks sign-ins to the tenant ${quoted(tenantId)}`,
		description:
			'Check the Directory (Tenant) ID. If it is right, ask the administrator of the proxy or firewall to allow this tenant. One of them adds tenant restrictions to requests',
	};
}

/** @param cloud entry of the credential's Cloud field, if Entra ID's response identifies it */
export function wrongCloud(tenantId: string, cloud: string | undefined): Sentence {
	return {
		message: `The tenant ${quoted(tenantId)} belongs to a different Microsoft cloud`,
		description:
			cloud === undefined
				? "Choose the tenant's own Cloud in the credential. The portal's address shows it: portal.azure.com is Global or US GCC, portal.azure.us is US GCC High or US DoD"
				: `Choose ${cloud} for Cloud in the credential`,
	};
}

export function unknownResource(audience: string): Sentence {
	return {
		message: `The tenant has no API ${quoted(audience)}`,
		description:
			'Check Cloud and Audience in the credential. If they are right, the API may not be set up in this tenant',
	};
}

export function notSubscribed(audience: string): Sentence {
	return {
		message: `The tenant is not subscribed to the API ${quoted(audience)}`,
		description:
			'Open the Microsoft Defender portal once as an administrator, and check that the tenant has a Defender license',
	};
}

export function disabledApi(audience: string): Sentence {
	return {
		message: `The API ${quoted(audience)} is disabled in the tenant`,
		description:
			"Check that the tenant's subscription is active. Then open the API under Enterprise applications in Microsoft Entra ID, and enable sign-in",
	};
}

export function signInThrottled(): Sentence {
	return {
		message: 'Microsoft Entra ID limits sign-ins of this application or tenant',
		description: `Try again in a few minutes. ${SIGNS_IN_RARELY}`,
	};
}

export function entraBusy(): Sentence {
	return {
		message: 'Microsoft Entra ID is temporarily unavailable',
		description: 'Try again in a few minutes',
	};
}

/** Entra ID logs a user's renewals apart from the sign-ins of service principals. */
const LOGS = {
	application: 'look up the code in the sign-in logs of Microsoft Entra ID (service principal sign-ins)',
	user: 'look up the code in the sign-in logs of Microsoft Entra ID (non-interactive user sign-ins)',
} as const;

/** The application was rejected with an unknown code. */
export function otherClientRefusal(clientId: string, context: 'application' | 'user'): Sentence {
	const secret = context === 'user' ? 'the Client Secret' : 'the secret or certificate';
	return {
		message: `Microsoft Entra ID rejected the application ${clientId}`,
		description: `Check the Application (Client) ID and ${secret} in the credential. If they are right, ${LOGS[context]}`,
	};
}

export function otherRefusal(context: 'application' | 'user'): Sentence {
	return {
		message: 'Microsoft Entra ID rejected the sign-in',
		description:
			context === 'user'
				? `Connect the account again in the credential. If that does not help, ${LOGS.user}`
				: `L${LOGS.application.slice(1)}`,
	};
}
