import type { ServiceError } from '../serviceError.mts';

/** The body of every Graph error: see "Microsoft Graph error responses". */
export function errorBody(
	error: Pick<ServiceError, 'code' | 'message'>,
	about: { readonly date: string; readonly requestId: string; readonly clientRequestId: string },
) {
	const innerError = {
		date: about.date.slice(0, 19),
		'request-id': about.requestId,
		'client-request-id': about.clientRequestId,
	};
	return { error: { code: error.code, message: error.message, innerError } };
}

/** Code and message that go with a bare status. */
export const PLAIN_ERRORS: Readonly<Record<number, readonly [code: string, message: string]>> = {
	400: ['BadRequest', 'The request is not valid.'],
	401: ['InvalidAuthenticationToken', 'Access token has expired or is not yet valid.'],
	403: ['Forbidden', 'Access to the resource is denied.'],
	404: ['NotFound', 'The resource was not found.'],
	412: ['PreconditionFailed', 'The resource has changed since it was read.'],
	423: ['Locked', 'The resource is locked.'],
	429: ['TooManyRequests', 'Too many requests. Please retry later.'],
	500: ['UnknownError', ''],
	502: ['BadGateway', 'Bad gateway.'],
	503: ['ServiceUnavailable', 'The service is temporarily unavailable.'],
	504: ['UnknownError', ''],
};
