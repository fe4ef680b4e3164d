import { inputTooDeep, mayBeStored } from './sentences/incidentText';
import { unexpected, type Sentence } from './sentence';

/** What Microsoft said about a failed call, for support cases. Never holds a token or secret (`core/redaction`). */
export interface ServiceTrace {
	readonly status: number;
	/** Microsoft's error code, '' when it sent none. */
	readonly code: string;
	readonly message: string;
	readonly requestId?: string;
	readonly clientRequestId?: string;
}

/** Which of a tenant's quotas is used up: calls in a window, or its share of the service's processors. */
export type Quota = 'calls' | 'cpu';

/** Every reason for which work with Defender stops. Closed: `nodes/shared/toNodeError` handles each member. */
export type ErrorReason =
	/** A parameter is wrong; found before any call. */
	| { readonly kind: 'invalidInput'; readonly field: string }
	/** Entra ID or the credential refused to give a token. */
	| { readonly kind: 'signIn' }
	/** The API refused the token (401). */
	| { readonly kind: 'unauthorized' }
	/** `renewed`: the next call brings a new token, which may permit what this one did not. */
	| { readonly kind: 'forbidden'; readonly renewed?: true }
	| { readonly kind: 'notFound' }
	/** The API refused the request itself (400, 409, 412 and the other 4xx). */
	| { readonly kind: 'rejected' }
	/** 429, and waiting longer would burst the shared budget. `retryAt` is Unix time in milliseconds. */
	| { readonly kind: 'throttled'; readonly retryAt: number }
	/** 5xx that stayed. */
	| { readonly kind: 'serviceDown' }
	| { readonly kind: 'unreachable' }
	/**
	 * The answer is not what the API sends: HTML, a cut body, a missing property. `malformed`: it is about one incident.
	 * `isWhole`: it is whole JSON.
	 */
	| { readonly kind: 'unreadable'; readonly malformed?: true; readonly isWhole?: true }
	/** A 2xx response held Microsoft's own error. */
	| { readonly kind: 'reported' }
	/** Something between n8n and the service responded. */
	| { readonly kind: 'intercepted' }
	/** The answer points to another host (redirect or next link). */
	| { readonly kind: 'misdirected' }
	/** The result lacks rows or may, and the user asked to fail then. */
	| { readonly kind: 'incomplete' }
	/** The incident is not as the request expects it; nothing was overwritten. */
	| { readonly kind: 'conflict' }
	| { readonly kind: 'cancelled' }
	/** The time that n8n gives a poll is up. */
	| { readonly kind: 'overdue' }
	/** A defect of this package. */
	| { readonly kind: 'unexpected' };

/** Whether the failed call may have changed something at the service. */
export type Effect = 'none' | 'unknown';

/** The only error that leaves `defender`: a sentence for the user, and the reason as data. */
export class DefenderError extends Error {
	readonly name = 'DefenderError';
	/** What to do next, and Microsoft's code and request id. */
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

	/** The same, said of work in which an earlier call may have changed something. */
	withUnknownEffect(): DefenderError {
		if (this.effect === 'unknown') return this;
		return new DefenderError(this.reason, this, 'unknown', this.trace);
	}
}

/** Refuses a parameter by name, before any call is made. */
export function invalidInput(field: string, sentence: Sentence): DefenderError {
	return new DefenderError({ kind: 'invalidInput', field }, sentence);
}

/**
 * Explains JavaScript's failure at a value that is nested too deeply; returns every other failure unchanged. Such values come
 * from input items, and nearly every function that reads one can meet them.
 */
export function explainNestingDepth(failure: unknown): unknown {
	const isTooDeep = failure instanceof RangeError && failure.message.includes('call stack');
	return isTooDeep ? new DefenderError({ kind: 'unreadable' }, inputTooDeep()) : failure;
}

/** What was caught, as the one error that may leave `defender`. */
export function asDefenderError(failure: unknown): DefenderError {
	if (failure instanceof DefenderError) return failure;
	return new DefenderError(
		{ kind: 'unexpected' },
		unexpected(failure instanceof Error ? failure.message : String(failure)),
	);
}
