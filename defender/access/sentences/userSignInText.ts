import { quoted, type Sentence } from '../../core/sentence';

/*
 * Sentences about a user's sign-in as n8n has stored it. Such a credential has no Test button, so they come before the first
 * call and name the button that helps: n8n calls it Connect while no account is connected, and Reconnect afterwards.
 */

const RECONNECT = 'Open the credential in n8n, press Reconnect and sign in again';

/** Says of a sign-in that failed in the middle of work what to press. */
export const reconnect = `${RECONNECT}.`;

export function notConnected(): Sentence {
	return {
		message: 'No account is connected to the credential',
		description:
			'Open the credential in n8n, press Connect and sign in at Microsoft; its OAuth Redirect URL must be registered in the app under Authentication.',
	};
}

export function connectedToOtherTenant(connected: string, wanted: string): Sentence {
	return {
		message: 'The account was connected for another tenant than the credential names now',
		description: `The sign-in is for ${quoted(connected)}, the credential says ${quoted(wanted)}. ${RECONNECT}, or put the Directory (Tenant) ID right. Nothing was sent.`,
	};
}

export function connectedToOtherApi(connected: string, wanted: string): Sentence {
	return {
		message: 'The account was connected for another API or cloud than the credential names now',
		description: `The sign-in is for ${quoted(connected)}, the credential needs one for ${quoted(wanted)}. ${RECONNECT}. Nothing was sent.`,
	};
}

/** The credential itself asks for less than the node does. */
export function readOnlyCredential(needs: string): Sentence {
	return {
		message: 'The credential is set up for reading only',
		description: `This node changes incidents and needs the delegated permission ${needs}. Choose Permissions → Read and Respond in the credential and press Reconnect, or use another credential.`,
	};
}

export function missingScope(needs: string, has: readonly string[], consentUrl: string): Sentence {
	const names = has.slice(0, 12).map((name) => (/^[\w.-]{1,64}$/.test(name) ? name : quoted(name)));
	return {
		message: `The connected account did not bring the permission ${needs}`,
		description: `It brought ${names.length === 0 ? 'none' : names.join(', ')}. ${RECONNECT}; if that changes nothing, add the delegated permission ${needs} to the app registration and let an administrator grant consent: ${consentUrl}`,
	};
}

export function signInEnded(): Sentence {
	return {
		message: 'The sign-in of the connected account has ended',
		description: `It expired and n8n holds nothing to renew it with. ${RECONNECT}.`,
	};
}

/** Entra ID gave no reason that n8n passes on. */
export function signInNotRenewed(): Sentence {
	return {
		message: 'The sign-in of the connected account could not be renewed',
		description: `It was revoked or not used for too long, or the password or a policy changed. ${RECONNECT}.`,
	};
}
