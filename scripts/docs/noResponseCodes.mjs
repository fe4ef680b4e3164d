/** One code or message of Node.js or n8n per cause. The sentences are the same for both services and both contexts. */
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
