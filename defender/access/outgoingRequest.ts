import * as say from './sentences/accessText';

/** What the credential reads and changes of a request: n8n's own options, and those of the HTTP Request node. */
export interface OutgoingRequest {
	url?: string;
	/** The HTTP Request node puts its address here [seen in n8n-nodes-base 2.41.1]. */
	uri?: string;
	baseURL?: string;
	method?: string;
	body?: unknown;
	headers?: Record<string, unknown>;
	disableFollowRedirect?: boolean;
	/** Both are needed to stop the redirects of the HTTP Request node. */
	followRedirect?: boolean;
	followAllRedirects?: boolean;
}

/** Options that decide what is sent and how the response is returned, but not over which connection. */
const HARMLESS = new Set([
	...['url', 'uri', 'baseURL', 'method', 'headers', 'body', 'form', 'formData', 'json'],
	...['qs', 'qsStringifyOptions', 'useQuerystring', 'arrayFormat', 'timeout', 'abortSignal'],
	...['encoding', 'gzip', 'useStream', 'simple', 'resolveWithFullResponse', 'returnFullResponse'],
	...['ignoreHttpStatusErrors', 'disableFollowRedirect', 'followRedirect', 'followAllRedirects'],
	...['maxRedirects', 'sendCredentialsOnCrossOriginRedirect', 'allowedDomains'],
]);

/** Options about TLS that are harmless with this value alone. */
const HARMLESS_VALUES: ReadonlyMap<string, boolean> = new Map([
	['rejectUnauthorized', true],
	['strictSSL', true],
	['skipSslCertificateValidation', false],
]);

/** Names of options as the HTTP Request node shows them. */
const LABELS: ReadonlyMap<string, string> = new Map([
	['proxy', 'Proxy'],
	['rejectUnauthorized', 'Ignore SSL Issues'],
	['strictSSL', 'Ignore SSL Issues'],
	['skipSslCertificateValidation', 'Ignore SSL Issues'],
	['agentOptions', 'SSL Certificates'],
]);

/**
 * Refuses a request that could bring the token to anybody but the credential's own API: by its address, or by the
 * connection it asks for (a proxy, an agent, a certificate that is not checked). Unknown options are refused, because a
 * later n8n may add one that chooses the connection. A proxy of the n8n server comes from its environment and not with the
 * request, so it keeps working.
 * @throws Error with a sentence
 */
export function refuseUnsafeRequest(request: OutgoingRequest, apiOrigin: string): void {
	refuseForeignHost(request, apiOrigin);
	const option = Object.entries(request).find(([name, value]) => !isHarmless(name, value))?.[0];
	if (option !== undefined) throw new Error(say.unsafeOption(LABELS.get(option) ?? option));
	const { host } = new URL(apiOrigin);
	const hosts = Object.entries(request.headers ?? {}).filter(
		([name]) => name.trim().toLowerCase() === 'host',
	);
	// A gateway in front of several hosts serves the one that this header names.
	if (hosts.some(([, value]) => String(value).toLowerCase() !== host))
		throw new Error(say.unsafeOption('Host'));
}

function isHarmless(name: string, value: unknown): boolean {
	if (value === undefined || value === null || value === '' || HARMLESS.has(name)) return true;
	return HARMLESS_VALUES.has(name) && HARMLESS_VALUES.get(name) === value;
}

/**
 * Both addresses are checked where a request carries two, since n8n decides which of them is called. So is the base by
 * itself: Axios puts it in front of what `URL` takes for a whole address, such as one that begins with a space or `\\\\`.
 * @see https://github.com/axios/axios/blob/v1.x/lib/core/buildFullPath.js
 */
function refuseForeignHost({ url, uri, baseURL }: OutgoingRequest, apiOrigin: string): void {
	const given = [url, uri].filter((target) => target !== undefined);
	const bases = [baseURL].filter((base) => base !== undefined && base !== null && base !== '');
	const targets = (given.length === 0 ? [''] : given).map((target) => originOf(target, bases[0]));
	for (const found of [...targets, ...bases.map((base) => originOf(base, undefined))]) {
		if (found !== apiOrigin) throw new Error(say.foreignApi(found, apiOrigin));
	}
}

/**
 * Origin of an address without user name, which is where a request really goes; else a text that equals no origin. An
 * object in place of a text could name another address each time it is read.
 */
function originOf(target: unknown, baseURL: unknown): string {
	if (typeof target !== 'string' || (baseURL !== undefined && typeof baseURL !== 'string'))
		return typeof target;
	try {
		const { origin, username, password, protocol, host } = new URL(target, baseURL);
		return username === '' && password === '' ? origin : `${protocol}//…@${host}`;
	} catch {
		return target;
	}
}
