/**
 * Cause of a missing or incomplete response, from the API or from sign-in.
 * `closed`: the connection ended before the status line. `truncated`: the connection ended within the response.
 * `damaged`: not valid HTTP, or decompression failed. `blocked`: n8n's own settings do not allow the host.
 */
export type NoResponseCause =
	| 'unknownHost'
	| 'dnsFailed'
	| 'refused'
	| 'noRoute'
	| 'timedOut'
	| 'untrustedCertificate'
	| 'certificateDates'
	| 'certificateName'
	| 'tls'
	| 'proxy'
	| 'blocked'
	| 'closed'
	| 'truncated'
	| 'damaged'
	| 'tooLarge'
	| 'unknown';

/** Failure that an HTTP client reports for a request without a complete response. */
export interface TransportFailure {
	/** Code of Node.js, OpenSSL or the HTTP client; '' without one. */
	readonly code: string;
	readonly message: string;
	/** Whether status and headers had arrived. */
	readonly hasBegun?: boolean;
}

type Row = readonly [cause: NoResponseCause, code: RegExp, message?: RegExp];

const NEVER = /(?!)/;

/**
 * Codes and messages by cause. The first matching row applies.
 * @see https://nodejs.org/api/errors.html#common-system-errors
 * @see https://nodejs.org/api/tls.html#x509-certificate-error-codes
 */
const ROWS: readonly Row[] = [
	['unknownHost', /^(?:ENOTFOUND|EAI_NONAME|EAI_NODATA|ENODATA|ENONAME)$/],
	['dnsFailed', /^(?:EAI_.+|ESERVFAIL|EREFUSED|ETIMEOUT)$/],
	['refused', /^ECONNREFUSED$/],
	['noRoute', /^(?:EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL)$/],
	['certificateDates', /^(?:CERT_HAS_EXPIRED|CERT_NOT_YET_VALID|ERROR_IN_CERT_NOT_.+)$/],
	['certificateName', /^(?:ERR_TLS_CERT_ALTNAME_.+|HOSTNAME_MISMATCH)$/],
	[
		'untrustedCertificate',
		/^(?:.*SELF_SIGNED_CERT.*|UNABLE_TO_.+|CERT_.+|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED)$/,
	],
	['tls', /^(?:EPROTO|ERR_SSL_.+|ERR_TLS_.+)$/],
	['proxy', /^ERR_PROXY_.+$/, /\bproxy connection\b|\bproxy CONNECT response\b/i],
	['blocked', NEVER, /\brequest was blocked because\b|\bdomain not allowed\b/i],
	[
		'tooLarge',
		/^(?:ERR_FR_MAX_BODY_LENGTH_EXCEEDED|ERR_STRING_TOO_LONG|HPE_HEADER_OVERFLOW)$/,
		/\bmax(?:Content|Body)Length\b/,
	],
	['timedOut', /^(?:ETIMEDOUT|ESOCKETTIMEDOUT|ECONNABORTED|UND_ERR_(?:CONNECT|HEADERS|BODY)_TIMEOUT)$/],
	[
		'truncated',
		/^(?:Z_BUF_ERROR|HPE_INVALID_EOF_STATE|ERR_STREAM_PREMATURE_CLOSE)$/,
		/\bstream has been aborted\b|\bunexpected end of file\b|\bpremature close\b/i,
	],
	[
		'damaged',
		/^(?:HPE_.+|Z_.+|ZSTD_.+|ERR__ERROR_FORMAT_.+)$/,
		/\bincorrect header check\b|\bdecompression failed\b/i,
	],
	['closed', /^(?:ECONNRESET|EPIPE|UND_ERR_SOCKET)$/, /\bsocket hang up\b|^aborted$/i],
];

/** Returns the cause of a missing response; `unknown` if no row matches. */
export function classifyNoResponse({ code, message, hasBegun }: TransportFailure): NoResponseCause {
	const row = ROWS.find(([, codes, messages]) => codes.test(code) || messages?.test(message) === true);
	const cause = row?.[0] ?? 'unknown';
	// After the headers, a reset or an unknown failure has truncated the body.
	return hasBegun === true && (cause === 'closed' || cause === 'unknown') ? 'truncated' : cause;
}

const NEVER_SENT: ReadonlySet<NoResponseCause> = new Set<NoResponseCause>([
	'unknownHost',
	'dnsFailed',
	'refused',
	'noRoute',
	'untrustedCertificate',
	'certificateDates',
	'certificateName',
	'proxy',
	'blocked',
]);

/** Whether a request with this cause certainly never reached the service. */
export function isNeverSent(cause: NoResponseCause): boolean {
	return NEVER_SENT.has(cause);
}

/** General Axios codes, less specific than its message. */
const GENERAL_CODE = /^ERR_(?:BAD_RESPONSE|BAD_REQUEST|NETWORK)$/;

/**
 * Codes for which n8n replaces the entire message. The sentence for the cause says the same, so they are not quoted.
 * @see https://github.com/n8n-io/n8n/blob/n8n%402.41.1/packages/workflow/src/errors/abstract/node.error.ts
 */
const REPLACED_BY_N8N =
	/ECONNREFUSED|ECONNRESET|ENOTFOUND|ETIMEDOUT|ERRADDRINUSE|EADDRNOTAVAIL|ECONNABORTED|EHOSTUNREACH|EAI_AGAIN|ENOENT|EISDIR|ENOTDIR|EACCES|EEXIST|EPERM|GETADDRINFO/i;

/** Returns details that the cause does not contain: the address (perhaps a proxy's), or the HTTP client's message. */
export function transportDetail({ code, message }: TransportFailure): string {
	const address = /^connect [A-Z_]+ (\S{1,80})/.exec(message)?.[1];
	if (address !== undefined) return address;
	const detail = code === '' || GENERAL_CODE.test(code) ? message : code;
	return isReplacedByN8n(detail) ? '' : detail;
}

/** Whether n8n would replace a message that contains this text by its own. */
export function isReplacedByN8n(text: string): boolean {
	return REPLACED_BY_N8N.test(text);
}
