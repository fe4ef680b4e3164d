import type { Intermediary } from '../intermediary';
import { isReplacedByN8n } from '../noResponse';
import { quoted, type Sentence } from '../sentence';

/** A response that is not the service's. */
export interface ForeignResponse {
	readonly intermediary: Intermediary;
	readonly status: number;
	/** The service that was asked: `Microsoft Defender`, `Microsoft Entra ID`. */
	readonly service: string;
	/** Where the request went, such as `https://graph.microsoft.com`. */
	readonly origin: string;
	/** What the request was for: `reading incidents`, `signing in`. */
	readonly doing: string;
}

/** Attributes a response to whatever is between n8n and the service, at the API and at the sign-in alike. */
export function foreignResponse(response: ForeignResponse): Sentence {
	const { intermediary, status, origin, doing } = response;
	const { message, description } = causeOf(response);
	// n8n replaces a message that holds certain codes, at Test the whole text.
	const isShown = intermediary.excerpt !== '' && !isReplacedByN8n(intermediary.excerpt);
	const says = isShown ? `; it shows ${quoted(intermediary.excerpt)}` : '';
	return { message, description: `${description} (Status ${status} from ${origin} while ${doing}${says}.)` };
}

function causeOf({ intermediary, status, service, origin }: ForeignResponse): Sentence {
	switch (intermediary.kind) {
		case 'proxySignIn':
			return {
				message: `A proxy between n8n and ${service} requires a sign-in`,
				description: `Enter the user name and password of the proxy in the proxy settings of n8n, or ask its administrator to exempt ${origin}.`,
			};
		case 'captivePortal':
			return {
				message: `The network of n8n requires a sign-in to reach ${service}`,
				description: 'Sign in to the network on the computer that runs n8n, then try again.',
			};
		case 'webPage':
			return {
				message: `A web page arrived instead of ${service}'s response`,
				description: whoeverRunsIt(status, origin),
			};
		case 'otherData':
		case 'empty':
			return {
				message: `Something between n8n and ${service} responded in its place`,
				description: whoeverRunsIt(status, origin),
			};
	}
}

function whoeverRunsIt(status: number, origin: string): string {
	const first = status >= 500 ? 'Try again in a few minutes. If that recurs, ask' : 'Ask';
	return `${first} the administrator of the proxy, firewall or gateway between n8n and Microsoft to allow requests to ${origin}. Permissions in Microsoft Entra ID are not the cause.`;
}
