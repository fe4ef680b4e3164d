import type { Effect, Quota } from '../core/errors';
import type { HttpFailure } from '../core/host';

/** Kind of request, which decides whether it may be retried. */
export type RequestKind = 'read' | 'readWithAlerts' | 'patch' | 'comment' | 'hunt';

/** How a request ended without a usable response. */
export type RequestOutcome =
	| {
			readonly kind: 'status';
			readonly status: number;
			/** Milliseconds to wait, from the header or message of the response; undefined if it names none. */
			readonly retryAfterMs: number | undefined;
			readonly quota?: Quota | undefined;
	  }
	| { readonly kind: 'transport'; readonly failure: Extract<HttpFailure['kind'], 'notSent' | 'noResponse'> }
	/** Status 2xx with an unusable body. */
	| { readonly kind: 'unreadable' };

export type RetryDecision =
	| { readonly kind: 'fail' }
	/**
	 * Throttled (429): all requests of the execution pause. The pause counts as wait, not as an attempt. `isGuess`: the
	 * response names no time.
	 */
	| {
			readonly kind: 'pauseAll';
			readonly milliseconds: number;
			readonly isGuess: boolean;
			readonly quota?: Quota | undefined;
	  }
	/** Only this request waits and uses an attempt. */
	| { readonly kind: 'retry'; readonly milliseconds: number };

const MAX_ATTEMPTS = 4;
/** For hunts and expanded alerts: a request that was too heavy fails again, and the task can send a lighter one. */
const MAX_ATTEMPTS_HEAVY = 2;
const FIRST_BACKOFF_MS = 500;
const MAX_BACKOFF_MS = 20_000;
/** Pause after a 429 without `Retry-After` and without a time in its message. */
const DEFAULT_PAUSE_MS = 10_000;

/**
 * Decides whether and when a request is retried. No other code decides this.
 * A write with an unknown effect is not retried: the task reads the incident and compares first.
 * @param attempt number of attempts so far
 * @param chance random number in [0, 1), for full jitter
 */
export function decideRetry(
	kind: RequestKind,
	outcome: RequestOutcome,
	attempt: number,
	chance: number,
): RetryDecision {
	if (outcome.kind === 'status' && outcome.status === 429) {
		const { retryAfterMs, quota } = outcome;
		const milliseconds = Math.max(0, retryAfterMs ?? DEFAULT_PAUSE_MS);
		return { kind: 'pauseAll', milliseconds, isGuess: retryAfterMs === undefined, quota };
	}
	if (!isRetryable(kind, outcome) || attempt >= maxAttempts(kind, outcome)) return { kind: 'fail' };
	const retryAfterMs = outcome.kind === 'status' ? outcome.retryAfterMs : undefined;
	const backoffMs = Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (attempt - 1)) * chance;
	return { kind: 'retry', milliseconds: Math.min(MAX_BACKOFF_MS, retryAfterMs ?? Math.round(backoffMs)) };
}

/** Returns the possible effect of a failed request on stored data. */
export function possibleEffect(kind: RequestKind, outcome: RequestOutcome | undefined): Effect {
	if (outcome === undefined || kind === 'read' || kind === 'readWithAlerts' || kind === 'hunt') return 'none';
	if (outcome.kind === 'status') return outcome.status >= 500 && outcome.status !== 503 ? 'unknown' : 'none';
	return outcome.kind === 'unreadable' || outcome.failure === 'noResponse' ? 'unknown' : 'none';
}

function isRetryable(kind: RequestKind, outcome: RequestOutcome): boolean {
	if (possibleEffect(kind, outcome) === 'unknown') return false;
	return outcome.kind !== 'status' || outcome.status >= 500 || outcome.status === 408;
}

function maxAttempts(kind: RequestKind, outcome: RequestOutcome): number {
	const canBeHeavy = kind === 'hunt' || kind === 'readWithAlerts';
	return canBeHeavy && hasPossiblyRun(outcome) ? MAX_ATTEMPTS_HEAVY : MAX_ATTEMPTS;
}

/** Whether the service may have run the request for minutes. Each attempt then uses the tenant's CPU quota again. */
function hasPossiblyRun(outcome: RequestOutcome): boolean {
	if (outcome.kind === 'status') return outcome.status === 500 || outcome.status === 504;
	return outcome.kind === 'unreadable' || outcome.failure === 'noResponse';
}
