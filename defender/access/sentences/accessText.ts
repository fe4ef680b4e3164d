import { instantText, quoted, type Sentence } from '../../core/sentence';

/** Why the nodes are seldom what exhausts Entra ID. */
export const SIGNS_IN_RARELY =
	'These nodes sign in about once an hour and credential, so look for something else that signs in as the same application, or for a workflow that is started again and again';

const OVERVIEW = 'on the Overview page of the app registration in Microsoft Entra ID';

export function badTenantId(value: string, context: 'application' | 'user'): Sentence {
	if (/^(common|organizations|consumers)$/i.test(value)) {
		return {
			message:
				context === 'application'
					? `An application cannot sign in at ${quoted(value)}`
					: `The Directory (Tenant) ID ${quoted(value)} names no directory of its own`,
			description: `Enter the id of your own directory${context === 'user' ? ', so that no other one is ever signed in to' : ''}; it is the Directory (tenant) ID ${OVERVIEW}.`,
		};
	}
	return {
		message:
			value === '' ? 'The Directory (Tenant) ID is empty' : `${quoted(value)} is not a Directory (Tenant) ID`,
		description: `Enter the GUID, or a domain verified in the tenant; the id stands ${OVERVIEW}.`,
	};
}

export function badClientId(): Sentence {
	return {
		message: 'The Application (Client) ID is not a GUID',
		description: `Copy the Application (client) ID ${OVERVIEW}.`,
	};
}

export function noClientSecret(): Sentence {
	return {
		message: 'The Client Secret is empty',
		description:
			'Create a client secret under Certificates & secrets of the app registration and paste its value.',
	};
}

export function unknownClientAuthentication(value: string): Sentence {
	return {
		message: `The client authentication ${quoted(value)} is not known`,
		description: 'Choose Client Secret or Certificate.',
	};
}

/** `known` are the names under which the credentials offer the clouds. */
export function unknownCloud(value: string, known: readonly string[]): Sentence {
	const choice = `Choose ${known.join(', ')} or Custom.`;
	return {
		message: `The cloud ${quoted(value)} is not known`,
		description: /china|mooncake|21vianet/i.test(value)
			? `Microsoft Defender XDR has no API in China. ${choice}`
			: choice,
	};
}

export function unknownApi(value: string): Sentence {
	return {
		message: `The API ${quoted(value)} is not known`,
		description: 'Choose Microsoft Graph or Microsoft 365 Defender.',
	};
}

export function unknownPermissionLevel(value: string): Sentence {
	return {
		message: `The permissions ${quoted(value)} are not known`,
		description: 'Choose Read or Read and Respond.',
	};
}

export function badAudience(value: string): Sentence {
	return {
		message: value === '' ? 'The Audience is empty' : `${quoted(value)} is not an audience`,
		description: 'Enter the resource for which tokens are issued, such as https://graph.microsoft.com.',
	};
}

export function badUrl(label: string, value: string): Sentence {
	return {
		message: value === '' ? `The ${label} is empty` : `The ${label} ${quoted(value)} is not a web address`,
		description: 'Enter a full address such as https://login.microsoftonline.com.',
	};
}

export function insecureUrl(label: string): Sentence {
	return {
		message: `The ${label} does not use https`,
		description:
			'Secrets and tokens only travel encrypted; plain http is accepted for this computer (127.0.0.1, localhost) alone.',
	};
}

export function urlWithPath(label: string, origin: string): Sentence {
	return {
		message: `The ${label} holds more than a host`,
		description: `Enter only ${quoted(origin)}; paths are added by the node.`,
	};
}

/** A host that checks a secret receives it, so other hosts may receive only a signed assertion. */
export function secretToForeignLogin(origin: string, context: 'application' | 'user'): Sentence {
	const choice =
		context === 'application'
			? 'Choose the client authentication Certificate for a login host of your own, or enter'
			: 'Enter';
	return {
		message: `The secret is not sent to the login host ${quoted(origin)}`,
		description: `${choice} one of Microsoft's login hosts, such as https://login.microsoftonline.com, or an address of this computer.`,
	};
}

export function tokenToForeignApi(audience: string, origin: string): Sentence {
	return {
		message: `A token for ${quoted(audience)} is not sent to ${quoted(origin)}`,
		description:
			"Enter one of Microsoft's API hosts or an address of this computer, or the audience that belongs to this host.",
	};
}

/** `label`: of the field, whose value is not shown. */
export function repeatedSecret(label: string): Sentence {
	return {
		message: `A secret of this credential appears in the field ${label}`,
		description:
			'Enter another value there; messages and addresses show this field, so it must not hold a secret.',
	};
}

export function entraUnavailable(loginOrigin: string, status: number): string {
	return `${loginOrigin} is not able to sign anybody in at the moment (status ${status}). Try again in a few minutes.`;
}

/** `again`: Unix time in milliseconds from which Entra ID takes sign-ins again; undefined where it names none. */
export function entraThrottled(loginOrigin: string, again: number | undefined): string {
	const when = again === undefined ? 'Try again in a few minutes' : `Try again after ${instantText(again)}`;
	return `${loginOrigin} limits the number of sign-ins of this application or tenant. ${when}. ${SIGNS_IN_RARELY} (status 429)`;
}

export function entraUnreadable(loginOrigin: string, status: number): string {
	return `${loginOrigin} answered the sign-in with something that is not Microsoft Entra ID's (status ${status}). A proxy or firewall may answer in its place, or the Login URL is wrong.`;
}

export function foreignApi(origin: string, apiOrigin: string): string {
	return `This credential sends its token only to ${apiOrigin}, not to ${quoted(origin)}. Use the credential's own API host, or another credential for the other service.`;
}

/** `option`: of the request, as the HTTP Request node shows it. */
export function unsafeOption(option: string): string {
	return `This credential sends no token with the option ${quoted(option)}. Remove the option from the request, because it could send the token to somebody else. For a proxy, set HTTPS_PROXY on the n8n server; for a private certificate authority, set NODE_EXTRA_CA_CERTS there.`;
}

/** What the credential test says of a 401 in spite of a new token. */
export function tokenRefused(): Sentence {
	return {
		message: 'Microsoft Defender did not accept the token of Microsoft Entra ID',
		description:
			"Check that the credential's cloud is the tenant's cloud and that the audience belongs to the API.",
	};
}
