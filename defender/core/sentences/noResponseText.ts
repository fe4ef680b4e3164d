import type { NoResponseCause } from '../noResponse';
import { quoted, type Sentence } from '../sentence';

/** A request without a complete response, to the API or for sign-in. */
export interface MissingResponse {
	readonly cause: NoResponseCause;
	/** Origin of the request, such as `https://graph.microsoft.com`. */
	readonly origin: string;
	/** Activity in progress: `reading incidents`, `signing in`. */
	readonly activity: string;
	/** The HTTP client's message, from `transportDetail`. */
	readonly detail: string;
}

const NETWORK_PATH = 'the network, proxy and firewall between n8n and Microsoft';

const SENTENCES: Readonly<Record<NoResponseCause, (origin: string, host: string) => Sentence>> = {
	unknownHost: (_, host) => ({
		message: `The DNS server has no entry for ${host}`,
		description: 'Check the address in the credential and the DNS server of the n8n server.',
	}),
	dnsFailed: (_, host) => ({
		message: `The DNS server did not resolve ${host}`,
		description: 'Check the DNS server and the network of the n8n server, then try again.',
	}),
	refused: (origin) => ({
		message: `The connection to ${origin} was refused`,
		description:
			'Check the port in the address, the firewall, and whether the proxy that n8n uses is running.',
	}),
	noRoute: (origin) => ({
		message: `The network has no route to ${origin}`,
		description: 'Check the network, VPN and firewall of the n8n server.',
	}),
	timedOut: (origin) => ({
		message: `${origin} did not respond in time`,
		description: `Check ${NETWORK_PATH}, then try again.`,
	}),
	untrustedCertificate: (origin) => ({
		message: `n8n does not trust the certificate at ${origin}`,
		description:
			'Check what responds there: TLS inspection, or a server with a certificate of a private CA. If that is intended, set NODE_EXTRA_CA_CERTS to a file with the certificate of that CA and restart n8n.',
	}),
	certificateDates: (origin) => ({
		message: `The certificate at ${origin} has expired or is not yet valid`,
		description:
			'Check the clock of the n8n server. If it is correct, TLS inspection or another server responds there; renew its certificate.',
	}),
	certificateName: (origin) => ({
		message: `The certificate at ${origin} belongs to another host`,
		description:
			'Check the address in the credential, and whether a proxy or firewall responds in place of Microsoft.',
	}),
	tls: (origin) => ({
		message: `The TLS connection to ${origin} failed`,
		description:
			'Check that the address and its port use https, and whether a proxy or firewall changes TLS connections.',
	}),
	proxy: (origin, host) => ({
		message: `The proxy that n8n uses did not connect to ${origin}`,
		description: `Check n8n's proxy settings, and ask the proxy's administrator to allow ${host}.`,
	}),
	blocked: (origin) => ({
		message: `n8n blocked the request to ${origin}`,
		description:
			"Ask the n8n administrator to allow this host. n8n's protection against server-side request forgery blocks it, or the allowed domains of the credential do not include it.",
	}),
	closed: (origin) => ({
		message: `${origin} closed the connection without a response`,
		description: `Check ${NETWORK_PATH}, then try again.`,
	}),
	truncated: (origin) => ({
		message: `The response of ${origin} was truncated`,
		description: `Try again. If this happens again, check ${NETWORK_PATH}.`,
	}),
	damaged: (origin) => ({
		message: `The response of ${origin} is not valid HTTP`,
		description: `Check ${NETWORK_PATH}. One of them changes responses.`,
	}),
	tooLarge: (origin) => ({
		message: `The response of ${origin} is larger than n8n accepts`,
		description: 'Request less at a time, or ask the n8n administrator to raise the size limit.',
	}),
	unknown: (origin) => ({
		message: `${origin} could not be reached`,
		description: `Check ${NETWORK_PATH}.`,
	}),
};

/** Explains a missing or incomplete response by its cause. */
export function noResponse({ cause, origin, activity, detail }: MissingResponse): Sentence {
	const { message, description } = SENTENCES[cause](origin, removeScheme(origin));
	const reported = detail === '' ? '' : `; the connection reported ${quoted(detail)}`;
	return { message, description: `${description} (While ${activity}${reported}.)` };
}

function removeScheme(origin: string): string {
	return origin.replace(/^[a-z]+:\/\//, '');
}
