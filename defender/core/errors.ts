import { inputTooDeep, mayBeStored } from './sentences/errorText';
import { unexpected, type Sentence } from './sentence';

/** Microsoft's details of a failed request, for support cases. Contains no token or secret (`core/redaction`). */
export interface ServiceTrace {
	readonly status: number;
	/** Microsoft's error code; '' without one. */
	readonly code: string;
	readonly message: string;
	readonly requestId?: string;
	readonly clientRequestId?: string;
}

/** The exhausted quota of a tenant: API requests within a time window, or CPU time for hunting. */
export type Quota = 'calls' | 'cpu';

/** Reason for a `DefenderError`. This union is closed: `toNodeError` handles each member. */
export type ErrorReason =
	/** A parameter is invalid. No request was sent. */
	| { readonly kind: 'invalidInput'; readonly field: string }
	/** Entra ID or the credential returned no token. */
	| { readonly kind: 'signIn' }
	/** The API rejected the token (401). */
	| { readonly kind: 'unauthorized' }
	/** `renewed`: the next request uses a new token, which may have the missing permission. */
	| { readonly kind: 'forbidden'; readonly renewed?: true }
	| { readonly kind: 'notFound' }
	/**
	 * The API rejected the request itself (400, 409, 412 and the other 4xx). `isTooLarge`: a hunt exceeds the service's limits of
	 * CPU, memory or result size.
	 */
	| { readonly kind: 'rejected'; readonly isTooLarge?: true }
	/** 429, and waiting would exceed the execution's maximum wait. `retryAt`: Unix time in milliseconds. */
	| { readonly kind: 'throttled'; readonly retryAt: number }
	/** 5xx after the last retry. */
	| { readonly kind: 'serviceDown' }
	| { readonly kind: 'unreachable' }
	/**
	 * The response is not what the API documents: HTML, a truncated body, a missing property. `malformed`: only one
	 * incident is affected. `isWhole`: the body is complete JSON.
	 */
	| { readonly kind: 'unreadable'; readonly malformed?: true; readonly isWhole?: true }
	/** A 2xx response contains an error. */
	| { readonly kind: 'reported' }
	/** A proxy or firewall responded instead of the service. */
	| { readonly kind: 'intercepted' }
	/** The response points to another host (redirect or next link). */
	| { readonly kind: 'misdirected' }
	/** Rows are or may be missing, and the user chose to fail in this case. */
	| { readonly kind: 'incomplete' }
	/** The incident does not meet the conditions. Nothing was overwritten. */
	| { readonly kind: 'conflict' }
	| { readonly kind: 'canceled' }
	/** The time limit of a poll has passed. */
	| { readonly kind: 'overdue' }
	/** A defect of this package. */
	| { readonly kind: 'unexpected' };

/** Effect of the failed request on stored data: `unknown` if the service may have changed something. */
export type Effect = 'none' | 'unknown';

/** Error with a sentence for the user and its reason as data. `defender` throws no other error. */
export class DefenderError extends Error {
	readonly name = 'DefenderError';
	/** What to do next, and Microsoft's error code and request ID. */
	readonly description: string;

	constructor(
		readonly reason: ErrorReason,
		sentence: Sentence,
		readonly effect: Effect = 'none',
		readonly trace?: ServiceTrace,
	) {
		super(sentence.message);
		this.description =
			effect === 'unknown' ? `${sentence.description} ${mayBeStored()}` : sentence.description;
	}

	/** Returns this error for work in which an earlier request may have changed something. */
	withUnknownEffect(): DefenderError {
		if (this.effect === 'unknown') return this;
		return new DefenderError(this.reason, this, 'unknown', this.trace);
	}
}

/** Creates the error for an invalid parameter, before any request is sent. */
export function invalidInput(field: string, sentence: Sentence): DefenderError {
	return new DefenderError({ kind: 'invalidInput', field }, sentence);
}

/**
 * Replaces JavaScript's stack overflow at a deeply nested value by an explanation. Such values come from input items, and
 * nearly every function that reads one can fail this way.
 * @returns every other failure unchanged
 */
export function explainNestingDepth(failure: unknown): unknown {
	const isTooDeep = failure instanceof RangeError && failure.message.includes('call stack');
	return isTooDeep ? new DefenderError({ kind: 'unreadable' }, inputTooDeep()) : failure;
}

/** Whether the failure is a 404: the incident does not exist, or is not visible to this credential. */
export function isNotFound(failure: unknown): boolean {
	return failure instanceof DefenderError && failure.reason.kind === 'notFound';
}

/** Returns the failure as `DefenderError`; wraps any other value as `unexpected`. */
export function asDefenderError(failure: unknown): DefenderError {
	if (failure instanceof DefenderError) return failure;
	return new DefenderError(
		{ kind: 'unexpected' },
		unexpected(failure instanceof Error ? failure.message : String(failure)),
	);
}
