import { SIGNS_IN_RARELY } from './accessText';
import { quoted, type Sentence } from '../../core/sentence';

/** Sentences for refusals of Entra ID. Number and correlation id follow them, hence no full stop at the end. */

export const SECRETS = 'Certificates & secrets of the app registration';

export function wrongSecret(): Sentence {
	return {
		message: 'Microsoft Entra ID did not accept the Client Secret',
		description:
			"Paste the secret's Value, not its Secret ID; the value is shown only once, so create a new secret under Certificates & secrets if it is lost",
	};
}

export function secretIdForSecret(): Sentence {
	return {
		message: 'The Client Secret field holds an ID instead of a secret',
		description: `What stands there has the form of a Secret ID. Paste the secret's Value from the column next to it; the value is shown only once, so create a new secret under ${SECRETS} if it is lost`,
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
		message: `The application ${clientId} came without a secret or certificate`,
		description: `Enter the Client Secret in the credential; one is created under ${SECRETS}. An app without a secret works for signed-in users only, with Allow public client flows switched on under Authentication of the app registration`,
	};
}

export function secretOfPublicClient(clientId: string): Sentence {
	return {
		message: `The application ${clientId} is registered as a public client, which has no secret`,
		description:
			"Empty the Client Secret, or register n8n's redirect URL under Authentication of the app registration with the platform Web",
	};
}

export function unknownApp(clientId: string, tenantId: string): Sentence {
	return {
		message: `The application ${clientId} is not known in the tenant ${tenantId}`,
		description:
			'Check the Application (Client) ID and the Directory (Tenant) ID, and that an administrator of this tenant has consented to the app',
	};
}

export function noServicePrincipal(clientId: string, tenantId: string, consentUrl: string): Sentence {
	return {
		message: `The application ${clientId} has no service principal in the tenant ${tenantId}`,
		description: `Let an administrator open ${consentUrl} and accept: the consent creates it. An app registration made by a script has none until then`,
	};
}

export function disabledApp(clientId: string): Sentence {
	return {
		message: `The application ${clientId} is switched off in the tenant`,
		description: 'Open Enterprise applications in Microsoft Entra ID and enable sign-in for it',
	};
}

export function unknownTenant(tenantId: string): Sentence {
	return {
		message: `Microsoft Entra ID does not know the tenant ${quoted(tenantId)}`,
		description:
			"Check the Directory (Tenant) ID, and that the credential's cloud is the one the tenant lives in",
	};
}

export function sharedTenant(tenantId: string): Sentence {
	return {
		message: `The application cannot sign in at ${quoted(tenantId)}`,
		description: 'Enter the Directory (Tenant) ID of the one tenant in which the app is registered',
	};
}

/** A proxy or a device's policy names in each request the tenants that may be signed in to. */
export function tenantRestricted(tenantId: string): Sentence {
	return {
		message: `The network of n8n does not allow sign-ins to the tenant ${quoted(tenantId)}`,
		description:
			'Ask the administrator of the proxy or firewall to allow this tenant, because one of them adds tenant restrictions to requests. Check the Directory (Tenant) ID as well',
	};
}

/** `choose`: the entry of the credential's Cloud field that fits, as far as Entra ID's answer tells. */
export function wrongCloud(tenantId: string, choose: string | undefined): Sentence {
	return {
		message: `The tenant ${quoted(tenantId)} lives in another Microsoft cloud`,
		description:
			choose === undefined
				? "Choose the tenant's own cloud in the credential: Entra ID does not name it, but the portal's address does (portal.azure.com is Global or US GCC, portal.azure.us is US GCC High or US DoD)"
				: `Choose ${choose} under Cloud of the credential`,
	};
}

export function unknownResource(audience: string): Sentence {
	return {
		message: `The tenant has no API ${quoted(audience)}`,
		description:
			"Check the credential's cloud and audience; the API may also never have been set up in this tenant",
	};
}

export function notSubscribed(audience: string): Sentence {
	return {
		message: `The tenant is not subscribed to the API ${quoted(audience)}`,
		description:
			'Open the Microsoft Defender portal once as an administrator, and check that the tenant has a Defender licence',
	};
}

export function disabledApi(audience: string): Sentence {
	return {
		message: `The API ${quoted(audience)} is switched off in the tenant`,
		description:
			"Check that the tenant's subscription has not lapsed, and enable sign-in for the API under Enterprise applications in Microsoft Entra ID",
	};
}

export function signInThrottled(): Sentence {
	return {
		message: 'Microsoft Entra ID limits the number of sign-ins of this application or tenant',
		description: `Try again in a few minutes. ${SIGNS_IN_RARELY}`,
	};
}

export function entraBusy(): Sentence {
	return {
		message: 'Microsoft Entra ID is not able to sign anybody in at the moment',
		description: 'Try again in a few minutes',
	};
}

/** A user's renewals are listed apart from the sign-ins of service principals. */
const LOGS = {
	application: 'the code up in the sign-in logs of Microsoft Entra ID (service principal sign-ins)',
	user: 'the code up in the sign-in logs of Microsoft Entra ID (non-interactive user sign-ins)',
} as const;

/** The application was refused, and no known number says why. */
export function otherClientRefusal(clientId: string, context: 'application' | 'user'): Sentence {
	const secret = context === 'user' ? 'the Client Secret' : 'the secret or certificate';
	return {
		message: `Microsoft Entra ID did not accept the application ${clientId}`,
		description: `Check the Application (Client) ID and ${secret} in the credential; if they are right, look ${LOGS[context]}`,
	};
}

export function otherRefusal(context: 'application' | 'user'): Sentence {
	return {
		message: 'Microsoft Entra ID refused the sign-in',
		description:
			context === 'user'
				? `Press Connect in the credential again; if that changes nothing, look ${LOGS.user}`
				: `Look ${LOGS.application}`,
	};
}
