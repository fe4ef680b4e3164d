import { DefenderError, type Quota, type ServiceTrace } from './errors';
import type { Host } from './host';
import { cancelled, throttled } from './sentences/serviceText';

/** A burst no larger than this leaves at once; afterwards calls leave at the rate (hard-parts §5). */
const BURST = 10;
/** How long the rate stays halved after a 429. */
const CAUTION_MS = 60_000;
/** Least pause after a 429: one that asks for none would otherwise be asked again for ever, at no cost to the budget. */
const MIN_PAUSE_MS = 1_000;
/** How long after a refused sign-in no call leaves; then the next one may find it mended. */
const REFUSED_MS = 5_000;

export interface PacerOptions {
	readonly ratePerMinute: number;
	/** Milliseconds that all calls of this execution together may spend waiting for a throttled service. */
	readonly maxWaitMs: number;
}

/** Why no further call leaves. */
interface Closing {
	/** Unix time in milliseconds. */
	readonly retryAt: number;
	readonly trace: ServiceTrace | undefined;
	readonly quota: Quota | undefined;
}

/**
 * Decides when a call may leave, for all items of one node execution together: a token bucket, one shared pause after a
 * 429, and one shared budget for such pauses, so that parallel items neither stampede nor each wait on their own.
 * Nothing is shared between executions; there the service's own 429 coordinates.
 */
export class Pacer {
	private tokens: number;
	private refilledAt: number;
	private notBefore = 0;
	private cautiousUntil = 0;
	private waited = 0;
	private closed: Closing | undefined;
	private refusal: { readonly error: DefenderError; readonly until: number } | undefined;
	private queue: Promise<void> = Promise.resolve();
	private wakeAll: () => void = () => undefined;
	private readonly closing = new Promise<void>((resolve) => {
		this.wakeAll = resolve;
	});

	constructor(
		private readonly host: Host,
		private readonly options: PacerOptions,
	) {
		this.tokens = Math.min(BURST, options.ratePerMinute);
		this.refilledAt = host.now();
	}

	/**
	 * Waits for a place; places are given in the order of asking.
	 * @throws DefenderError `cancelled`, `throttled` once the waiting budget is spent, or the error of a sign-in that was
	 *   refused moments ago
	 */
	async acquire(): Promise<void> {
		const turn = this.queue.then(async () => await this.waitForToken());
		this.queue = turn.catch(() => undefined);
		await turn;
	}

	/**
	 * Counts a call that must not wait: the write that follows its own guard read back to back.
	 * @throws DefenderError `cancelled`, since a cancelled run starts no new write (hard-parts §6)
	 */
	acquireNow(): void {
		this.throwIfCancelled();
		this.refill();
		this.tokens -= 1;
	}

	/**
	 * Tells the pacer of a 429. All calls pause until `pauseMs` from now, then leave one at a time at half the rate.
	 * When the pause bursts the budget, this and every waiting call fail with the instant to try again.
	 */
	recordThrottling(pauseMs: number, trace?: ServiceTrace, quota?: Quota): void {
		const now = this.host.now();
		const until = now + Math.max(MIN_PAUSE_MS, pauseMs);
		const added = Math.max(0, until - Math.max(now, this.notBefore));
		if (this.waited + added > this.options.maxWaitMs) {
			this.closed = { retryAt: Math.max(this.closed?.retryAt ?? 0, until), trace, quota };
			this.wakeAll();
			return;
		}
		this.waited += added;
		this.notBefore = Math.max(this.notBefore, until);
		this.cautiousUntil = Math.max(this.cautiousUntil, this.notBefore + CAUTION_MS);
		this.tokens = Math.min(this.tokens, 1);
		this.refilledAt = Math.max(this.refilledAt, this.notBefore);
	}

	/**
	 * Tells the pacer that Entra ID refused the sign-in with which all these calls leave: for a few seconds they fail with
	 * the same error, so that hundreds of items neither ask Entra ID one by one nor wait for their places in vain.
	 */
	recordSignInRejection(error: DefenderError): void {
		this.refusal = { error, until: this.host.now() + REFUSED_MS };
	}

	private async waitForToken(): Promise<void> {
		for (;;) {
			this.throwIfCancelled();
			if (this.closed !== undefined) {
				const { retryAt, trace, quota } = this.closed;
				const sentence = throttled(retryAt, this.options.maxWaitMs, trace, quota);
				throw new DefenderError({ kind: 'throttled', retryAt }, sentence, 'none', trace);
			}
			if (this.refusal !== undefined && this.host.now() < this.refusal.until) throw this.refusal.error;
			const pause = this.notBefore - this.host.now();
			if (pause > 0) {
				await Promise.race([this.host.sleep(pause), this.closing]);
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

	private throwIfCancelled(): void {
		if (this.host.isCancelled()) throw new DefenderError({ kind: 'cancelled' }, cancelled());
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
		const rate =
			this.host.now() < this.cautiousUntil ? this.options.ratePerMinute / 2 : this.options.ratePerMinute;
		return 60_000 / rate;
	}
}
