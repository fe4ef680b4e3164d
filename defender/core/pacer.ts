import { DefenderError, type Quota, type ServiceTrace } from './errors';
import type { Host } from './host';
import { canceled, throttled } from './sentences/serviceText';

/** Capacity of the token bucket: this many requests may be sent at once. */
const BURST = 10;
/** Milliseconds for which the rate is halved after a 429. */
const REDUCED_RATE_MS = 60_000;
/** Minimum pause after a 429, in milliseconds. With zero, endless retries would never use up the maximum wait. */
const MIN_PAUSE_MS = 1_000;
/** Milliseconds for which requests fail after a rejected sign-in. The next request afterwards tries again. */
const REJECTED_SIGN_IN_MS = 5_000;

export interface PacerOptions {
	readonly ratePerMinute: number;
	/** Milliseconds that all requests of this execution together may wait for a throttled service. */
	readonly maxWaitMs: number;
}

/** Why the execution sends no further request. */
interface Exhaustion {
	/** Unix time in milliseconds. */
	readonly retryAt: number;
	readonly trace: ServiceTrace | undefined;
	readonly quota: Quota | undefined;
}

/**
 * Rate limiter for all items of one node execution: a token bucket, one shared pause after a 429, and one maximum for the
 * total of such pauses, so that parallel items neither send at once nor wait separately. Executions share no limiter;
 * between them, the service's own 429 coordinates.
 */
export class Pacer {
	private tokens: number;
	private refilledAt: number;
	private pausedUntil = 0;
	private reducedRateUntil = 0;
	private waitedMs = 0;
	private exhaustion: Exhaustion | undefined;
	private signInRejection: { readonly error: DefenderError; readonly until: number } | undefined;
	private queue: Promise<void> = Promise.resolve();

	constructor(
		private readonly host: Host,
		private readonly options: PacerOptions,
	) {
		this.tokens = Math.min(BURST, options.ratePerMinute);
		this.refilledAt = host.now();
	}

	/**
	 * Waits for a token. Tokens are granted in the order of the calls.
	 * @throws DefenderError `canceled`; `throttled` once the maximum wait is exceeded; the error of a sign-in that was
	 *   rejected a moment ago
	 */
	async acquire(): Promise<void> {
		const acquired = this.queue.then(async () => await this.waitForToken());
		this.queue = acquired.catch(() => undefined);
		await acquired;
	}

	/**
	 * Takes a token without waiting, for a write that must follow its read immediately.
	 * @throws DefenderError `canceled`, because a canceled execution starts no write
	 */
	acquireNow(): void {
		this.throwIfCanceled();
		this.refill();
		this.tokens -= 1;
	}

	/**
	 * Pauses all requests after a 429; afterwards they are sent at half the rate. If the pause exceeds the maximum wait, this
	 * and all waiting requests fail with the time of the next possible retry.
	 */
	recordThrottling(pauseMs: number, trace?: ServiceTrace, quota?: Quota): void {
		const now = this.host.now();
		const until = now + Math.max(MIN_PAUSE_MS, pauseMs);
		const addedMs = Math.max(0, until - Math.max(now, this.pausedUntil));
		if (this.waitedMs + addedMs > this.options.maxWaitMs) {
			this.exhaustion = { retryAt: Math.max(this.exhaustion?.retryAt ?? 0, until), trace, quota };
			return;
		}
		this.waitedMs += addedMs;
		this.pausedUntil = Math.max(this.pausedUntil, until);
		this.reducedRateUntil = Math.max(this.reducedRateUntil, this.pausedUntil + REDUCED_RATE_MS);
		this.tokens = Math.min(this.tokens, 1);
		this.refilledAt = Math.max(this.refilledAt, this.pausedUntil);
	}

	/**
	 * Fails all requests of the next seconds with the error of a rejected sign-in, so that hundreds of items neither try to
	 * sign in one by one nor wait for tokens without success.
	 */
	recordSignInRejection(error: DefenderError): void {
		this.signInRejection = { error, until: this.host.now() + REJECTED_SIGN_IN_MS };
	}

	private async waitForToken(): Promise<void> {
		for (;;) {
			this.throwIfCanceled();
			this.throwIfExhausted();
			const { signInRejection } = this;
			if (signInRejection !== undefined && this.host.now() < signInRejection.until)
				throw signInRejection.error;
			const pause = this.pausedUntil - this.host.now();
			if (pause > 0) {
				await this.host.sleep(pause, () => this.exhaustion !== undefined);
				continue;
			}
			this.refill();
			if (this.tokens >= 1) {
				this.tokens -= 1;
				return;
			}
			await this.host.sleep(Math.ceil((1 - this.tokens) * this.millisPerToken()));
		}
	}

	private throwIfCanceled(): void {
		if (this.host.isCanceled()) throw new DefenderError({ kind: 'canceled' }, canceled());
	}

	private throwIfExhausted(): void {
		if (this.exhaustion === undefined) return;
		const { retryAt, trace, quota } = this.exhaustion;
		const sentence = throttled(retryAt, this.options.maxWaitMs, trace, quota);
		throw new DefenderError({ kind: 'throttled', retryAt }, sentence, 'none', trace);
	}

	private refill(): void {
		const now = this.host.now();
		const elapsed = now - this.refilledAt;
		if (elapsed <= 0) return;
		const capacity = Math.min(BURST, this.options.ratePerMinute);
		this.tokens = Math.min(capacity, this.tokens + elapsed / this.millisPerToken());
		this.refilledAt = now;
	}

	private millisPerToken(): number {
		const { ratePerMinute } = this.options;
		const rate = this.host.now() < this.reducedRateUntil ? ratePerMinute / 2 : ratePerMinute;
		return 60_000 / rate;
	}
}
