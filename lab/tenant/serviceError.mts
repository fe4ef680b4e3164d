/** A refusal of a service; `code` may be empty, as some of Graph's are. Each API writes it in a body of its own shape. */
export class ServiceError extends Error {
	constructor(
		readonly status: number,
		readonly code: string,
		message: string,
		readonly headers: Readonly<Record<string, string>> = {},
	) {
		super(message);
	}
}

/** 400 `BadRequest`. */
export const badRequest = (message: string) => new ServiceError(400, 'BadRequest', message);

/** A mistake of the practice tenant itself: a plain message, so that a test shows it at once. */
export function asServiceError(error: unknown): ServiceError {
	if (error instanceof ServiceError) return error;
	const reason = error instanceof Error ? error.message : String(error);
	return new ServiceError(500, 'PracticeTenantDefect', reason);
}
