/** Documented limit of a service: at most `requests` in any period of `periodMs` milliseconds. */
export interface RequestQuota {
	readonly requests: number;
	readonly periodMs: number;
}

/** Milliseconds by which requests may arrive closer together at the service than they were sent. */
const MARGIN_MS = 500;

/**
 * Returns the part of each quota that one execution may use, at least one request.
 * @param percent 1 to 100
 */
export function shareOf(quotas: readonly RequestQuota[], percent: number): readonly RequestQuota[] {
	return quotas.map(({ requests, periodMs }) => ({
		requests: Math.max(1, Math.floor((requests * percent) / 100)),
		periodMs,
	}));
}

/** The requests of one execution that count against documented quotas. Each one counts for a full period. */
export class QuotaUse {
	/** Unix times in milliseconds, oldest first; as many as the largest quota has requests. */
	private readonly sentAt: number[] = [];
	private readonly largest: number;

	constructor(private readonly quotas: readonly RequestQuota[]) {
		this.largest = Math.max(0, ...quotas.map(({ requests }) => requests));
	}

	noteRequest(now: number): void {
		this.sentAt.push(now);
		if (this.sentAt.length > this.largest) this.sentAt.shift();
	}

	/** Returns the milliseconds until the quotas allow another request. */
	waitMs(now: number): number {
		const waits = this.quotas.map(({ requests, periodMs }) => {
			const oldest = this.sentAt[this.sentAt.length - requests];
			return oldest === undefined ? 0 : oldest + periodMs + MARGIN_MS - now;
		});
		return Math.max(0, ...waits);
	}
}
