import { quoted, type Sentence } from '../../core/sentence';

/*
 * Sentences about a user's sign-in as n8n has stored it. This credential has no Test button, so they appear before the first
 * request and name the button to press: n8n labels it Connect if no account is connected, and Reconnect otherwise.
 */

const RECONNECT = 'Open the credential in n8n, press Reconnect and sign in again';

export function notConnected(): Sentence {
	return {
		message: 'No account is connected to the credential',
		description:
			'Open the credential in n8n, press Connect and sign in to Microsoft. Its OAuth Redirect URL must be registered under Authentication in the app registration.',
	};
}

export function connectedToOtherTenant(connected: string, wanted: string): Sentence {
	return {
		message: 'The account was connected to a different tenant',
		description: `${RECONNECT}, or correct the Directory (Tenant) ID. The sign-in is for ${quoted(connected)}, but the credential now names ${quoted(wanted)}. Nothing was sent.`,
	};
}

export function connectedToOtherApi(connected: string, wanted: string): Sentence {
	return {
		message: 'The account was connected to a different API or cloud',
		description: `${RECONNECT}. The sign-in is for ${quoted(connected)}, but the credential now needs ${quoted(wanted)}. Nothing was sent.`,
	};
}

/** The credential's own Permissions field excludes what the node does. */
export function readOnlyCredential(needs: string): Sentence {
	return {
		message: 'The credential is read-only',
		description: `Set Permissions to Read and Respond in the credential and press Reconnect, or use another credential. This node changes incidents and needs the delegated permission ${needs}.`,
	};
}

/** @param granted readable list of the account's permissions, such as `none` */
export function missingScope(needs: string, granted: string, consentUrl: string): Sentence {
	return {
		message: `The connected account does not have the permission ${needs}`,
		description: `${RECONNECT}. If that does not help, add the delegated permission ${needs} to the app registration and ask an administrator to open ${consentUrl} and accept. The account has ${granted}.`,
	};
}

export function signInEnded(): Sentence {
	return {
		message: 'The sign-in of the connected account has expired',
		description: `${RECONNECT}. n8n has no refresh token to renew it.`,
	};
}

/** For a renewal that failed without a reason that n8n passes on. */
export function signInNotRenewed(): Sentence {
	return {
		message: 'The sign-in of the connected account could not be renewed',
		description: `${RECONNECT}. It was revoked or unused for too long, or the password or a policy changed.`,
	};
}
