import type { Quota } from '../core/errors';
import type { HttpFailure } from '../core/host';

/** What kind of call it is, which decides whether it may be repeated. */
export type RequestKind = 'read' | 'readWithAlerts' | 'patch' | 'comment' | 'hunt';

/** Why a call brought no result, as far as repeating it is concerned. */
export type RequestOutcome =
	| {
			readonly kind: 'status';
			readonly status: number;
			/** Milliseconds that the answer asks to wait, by header or message; undefined when it does not tell. */
			readonly retryAfterMs: number | undefined;
			readonly quota?: Quota | undefined;
	  }
	| { readonly kind: 'transport'; readonly failure: Extract<HttpFailure['kind'], 'notSent' | 'noResponse'> }
	/** Status 2xx, but a body that cannot be used. */
	| { readonly kind: 'unreadable' };

export type RetryDecision =
	| { readonly kind: 'giveUp' }
	/** Everybody waits (a 429): counted against the shared budget, not as an attempt. */
	| { readonly kind: 'pauseAll'; readonly milliseconds: number; readonly quota?: Quota | undefined }
	/** Only this call waits and counts an attempt. */
	| { readonly kind: 'again'; readonly milliseconds: number };

const MAX_ATTEMPTS = 4;
/** Hunts and expanded alerts: what was too heavy once is so again, and the caller has a lighter way. */
const MAX_ATTEMPTS_HEAVY = 2;
const FIRST_BACKOFF_MS = 500;
const MAX_BACKOFF_MS = 20_000;
/** Where neither `Retry-After` nor the message of a 429 tells how long. */
const DEFAULT_PAUSE_MS = 10_000;

/**
 * The one place that decides about repeating a call (table: hard-parts §5).
 * A write whose fate is unknown is never repeated here; the task reads and compares first.
 * @param attempt attempts made so far, 1 after the first
 * @param chance a number in [0, 1), for full jitter
 */
export function decideRetry(
	call: RequestKind,
	outcome: RequestOutcome,
	attempt: number,
	chance: number,
): RetryDecision {
	if (outcome.kind === 'status' && outcome.status === 429) {
		const milliseconds = Math.max(0, outcome.retryAfterMs ?? DEFAULT_PAUSE_MS);
		return { kind: 'pauseAll', milliseconds, quota: outcome.quota };
	}
	if (!mayRepeat(call, outcome) || attempt >= attemptsFor(call, outcome)) return { kind: 'giveUp' };
	const asked = outcome.kind === 'status' ? outcome.retryAfterMs : undefined;
	const backoff = Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (attempt - 1)) * chance;
	return { kind: 'again', milliseconds: Math.min(MAX_BACKOFF_MS, asked ?? Math.round(backoff)) };
}

/** Whether a call that ended so may have changed something at the service. */
export function mayHaveActed(call: RequestKind, outcome: RequestOutcome): boolean {
	if (call === 'read' || call === 'readWithAlerts' || call === 'hunt') return false;
	if (outcome.kind === 'status') return outcome.status >= 500 && outcome.status !== 503;
	return outcome.kind === 'unreadable' || outcome.failure === 'noResponse';
}

function mayRepeat(call: RequestKind, outcome: RequestOutcome): boolean {
	if (mayHaveActed(call, outcome)) return false;
	return outcome.kind !== 'status' || outcome.status >= 500 || outcome.status === 408;
}

function attemptsFor(call: RequestKind, outcome: RequestOutcome): number {
	const mayBeHeavy = call === 'hunt' || call === 'readWithAlerts';
	return mayBeHeavy && mayHaveRun(outcome) ? MAX_ATTEMPTS_HEAVY : MAX_ATTEMPTS;
}

/** Whether the work may have been done, for minutes perhaps: each repetition then costs the tenant's share of CPU once more. */
function mayHaveRun(outcome: RequestOutcome): boolean {
	if (outcome.kind === 'status') return outcome.status === 500 || outcome.status === 504;
	return outcome.kind === 'unreadable' || outcome.failure === 'noResponse';
}
