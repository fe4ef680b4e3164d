import type { Answer } from '../surface.mts';

/** `error` values of the OAuth 2.0 endpoints that sign-in can meet. */
export type OAuthError =
	| 'invalid_request'
	| 'invalid_grant'
	| 'interaction_required'
	| 'access_denied'
	| 'login_required'
	| 'unsupported_response_type'
	| 'unauthorized_client'
	| 'invalid_client'
	| 'unsupported_grant_type'
	| 'invalid_resource'
	| 'invalid_scope'
	| 'temporarily_unavailable';

/** What a refusal asks of whoever shows it; seen in answers quoted in public issue trackers. */
export type SubError = 'basic_action' | 'message_only' | 'consent_required' | 'token_expired' | 'bad_token';

/** A refusal of Entra ID: OAuth error, AADSTS number and the sentence behind the number. */
export class EntraError extends Error {
	constructor(
		readonly error: OAuthError,
		readonly code: number,
		sentence: string,
		readonly suberror?: SubError,
	) {
		super(sentence);
	}
}

/** The ids and time that Entra ID puts on each of its answers. */
export interface Trace {
	readonly traceId: string;
	readonly correlationId: string;
	readonly at: Date;
}

const timestampOf = ({ at }: Trace): string => `${at.toISOString().slice(0, 19).replace('T', ' ')}Z`;

/** `error_description`: the sentence after its number, and how to find the call in the logs. */
export const describeError = ({ code, message }: EntraError, trace: Trace): string =>
	`AADSTS${code}: ${message} Trace ID: ${trace.traceId} Correlation ID: ${trace.correlationId} Timestamp: ${timestampOf(trace)}`;

export const errorUri = (code: number): string => `https://login.microsoftonline.com/error?code=${code}`;

/**
 * The body Entra ID answers: see "Authentication and authorization error codes" in the Entra documentation.
 * `invalid_client` is a 401, everything else a 400.
 */
export function errorAnswer(refusal: EntraError, trace: Trace): Answer {
	const { error, code, suberror } = refusal;
	return {
		status: error === 'invalid_client' ? 401 : 400,
		body: {
			error,
			error_description: describeError(refusal, trace),
			error_codes: [code],
			timestamp: timestampOf(trace),
			trace_id: trace.traceId,
			correlation_id: trace.correlationId,
			error_uri: errorUri(code),
			...(suberror === undefined ? {} : { suberror }),
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

/** 500011: the API is not known in the tenant. */
export const unknownResource = (audience: string, tenantId: string) =>
	new EntraError(
		'invalid_resource',
		500011,
		`The resource principal named ${audience} was not found in the tenant named ${tenantId}. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication request to the wrong tenant.`,
	);

/** 700016: the app is not known in the tenant. */
export const unknownApp = (clientId: string, tenantId: string) =>
	new EntraError(
		'unauthorized_client',
		700016,
		`Application with identifier '${clientId}' was not found in the directory '${tenantId}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.`,
	);
