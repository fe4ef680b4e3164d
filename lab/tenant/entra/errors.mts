import type { Answer } from '../surface.mts';

/** `error` values of the OAuth 2.0 token endpoint that app-only sign-in can meet. */
type OAuthError =
	| 'invalid_request'
	| 'unauthorized_client'
	| 'invalid_client'
	| 'unsupported_grant_type'
	| 'invalid_resource'
	| 'invalid_scope';

/** A refusal of the token endpoint: OAuth error, AADSTS number and the sentence behind the number. */
export class EntraError extends Error {
	constructor(
		readonly error: OAuthError,
		readonly code: number,
		sentence: string,
	) {
		super(sentence);
	}
}

/**
 * The body Entra ID answers: see "Authentication and authorization error codes" in the Entra documentation.
 * `invalid_client` is a 401, everything else a 400.
 */
export function errorAnswer(
	{ error, code, message }: EntraError,
	about: { readonly traceId: string; readonly correlationId: string; readonly at: Date },
): Answer {
	const timestamp = `${about.at.toISOString().slice(0, 19).replace('T', ' ')}Z`;
	const trailer = `Trace ID: ${about.traceId} Correlation ID: ${about.correlationId} Timestamp: ${timestamp}`;
	return {
		status: error === 'invalid_client' ? 401 : 400,
		body: {
			error,
			error_description: `AADSTS${code}: ${message} ${trailer}`,
			error_codes: [code],
			timestamp,
			trace_id: about.traceId,
			correlation_id: about.correlationId,
			error_uri: `https://login.microsoftonline.com/error?code=${code}`,
		},
	};
}

/** 900144: a form field is missing. */
export const missingField = (field: string) =>
	new EntraError(
		'invalid_request',
		900144,
		`The request body must contain the following parameter: '${field}'.`,
	);
