import type { Quota } from '../core/errors';
import type { RequestKind } from './retry';

/** What a 429 without `Retry-After` says in prose. */
export interface QuotaNotice {
	/** undefined when the message names none. */
	readonly quota: Quota | undefined;
	/** Milliseconds until the quota is said to renew; undefined when nothing tells. */
	readonly pauseMs: number | undefined;
}

const MINUTE_MS = 60_000;
/** CPU quotas of hunting renew with each quarter of an hour (Graph `security: runHuntingQuery`, limits). */
const CPU_CYCLE_MS = 15 * MINUTE_MS;
const UNIT_MS = { second: 1_000, minute: MINUTE_MS, hour: 60 * MINUTE_MS } as const;

/** "API calls quota exceeded! maximum allowed 45 per 00:01:00" (observed: MicrosoftDocs/microsoft-365-docs #4616). */
const WINDOW = /\bper (\d{1,2}):(\d{2}):(\d{2})\b/i;
/** "… run queries again in 7 minutes", "try again after 30 seconds". */
const AGAIN_IN = /\bagain (?:in|after)[^\d-]{0,20}(\d{1,4}) ?(second|minute|hour)/i;
const CPU_WORDS = /\bcpu\b|\bprocessing resources\b|\ballocated resources\b|\b15[- ]minutes? cycle\b/i;
const CALLS_WORDS = /\bcalls? quota\b/i;

/**
 * Tells the quotas of a 429 apart by its message, and when to come back. A hunt refused for no reason that is named waits as
 * if out of CPU: asking again in a tenant whose share is used up costs everybody who hunts there.
 * @param serviceNowMs the service's own time in Unix milliseconds, since the cycles are its own
 */
export function readQuota(call: RequestKind, message: string, serviceNowMs: number): QuotaNotice {
	const told = windowOf(message) ?? againIn(message);
	if (CPU_WORDS.test(message)) return { quota: 'cpu', pauseMs: told ?? untilNextCycle(serviceNowMs) };
	if (CALLS_WORDS.test(message) || WINDOW.test(message))
		return { quota: 'calls', pauseMs: told ?? MINUTE_MS };
	const pauseMs = told ?? (call === 'hunt' ? untilNextCycle(serviceNowMs) : undefined);
	return { quota: undefined, pauseMs };
}

/** The whole window: nothing tells how much of it has passed. */
function windowOf(message: string): number | undefined {
	const [, hours, minutes, seconds] = WINDOW.exec(message) ?? [];
	if (seconds === undefined) return undefined;
	return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * UNIT_MS.second;
}

function againIn(message: string): number | undefined {
	const [, amount, unit] = AGAIN_IN.exec(message) ?? [];
	const name = unit?.toLowerCase();
	if (name !== 'second' && name !== 'minute' && name !== 'hour') return undefined;
	return Number(amount) * UNIT_MS[name];
}

function untilNextCycle(nowMs: number): number {
	return CPU_CYCLE_MS - (nowMs % CPU_CYCLE_MS);
}
