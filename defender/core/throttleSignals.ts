/** What a response shows about the service's limits, besides its status and `Retry-After`. */
export interface ThrottleSignals {
	/** The requests that the service still accepts before `resetAt`, a Unix time in milliseconds. */
	readonly remaining: { readonly requests: number; readonly resetAt: number } | undefined;
	/** Used part of the limit; from 0.8 on, the service reports it. More than 1: the service is about to throttle. */
	readonly usedShare: number | undefined;
}

/** How a request ended, as far as the pacing of the next ones is concerned. */
export interface RequestEnd {
	/** `failed`: 5xx or no response. `other`: 429, which also calls for a pause, or a reason outside the service. */
	readonly kind: 'served' | 'failed' | 'other';
	/** undefined without a response. */
	readonly signals: ThrottleSignals | undefined;
}

/** From this part of the limit on, Microsoft Graph reports the use. */
const HIGH_SHARE = 0.8;

/**
 * Reads the headers with which Microsoft's services announce a limit.
 * @param headers names in lower case
 * @param now Unix time in milliseconds
 * @see https://learn.microsoft.com/graph/throttling-limits#regular-responses-requests
 * @see https://learn.microsoft.com/sharepoint/dev/general-development/how-to-avoid-getting-throttled-or-blocked-in-sharepoint-online#ratelimit-headers---preview
 */
export function readThrottleSignals(headers: Readonly<Record<string, string>>, now: number): ThrottleSignals {
	const requests = readNumber(headers['ratelimit-remaining']);
	const resetSeconds = readNumber(headers['ratelimit-reset']);
	return {
		remaining:
			requests === undefined || resetSeconds === undefined
				? undefined
				: { requests, resetAt: now + resetSeconds * 1_000 },
		usedShare: readNumber(headers['x-ms-throttle-limit-percentage']),
	};
}

/** Whether the service is about to throttle. */
export function isLimitNear(signals: ThrottleSignals | undefined): boolean {
	return (signals?.usedShare ?? 0) >= HIGH_SHARE;
}

function readNumber(header: string | undefined): number | undefined {
	return header !== undefined && /^\d{1,9}(\.\d{1,9})?$/.test(header) ? Number(header) : undefined;
}
