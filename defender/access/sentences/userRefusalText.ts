import { quoted, type Sentence } from '../../core/sentence';

/** Sentences for consent, policies and the user's own sign-in. A code and a correlation ID follow them. */

const RECONNECT = 'Connect the account again in the credential';

const USE_APPLICATION = 'If this happens again, use the application credential, which needs no user';

export function noConsent(clientId: string, consentUrl: string, context: 'application' | 'user'): Sentence {
	const then = context === 'user' ? 'connect the account again in the credential' : 'run the workflow again';
	return {
		message: `Nobody has consented to the permissions of the application ${clientId}`,
		description: `Ask an administrator to open ${consentUrl} and accept. Then ${then}`,
	};
}

export function consentDeclined(consentUrl: string): Sentence {
	return {
		message: 'Consent was declined during the sign-in',
		description: `${RECONNECT} and accept. Or ask an administrator to open ${consentUrl} and accept for all users`,
	};
}

export function conditionalAccess(context: 'application' | 'user'): Sentence {
	return {
		message: 'A Conditional Access policy blocks the sign-in',
		description:
			context === 'user'
				? "Ask an administrator to find the policy in the sign-in logs of Microsoft Entra ID. The n8n server renews the tokens, so it must meet the policy's conditions, such as a trusted network. Or use the application credential, which needs no user"
				: 'Ask an administrator to find the policy in the sign-in logs of Microsoft Entra ID (service principal sign-ins), and to allow the application from the IP address of the n8n server',
	};
}

export function moreAuthentication(): Sentence {
	return {
		message: 'Microsoft Entra ID requires multifactor authentication from the user',
		description: `${RECONNECT} and complete the prompt, which n8n cannot do in the background. ${USE_APPLICATION}`,
	};
}

/** Entra ID names no further reason. */
export function interactionNeeded(): Sentence {
	return {
		message: 'Microsoft Entra ID requires the user to sign in again',
		description: `${RECONNECT} and complete every prompt, such as multifactor authentication. n8n cannot do this in the background. ${USE_APPLICATION}`,
	};
}

export function redirectMismatch(clientId: string): Sentence {
	return {
		message: `n8n's redirect URL is not registered for the application ${clientId}`,
		description:
			'Copy the OAuth Redirect URL exactly as the credential shows it. Add it under Authentication in the app registration for the Web platform',
	};
}

export function interruptedSignIn(): Sentence {
	return {
		message: 'The sign-in was started twice or took too long',
		description: `${RECONNECT} and finish within ten minutes`,
	};
}

export function signInExpired(): Sentence {
	return {
		message: "The user's sign-in has expired",
		description: `${RECONNECT}. The sign-in was unused for too long, or a policy limits how long it lasts. If this happens again, relax the sign-in frequency for this app, or use the application credential`,
	};
}

export function signInRevoked(): Sentence {
	return {
		message: "The user's sign-in was revoked",
		description: `${RECONNECT}. The user's password changed, or an administrator ended the user's sessions`,
	};
}

export function passwordExpired(): Sentence {
	return {
		message: "The user's password has expired or must be changed",
		description:
			"Change the password on Microsoft's sign-in page, then connect the account again in the credential",
	};
}

export function lockedUser(): Sentence {
	return {
		message: "The user's account is locked, or n8n's IP address is blocked",
		description:
			'Wait a few minutes, or ask an administrator to unblock the user or the address. Then connect the account again in the credential',
	};
}

export function userNotAssigned(clientId: string): Sentence {
	return {
		message: `The user is not assigned to the application ${clientId}`,
		description:
			'Open the application under Enterprise applications in Microsoft Entra ID. Assign the user or a group to it, or turn off Assignment required',
	};
}

export function foreignUser(tenantId: string): Sentence {
	return {
		message: `The user does not belong to the tenant ${quoted(tenantId)}`,
		description: `${RECONNECT} and sign in with an account of this tenant. Use a private browser window, so that the browser does not choose another account`,
	};
}

export function disabledUser(): Sentence {
	return {
		message: "The user's account is disabled",
		description: `${RECONNECT} and sign in with another account`,
	};
}
