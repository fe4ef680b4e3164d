import { SIGNS_IN_RARELY } from './access';
import { quoted, type Sentence } from './sentence';

/** Sentences for refusals of Entra ID. Number and correlation id follow them, hence no full stop at the end. */

const SECRETS = 'Certificates & secrets of the app registration';

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

export function noProof(clientId: string): Sentence {
	return {
		message: `The application ${clientId} came without a secret or certificate`,
		description: `Enter the Client Secret in the credential; one is created under ${SECRETS}. An app without a secret works for signed-in users only, with Allow public client flows switched on under Authentication of the app registration`,
	};
}

export function proofOfPublicApp(clientId: string): Sentence {
	return {
		message: `The application ${clientId} is registered as a public client, which has no secret`,
		description:
			"Empty the Client Secret, or register n8n's redirect URL under Authentication of the app registration with the platform Web",
	};
}

export function refusedCertificate(clientId: string): Sentence {
	return {
		message: 'Microsoft Entra ID did not accept the Certificate',
		description: `Upload the very certificate of this credential under Certificates & secrets of the app registration ${clientId}; if it is there, check the clock of the computer on which n8n runs`,
	};
}

export function certificateOutOfTime(): Sentence {
	return {
		message: 'Microsoft Entra ID takes the Certificate for expired or not yet valid',
		description: `Create a new certificate, upload it under ${SECRETS}, and paste it into the credential with its private key`,
	};
}

/** `behindMs`: Entra ID's time minus ours; undefined where its answer carried no time. */
export function wrongClock(behindMs: number | undefined): Sentence {
	const measured =
		behindMs === undefined
			? 'it is wrong by minutes or more'
			: `it is ${lengthOf(Math.abs(behindMs))} ${behindMs > 0 ? 'behind' : 'ahead'}`;
	return {
		message: "The sign-in is too early or too late by Microsoft Entra ID's clock",
		description: `Set the clock of the computer on which n8n runs; ${measured}`,
	};
}

function lengthOf(milliseconds: number): string {
	const minutes = Math.round(milliseconds / 60_000);
	if (minutes < 1) return `${Math.round(milliseconds / 1000)} seconds`;
	if (minutes < 120) return minutes === 1 ? '1 minute' : `${minutes} minutes`;
	const hours = Math.round(minutes / 60);
	return hours < 48 ? `${hours} hours` : `${Math.round(hours / 24)} days`;
}

export function unknownApp(clientId: string, tenantId: string): Sentence {
	return {
		message: `The application ${clientId} is not known in the tenant ${tenantId}`,
		description:
			'Check the Application (Client) ID and the Directory (Tenant) ID, and that an administrator of this tenant has consented to the app',
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

export function otherRefusal(): Sentence {
	return {
		message: 'Microsoft Entra ID refused the sign-in',
		description: 'Look the code up in the sign-in logs of Microsoft Entra ID (service principal sign-ins)',
	};
}
