/** Codes or words of Node.js and n8n, one per cause; both services and both contexts share the sentences. */
export const noResponseCodes = {
	unknownHost: 'ENOTFOUND',
	dnsFailed: 'EAI_AGAIN',
	refused: 'ECONNREFUSED',
	noRoute: 'ENETUNREACH',
	timedOut: 'ETIMEDOUT',
	untrustedCertificate: 'SELF_SIGNED_CERT_IN_CHAIN',
	certificateDates: 'CERT_HAS_EXPIRED',
	certificateName: 'ERR_TLS_CERT_ALTNAME_INVALID',
	tls: 'ERR_SSL_WRONG_VERSION_NUMBER',
	proxy: 'ERR_PROXY_TUNNEL',
	blocked: 'The request was blocked because …',
	closed: 'ECONNRESET',
	truncated: 'stream has been aborted',
	damaged: 'HPE_INVALID_CONSTANT',
	tooLarge: 'ERR_STRING_TOO_LONG',
};
