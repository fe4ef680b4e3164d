import type { ThrottleSignals } from './throttleSignals';

type Remaining = NonNullable<ThrottleSignals['remaining']>;

/** Reset times that differ by at most this many milliseconds belong to the same period, because headers have whole seconds. */
const SAME_PERIOD_MS = 1_000;

/** Whether the announced limit allows another request: now, after a response, or at a Unix time in milliseconds. */
export type Allowance = 'now' | 'afterResponse' | { readonly at: number };

/** The requests that the service has announced to accept until the next reset. */
export class AnnouncedLimit {
	private newest: Remaining | undefined;

	/** Responses of parallel requests may arrive in another order, so the lowest number of a period applies. */
	note(announced: Remaining | undefined): void {
		if (announced === undefined) return;
		const { newest } = this;
		const isSamePeriod =
			newest !== undefined && Math.abs(announced.resetAt - newest.resetAt) <= SAME_PERIOD_MS;
		const requests = isSamePeriod ? Math.min(newest.requests, announced.requests) : announced.requests;
		this.newest = { requests, resetAt: announced.resetAt };
	}

	/** @param inProgress requests without a response; the announced number may not include them */
	allowance(now: number, inProgress: number): Allowance {
		const { newest } = this;
		if (newest === undefined || now >= newest.resetAt || inProgress < newest.requests) return 'now';
		return newest.requests === 0 ? { at: newest.resetAt } : 'afterResponse';
	}

	/** Ignores the announcement, so that the next request shows whether the service throttles. */
	forget(): void {
		this.newest = undefined;
	}
}
