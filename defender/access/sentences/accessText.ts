import { instantText, quoted, type Sentence } from '../../core/sentence';

/** Explains why these nodes rarely cause a sign-in limit. No full stop, because a code may follow. */
export const SIGNS_IN_RARELY =
	'These nodes sign in about once per hour for each credential. Look for another program that signs in as the same application, or for a workflow that runs very often';

const OVERVIEW = 'on the Overview page of the app registration in Microsoft Entra ID';

export function badTenantId(value: string, context: 'application' | 'user'): Sentence {
	if (/^(common|organizations|consumers)$/i.test(value)) {
		const reason = context === 'user' ? ', so that users of other tenants cannot sign in' : '';
		return {
			message: `${quoted(value)} is not the ID of a single tenant`,
			description: `Enter the ID of your own tenant${reason}. Copy the Directory (tenant) ID ${OVERVIEW}.`,
		};
	}
	return {
		message:
			value === '' ? 'Directory (Tenant) ID is empty' : `${quoted(value)} is not a Directory (Tenant) ID`,
		description: `Enter the GUID, or a domain that is verified in the tenant. Copy the Directory (tenant) ID ${OVERVIEW}.`,
	};
}

export function badClientId(): Sentence {
	return {
		message: 'Application (Client) ID is not a GUID',
		description: `Copy the Application (client) ID ${OVERVIEW}.`,
	};
}

export function noClientSecret(): Sentence {
	return {
		message: 'Client Secret is empty',
		description:
			'Create a client secret under Certificates & secrets in the app registration and paste its value.',
	};
}

export function unknownClientAuthentication(value: string): Sentence {
	return {
		message: `${quoted(value)} is not a valid Client Authentication`,
		description: 'Choose Client Secret or Certificate.',
	};
}

/** @param known names of the clouds in the credential form */
export function unknownCloud(value: string, known: readonly string[]): Sentence {
	const choice = `Choose ${known.join(', ')} or Custom.`;
	return {
		message: `${quoted(value)} is not a valid Cloud`,
		description: /china|mooncake|21vianet/i.test(value)
			? `${choice} Microsoft Defender XDR has no API in China.`
			: choice,
	};
}

export function unknownApi(value: string): Sentence {
	return {
		message: `${quoted(value)} is not a valid API`,
		description: 'Choose Microsoft Graph or Microsoft 365 Defender API (legacy).',
	};
}

export function unknownPermissionLevel(value: string): Sentence {
	return {
		message: `${quoted(value)} is not a valid choice for Permissions`,
		description: 'Choose Read or Read and Respond.',
	};
}

export function badAudience(value: string): Sentence {
	return {
		message: value === '' ? 'Audience is empty' : `${quoted(value)} is not a valid Audience`,
		description:
			'Enter the resource for which Microsoft Entra ID issues tokens, such as https://graph.microsoft.com.',
	};
}

export function badUrl(label: string, value: string): Sentence {
	return {
		message: value === '' ? `${label} is empty` : `${label} ${quoted(value)} is not a URL`,
		description: 'Enter a full URL such as https://login.microsoftonline.com.',
	};
}

export function insecureUrl(label: string): Sentence {
	return {
		message: `${label} does not use https`,
		description:
			'Enter a URL that starts with https, so that secrets and tokens are encrypted. Plain http is allowed only on the n8n server itself (127.0.0.1, localhost).',
	};
}

export function urlWithPath(label: string, origin: string): Sentence {
	return {
		message: `${label} contains more than a host`,
		description: `Enter only ${quoted(origin)}. The node adds the paths.`,
	};
}

/** A host that checks a secret receives it. Other hosts may receive only a signed client assertion. */
export function secretToForeignLogin(origin: string, context: 'application' | 'user'): Sentence {
	const choice =
		context === 'application' ? 'To use your own login host, set Client Authentication to Certificate. ' : '';
	return {
		message: `The secret is not sent to the login host ${quoted(origin)}`,
		description:
			`Enter one of Microsoft's login hosts, such as https://login.microsoftonline.com, or an address on the n8n server itself (localhost). ${choice}`.trim(),
	};
}

export function tokenToForeignApi(audience: string, origin: string): Sentence {
	return {
		message: `A token for ${quoted(audience)} is not sent to ${quoted(origin)}`,
		description:
			"Enter one of Microsoft's API hosts, an address on the n8n server itself (localhost), or the audience that belongs to this host.",
	};
}

/** @param label of the field, whose value is not shown */
export function exposedSecret(label: string): Sentence {
	return {
		message: `${label} contains a secret of this credential`,
		description: 'Enter another value. Messages and URLs show this field, so it must not contain a secret.',
	};
}

export function entraUnavailable(loginOrigin: string, status: number): string {
	return `Microsoft Entra ID is temporarily unavailable at ${loginOrigin} (status ${status}). Try again in a few minutes.`;
}

/** @param retryAt Unix time in milliseconds at which Entra ID accepts sign-ins again; undefined if it names none */
export function entraThrottled(loginOrigin: string, retryAt: number | undefined): string {
	const when =
		retryAt === undefined ? 'Try again in a few minutes' : `Try again after ${instantText(retryAt)}`;
	return `${loginOrigin} limits sign-ins of this application or tenant. ${when}. ${SIGNS_IN_RARELY} (status 429)`;
}

export function entraUnreadable(loginOrigin: string, status: number): string {
	return `The response of ${loginOrigin} to the sign-in is not from Microsoft Entra ID (status ${status}). Check the Login URL, and whether a proxy or firewall responds in place of Microsoft.`;
}

export function foreignApi(origin: string, apiOrigin: string): string {
	return `This credential sends its token only to ${apiOrigin}, not to ${quoted(origin)}. Use the credential's own API host, or another credential for the other service.`;
}

/** @param option of the request, as the HTTP Request node shows it */
export function unsafeOption(option: string): string {
	return `This credential sends no token with the option ${quoted(option)}. Remove the option from the request, because it could send the token to another host. For a proxy, set HTTPS_PROXY on the n8n server. For a private certificate authority, set NODE_EXTRA_CA_CERTS there.`;
}

/** For a 401 during Test, in spite of a new token. */
export function tokenRefused(): Sentence {
	return {
		message: 'Microsoft Defender rejected a new token from Microsoft Entra ID',
		description: "Check that Cloud is the tenant's cloud and that the audience belongs to the API.",
	};
}
