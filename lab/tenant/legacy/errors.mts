import { ServiceError } from '../serviceError.mts';

/** 400 for a value that the API does not take. */
export const invalidInput = (message: string) => new ServiceError(400, 'InvalidInput', message);
/** 400 for a body that is not what the operation takes. */
export const invalidBody = (message: string) => new ServiceError(400, 'InvalidRequestBody', message);

/** The body of every error of the older API; `target` is what Microsoft's support asks for. */
export const errorBody = ({ code, message }: Pick<ServiceError, 'code' | 'message'>, target: string) => ({
	error: { code, message, target },
});

/**
 * Code and message that go with a bare status. The documented code of a 429 is `TooManyRequests`; on the wire it was the
 * text `429` with limit and window in the message (MicrosoftDocs/microsoft-365-docs #4616).
 */
export const PLAIN_ERRORS: Readonly<Record<number, readonly [code: string, message: string]>> = {
	400: ['BadRequest', 'The request is not valid.'],
	401: ['Unauthorized', 'The access token has expired or is not yet valid.'],
	403: ['Forbidden', 'Access to the resource is denied.'],
	404: ['ResourceNotFound', 'The resource was not found.'],
	429: ['429', 'API calls quota exceeded! maximum allowed 50 per 00:01:00'],
	500: ['InternalServerError', 'An internal error occurred.'],
};
