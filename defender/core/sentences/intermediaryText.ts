import type { Intermediary } from '../intermediary';
import { isReplacedByN8n } from '../noResponse';
import { quoted, type Sentence } from '../sentence';

/** A response that does not come from the service. */
export interface ForeignResponse {
	readonly intermediary: Intermediary;
	readonly status: number;
	/** Name of the intended service: `Microsoft Defender`, `Microsoft Entra ID`. */
	readonly service: string;
	/** Origin of the request, such as `https://graph.microsoft.com`. */
	readonly origin: string;
	/** Activity in progress: `reading incidents`, `signing in`. */
	readonly activity: string;
}

/** Explains a response that came from between n8n and the service, for the API and for sign-in. */
export function foreignResponse(response: ForeignResponse): Sentence {
	const { intermediary, status, origin, activity } = response;
	const { message, description } = explainKind(response);
	// n8n replaces an error message that contains certain codes; in a credential test, the entire text.
	const isShown = intermediary.excerpt !== '' && !isReplacedByN8n(intermediary.excerpt);
	const shown = isShown ? `; it shows ${quoted(intermediary.excerpt)}` : '';
	return {
		message,
		description: `${description} (Status ${status} from ${origin} while ${activity}${shown}.)`,
	};
}

function explainKind({ intermediary, status, service, origin }: ForeignResponse): Sentence {
	switch (intermediary.kind) {
		case 'proxySignIn':
			return {
				message: `A proxy between n8n and ${service} requires a sign-in`,
				description: `Enter the user name and password of the proxy in n8n's proxy settings, or ask its administrator to exempt ${origin}.`,
			};
		case 'captivePortal':
			return {
				message: `The n8n server's network requires a sign-in to reach ${service}`,
				description: 'Sign in to the network on the n8n server, then try again.',
			};
		case 'webPage':
			return {
				message: `A web page arrived instead of ${service}'s response`,
				description: askAdministrator(status, origin),
			};
		case 'otherData':
		case 'empty':
			return {
				message: `Another system responded in place of ${service}`,
				description: askAdministrator(status, origin),
			};
	}
}

function askAdministrator(status: number, origin: string): string {
	const first = status >= 500 ? 'Try again in a few minutes. If this happens again, ask' : 'Ask';
	return `${first} the administrator of the proxy, firewall or gateway between n8n and Microsoft to allow requests to ${origin}. Permissions in Microsoft Entra ID are not the cause.`;
}
