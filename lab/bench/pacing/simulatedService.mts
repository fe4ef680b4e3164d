/** How a simulated service limits requests, and what it announces. */
export interface ServiceLimits {
	readonly requestsPerMinute: number;
	/** `fixed`: all requests of a minute count until it ends. `sliding`: each request counts for a minute. */
	readonly window: 'fixed' | 'sliding';
	/** `rateLimit`: `Retry-After` in a 429, and `RateLimit-*` in every response. */
	readonly headers: 'none' | 'retryAfter' | 'rateLimit';
}

export interface SimulatedResponse {
	readonly status: 200 | 429;
	readonly headers: Readonly<Record<string, string>>;
}

const MINUTE_MS = 60_000;

/** A service that limits the requests of all its clients together. Its minutes begin at the time 0 of the simulation. */
export class SimulatedService {
	served = 0;
	refused = 0;
	/** Times at which the requests that count were served. */
	private counted: readonly number[] = [];

	constructor(
		private readonly limits: ServiceLimits,
		private readonly startedAt: number,
	) {}

	respond(now: number): SimulatedResponse {
		const { requestsPerMinute, headers } = this.limits;
		this.counted = this.counted.filter((at) => this.freedAt(at) > now);
		const isRefused = this.counted.length >= requestsPerMinute;
		if (isRefused) this.refused += 1;
		else {
			this.served += 1;
			this.counted = [...this.counted, now];
		}
		// Both kinds of headers have whole seconds, rounded up so that nobody is too early.
		const seconds = String(Math.ceil((this.freedAt(this.counted[0] ?? now) - now) / 1_000));
		const announced = {
			'ratelimit-limit': String(requestsPerMinute),
			'ratelimit-remaining': String(requestsPerMinute - this.counted.length),
			'ratelimit-reset': seconds,
		};
		return {
			status: isRefused ? 429 : 200,
			headers: {
				...(headers === 'rateLimit' ? announced : {}),
				...(isRefused && headers !== 'none' ? { 'retry-after': seconds } : {}),
			},
		};
	}

	/** When a request served at this time no longer counts. */
	private freedAt(at: number): number {
		if (this.limits.window === 'sliding') return at + MINUTE_MS;
		return at + MINUTE_MS - ((at - this.startedAt) % MINUTE_MS);
	}
}
