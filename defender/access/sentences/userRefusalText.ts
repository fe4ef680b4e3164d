import { quoted, type Sentence } from '../../core/sentence';

/** Sentences for what Entra ID asks of people: consent, policies, and the user's own sign-in. Number and id follow them. */

export function noConsent(clientId: string, consentUrl: string, context: 'application' | 'user'): Sentence {
	const then =
		context === 'user' ? 'then press Connect in the credential again' : 'then run the workflow again';
	return {
		message: `Nobody has consented to the permissions of the application ${clientId}`,
		description: `Let an administrator open ${consentUrl} and accept, ${then}`,
	};
}

export function consentDeclined(consentUrl: string): Sentence {
	return {
		message: 'The consent was declined at the sign-in',
		description: `Press Connect in the credential again and accept, or let an administrator open ${consentUrl} and accept for everybody`,
	};
}

export function conditionalAccess(context: 'application' | 'user'): Sentence {
	return {
		message: 'A Conditional Access policy of the tenant blocks the sign-in',
		description:
			context === 'user'
				? 'Ask an administrator which policy it is (sign-in logs of Microsoft Entra ID) and what it demands, such as a managed device or a network; n8n refreshes tokens from its own server. The application credential is not bound to a user and fits automation better'
				: "Ask an administrator which policy it is (sign-in logs of Microsoft Entra ID, service principal sign-ins), and to allow the application from the address of n8n's server",
	};
}

export function moreAuthentication(): Sentence {
	return {
		message: 'Microsoft Entra ID asks the user for multifactor authentication',
		description:
			'Press Connect in the credential again and answer the prompt; n8n cannot answer it in the background. If that recurs, use the application credential, which has no user',
	};
}

/** Entra ID names no further reason. */
export function interactionNeeded(): Sentence {
	return {
		message: 'Microsoft Entra ID requires the user to sign in again',
		description:
			'Press Connect in the credential again and answer every prompt, such as multifactor authentication; n8n cannot answer it in the background. If that recurs, use the application credential, which has no user',
	};
}

export function redirectMismatch(clientId: string): Sentence {
	return {
		message: `The redirect URL of this n8n is not registered for the application ${clientId}`,
		description:
			'Copy the OAuth Redirect URL shown in the credential, character by character, to Authentication of the app registration, platform Web',
	};
}

export function interruptedSignIn(): Sentence {
	return {
		message: 'The sign-in was started twice or took too long',
		description: 'Press Connect in the credential again and finish within ten minutes',
	};
}

export function signInExpired(): Sentence {
	return {
		message:
			"The user's sign-in has ended: it was not used for too long, or a policy limits how long it lasts",
		description:
			'Press Connect in the credential again. If that recurs, relax the sign-in frequency for this app, or use the application credential',
	};
}

export function signInRevoked(): Sentence {
	return {
		message: "The user's sign-in was revoked",
		description:
			'A password change or an administrator ends all sign-ins of a user. Press Connect in the credential again',
	};
}

export function passwordExpired(): Sentence {
	return {
		message: "The user's password has expired or has to be changed",
		description: 'Change the password at Microsoft, then press Connect in the credential again',
	};
}

export function lockedUser(): Sentence {
	return {
		message: "The user's account is locked, or the address of n8n is blocked",
		description:
			'Wait a few minutes, or let an administrator unblock the user or the address, then press Connect in the credential again',
	};
}

export function userNotAssigned(clientId: string): Sentence {
	return {
		message: `The user is not assigned to the application ${clientId}`,
		description:
			'Under Enterprise applications in Microsoft Entra ID assign the user or a group to the app, or switch off Assignment required',
	};
}

export function foreignUser(tenantId: string): Sentence {
	return {
		message: `The user does not belong to the tenant ${quoted(tenantId)}`,
		description:
			'Press Connect in the credential again and sign in with an account of this tenant; a private window avoids the wrong one',
	};
}

export function disabledUser(): Sentence {
	return {
		message: "The user's account is switched off",
		description: 'Press Connect in the credential again and sign in with another account',
	};
}
