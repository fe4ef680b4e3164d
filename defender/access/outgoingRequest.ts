import * as say from './sentences/accessText';

/** Options of a request that the credential reads and changes: n8n's own, and those of the HTTP Request node. */
export interface OutgoingRequest {
	url?: string;
	/** The HTTP Request node sets this instead of `url` (n8n-nodes-base 2.41.1). */
	uri?: string;
	baseURL?: string;
	method?: string;
	body?: unknown;
	headers?: Record<string, unknown>;
	disableFollowRedirect?: boolean;
	/** Both are needed to disable the redirects of the HTTP Request node. */
	followRedirect?: boolean;
	followAllRedirects?: boolean;
}

/** Options that affect the request and its response, but not the connection. */
const HARMLESS = new Set([
	...['url', 'uri', 'baseURL', 'method', 'headers', 'body', 'form', 'formData', 'json'],
	...['qs', 'qsStringifyOptions', 'useQuerystring', 'arrayFormat', 'timeout', 'abortSignal'],
	...['encoding', 'gzip', 'useStream', 'simple', 'resolveWithFullResponse', 'returnFullResponse'],
	...['ignoreHttpStatusErrors', 'disableFollowRedirect', 'followRedirect', 'followAllRedirects'],
	...['maxRedirects', 'sendCredentialsOnCrossOriginRedirect', 'allowedDomains'],
]);

/** TLS options that are harmless only with this value. */
const HARMLESS_VALUES: ReadonlyMap<string, boolean> = new Map([
	['rejectUnauthorized', true],
	['strictSSL', true],
	['skipSslCertificateValidation', false],
]);

/** Labels of the options in the HTTP Request node. */
const LABELS: ReadonlyMap<string, string> = new Map([
	['proxy', 'Proxy'],
	['rejectUnauthorized', 'Ignore SSL Issues'],
	['strictSSL', 'Ignore SSL Issues'],
	['skipSslCertificateValidation', 'Ignore SSL Issues'],
	['agentOptions', 'SSL Certificates'],
]);

/**
 * Refuses a request that could send the token to a host other than the credential's own API: through its URL, or through
 * its connection (a proxy, an agent, an unverified certificate). Unknown options are refused, because a later n8n may add one
 * that selects the connection. A proxy of the n8n server is set in its environment and not in the request, so it still works.
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
	// A gateway for several hosts forwards the request to the host in this header.
	if (hosts.some(([, value]) => String(value).toLowerCase() !== host))
		throw new Error(say.unsafeOption('Host'));
}

function isHarmless(name: string, value: unknown): boolean {
	if (value === undefined || value === null || value === '' || HARMLESS.has(name)) return true;
	return HARMLESS_VALUES.has(name) && HARMLESS_VALUES.get(name) === value;
}

/**
 * Checks both URLs if a request has two, because n8n chooses one of them. Also checks the base URL alone: Axios prepends it to
 * texts that `URL` accepts as a full URL, such as one that begins with a space or `\\\\`.
 * @see https://github.com/axios/axios/blob/v1.x/lib/core/buildFullPath.js
 */
function refuseForeignHost({ url, uri, baseURL }: OutgoingRequest, apiOrigin: string): void {
	const urls = [url, uri].filter((target) => target !== undefined);
	const bases = [baseURL].filter((base) => base !== undefined && base !== null && base !== '');
	const targets = (urls.length === 0 ? [''] : urls).map((target) => originOf(target, bases[0]));
	for (const origin of [...targets, ...bases.map((base) => originOf(base, undefined))]) {
		if (origin !== apiOrigin) throw new Error(say.foreignApi(origin, apiOrigin));
	}
}

/**
 * Returns the origin of a URL without user name, or else a text that equals no origin. An object instead of a text could
 * return a different URL each time it is read.
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
