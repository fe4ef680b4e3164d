/**
 * Why a request got no complete response. The same causes apply to the API and to the sign-in.
 * `closed`: the connection ended before the status line. `truncated`: the response began and broke off.
 * `damaged`: not valid HTTP or not decompressible. `blocked`: n8n itself refused to connect.
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

/** What an HTTP client reports about a request without a complete response. */
export interface TransportFailure {
	/** Code of Node.js, OpenSSL or the HTTP client, '' without one. */
	readonly code: string;
	readonly message: string;
	/** Whether status and headers had arrived. */
	readonly hasBegun?: boolean;
}

type Row = readonly [cause: NoResponseCause, code: RegExp, message?: RegExp];

const NEVER = /(?!)/;

/**
 * In this order; the first row whose code or message fits decides.
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

/** Finds the cause of a missing response; `unknown` when no row matches. */
export function classifyNoResponse({ code, message, hasBegun }: TransportFailure): NoResponseCause {
	const row = ROWS.find(([, codes, messages]) => codes.test(code) || messages?.test(message) === true);
	const cause = row?.[0] ?? 'unknown';
	// A reset or an unknown failure after the headers truncated the body.
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

/** Whether the request certainly did not reach the service. */
export function isNeverSent(cause: NoResponseCause): boolean {
	return NEVER_SENT.has(cause);
}

/** Codes with which Axios marks what it has no code for. */
const NO_CODE = /^ERR_(?:BAD_RESPONSE|BAD_REQUEST|NETWORK)$/;

/**
 * n8n replaces a whole message in which one of these occurs. The cause says the same in words, so they are left out.
 * @see https://github.com/n8n-io/n8n/blob/n8n%402.41.1/packages/workflow/src/errors/abstract/node.error.ts
 */
const REPLACED_BY_N8N =
	/ECONNREFUSED|ECONNRESET|ENOTFOUND|ETIMEDOUT|ERRADDRINUSE|EADDRNOTAVAIL|ECONNABORTED|EHOSTUNREACH|EAI_AGAIN|ENOENT|EISDIR|ENOTDIR|EACCES|EEXIST|EPERM|GETADDRINFO/i;

/** What the cause does not say: the address that Node.js tried, which may be a proxy's, or the HTTP client's own words. */
export function transportDetail({ code, message }: TransportFailure): string {
	const address = /^connect [A-Z_]+ (\S{1,80})/.exec(message)?.[1];
	if (address !== undefined) return address;
	const words = code === '' || NO_CODE.test(code) ? message : code;
	return isReplacedByN8n(words) ? '' : words;
}

/** Whether n8n would show a text of its own in place of a message with these words. */
export function isReplacedByN8n(words: string): boolean {
	return REPLACED_BY_N8N.test(words);
}
