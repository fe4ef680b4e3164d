import type { Quota } from '../core/errors';
import type { RequestKind } from './retry';

/** Contents of a 429 message without `Retry-After`. */
export interface QuotaMessage {
	/** undefined if the message names no quota. */
	readonly quota: Quota | undefined;
	/** Milliseconds until the quota renews; undefined if unknown. */
	readonly pauseMs: number | undefined;
}

const MINUTE_MS = 60_000;
/**
 * CPU quotas for hunting renew every quarter of an hour.
 * @see https://learn.microsoft.com/graph/api/security-security-runhuntingquery
 */
const CPU_CYCLE_MS = 15 * MINUTE_MS;
const UNIT_MS = { second: 1_000, minute: MINUTE_MS, hour: 60 * MINUTE_MS } as const;

/**
 * "API calls quota exceeded! maximum allowed 45 per 00:01:00"
 * @see https://github.com/MicrosoftDocs/microsoft-365-docs/issues/4616
 */
const WINDOW = /\bper (\d{1,2}):(\d{2}):(\d{2})\b/i;
/** "… run queries again in 7 minutes", "try again after 30 seconds". */
const RETRY_DELAY = /\bagain (?:in|after)[^\d-]{0,20}(\d{1,4}) ?(second|minute|hour)/i;
const CPU_QUOTA = /\bcpu\b|\bprocessing resources\b|\ballocated resources\b|\b15[- ]minutes? cycle\b/i;
const CALL_QUOTA = /\bcalls? quota\b/i;

/**
 * Reads quota and pause from the message of a 429. A hunt without a reason waits like one without CPU quota, because
 * retries would use up the quota of everybody who hunts in the tenant.
 * @param serviceNowMs Unix time of the service in milliseconds, because the quota cycles follow its clock
 */
export function parseQuotaMessage(kind: RequestKind, message: string, serviceNowMs: number): QuotaMessage {
	const statedMs = readWindow(message) ?? readDelay(message);
	if (CPU_QUOTA.test(message)) return { quota: 'cpu', pauseMs: statedMs ?? untilNextCycle(serviceNowMs) };
	if (CALL_QUOTA.test(message) || WINDOW.test(message))
		return { quota: 'calls', pauseMs: statedMs ?? MINUTE_MS };
	const pauseMs = statedMs ?? (kind === 'hunt' ? untilNextCycle(serviceNowMs) : undefined);
	return { quota: undefined, pauseMs };
}

/** Returns the full window in milliseconds, because the elapsed part is unknown. */
function readWindow(message: string): number | undefined {
	const [, hours, minutes, seconds] = WINDOW.exec(message) ?? [];
	if (seconds === undefined) return undefined;
	return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * UNIT_MS.second;
}

function readDelay(message: string): number | undefined {
	const [, amount, unit] = RETRY_DELAY.exec(message) ?? [];
	const name = unit?.toLowerCase();
	if (name !== 'second' && name !== 'minute' && name !== 'hour') return undefined;
	return Number(amount) * UNIT_MS[name];
}

function untilNextCycle(nowMs: number): number {
	return CPU_CYCLE_MS - (nowMs % CPU_CYCLE_MS);
}
