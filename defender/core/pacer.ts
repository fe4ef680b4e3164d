import { AnnouncedLimit } from './announcedLimit';
import { DefenderError } from './errors';
import type { Host } from './host';
import { LearnedRate } from './learnedRate';
import { Parallelism } from './parallelism';
import { QuotaUse, type RequestQuota } from './requestQuota';
import { canceled } from './sentences/serviceText';
import { SharedPause, type RequestNumber, type Throttling } from './sharedPause';
import { isLimitNear, type RequestEnd } from './throttleSignals';

/** Milliseconds for which requests fail after a rejected sign-in. The next request afterwards tries again. */
const REJECTED_SIGN_IN_MS = 5_000;
/** A longer wait for a documented quota counts as a pause. */
const MAX_QUOTA_WAIT_MS = 61_000;

export interface PacerOptions {
	/** Documented quotas of these requests; empty if the service documents none. */
	readonly quotas: readonly RequestQuota[];
	/** Milliseconds that all requests of this execution together may wait for a throttled service. */
	readonly maxWaitMs: number;
}

/** What the next request has to wait for. */
type Turn = { readonly kind: 'now' | 'response' } | { readonly kind: 'sleep'; readonly milliseconds: number };

/**
 * Decides when the requests of one node execution are sent. Documented quotas are kept in advance; apart from them nothing is
 * delayed before the service asks for it. After a 429 all requests share one pause. Then a single request is sent, and after
 * its response the others, one at a time at the learned rate. Executions share no pacer; between them, the service's own 429
 * coordinates.
 */
export class Pacer {
	private readonly quotaUse: QuotaUse;
	private readonly rate = new LearnedRate();
	private readonly allowed: Parallelism;
	private readonly announced = new AnnouncedLimit();
	private readonly pause: SharedPause;
	private sent: RequestNumber = 0;
	private inProgress = 0;
	/** The last request sent before the rate or the parallelism was reduced. Responses to earlier ones reduce nothing again. */
	private lastBeforeReduction: RequestNumber = 0;
	private signInRejection: { readonly error: DefenderError; readonly until: number } | undefined;
	private queue: Promise<void> = Promise.resolve();
	private wake = () => {};

	constructor(
		private readonly host: Host,
		options: PacerOptions,
	) {
		this.quotaUse = new QuotaUse(options.quotas);
		this.allowed = new Parallelism(options.quotas.length > 0);
		this.pause = new SharedPause(options.maxWaitMs);
	}

	/** Number of requests that may be in progress at once. */
	get parallelism(): number {
		return this.allowed.limit;
	}

	/**
	 * Waits until a request may be sent, in the order of the calls. Each request must be ended with {@link recordEnd}.
	 * @throws DefenderError `canceled`; `throttled` once the maximum wait is exceeded; the error of a sign-in that was
	 *   rejected a moment ago
	 */
	async acquire(): Promise<RequestNumber> {
		const acquired = this.queue.then(async () => await this.waitForTurn());
		this.queue = acquired.then(
			() => undefined,
			() => undefined,
		);
		return await acquired;
	}

	/**
	 * Allows a request without waiting: a write that must follow its read immediately.
	 * @throws DefenderError `canceled`, because a canceled execution starts no write
	 */
	acquireNow(): RequestNumber {
		this.throwIfCanceled();
		return this.noteSent();
	}

	/** Records that a request is no longer in progress, and what its response shows about the service's limits. */
	recordEnd(request: RequestNumber, { kind, signals }: RequestEnd): void {
		this.inProgress -= 1;
		this.announced.note(signals?.remaining);
		if (kind === 'served') {
			this.allowed.grow();
			this.pause.noteServed(request);
			if (isLimitNear(signals) && this.claimReduction(request)) this.allowed.halveEarly();
		}
		if (kind === 'failed' && this.claimReduction(request)) this.allowed.halve();
		this.wake();
	}

	/**
	 * Pauses all requests. If the pause exceeds the maximum wait, this and all waiting requests fail with the time
	 * of the next possible retry.
	 */
	recordThrottling(request: RequestNumber, throttling: Throttling): void {
		const now = this.host.now();
		const { until, wasTooShort } = this.pause.start(request, this.sent, throttling, now);
		if (this.claimReduction(request) && !wasTooShort) {
			this.rate.halve(now, until);
			this.allowed.halve();
		}
		this.wake();
	}

	/**
	 * Fails all requests of the next seconds with the error of a rejected sign-in, so that hundreds of items neither try to
	 * sign in one by one nor wait without success.
	 */
	recordSignInRejection(error: DefenderError): void {
		this.signInRejection = { error, until: this.host.now() + REJECTED_SIGN_IN_MS };
	}

	private async waitForTurn(): Promise<RequestNumber> {
		for (;;) {
			this.throwIfEnded();
			const turn = this.nextTurn(this.host.now());
			if (turn.kind === 'now') return this.noteSent();
			if (turn.kind === 'sleep') await this.host.sleep(turn.milliseconds, () => this.pause.isExhausted);
			else await new Promise<void>((resolve) => (this.wake = resolve));
		}
	}

	private nextTurn(now: number): Turn {
		const pauseMs = this.pause.waitMs(now);
		if (pauseMs > 0) return { kind: 'sleep', milliseconds: pauseMs };
		const limit = this.pause.isTested ? this.allowed.limit : 1;
		if (this.inProgress >= limit) return { kind: 'response' };
		const allowance = this.announced.allowance(now, this.inProgress);
		if (allowance === 'afterResponse') return { kind: 'response' };
		if (allowance !== 'now' && this.pauseUntil(allowance.at, now)) return this.nextTurn(now);
		const quotaMs = this.quotaUse.waitMs(now);
		if (quotaMs > MAX_QUOTA_WAIT_MS) this.pause.extend(now + quotaMs, now, { quota: 'calls' });
		const milliseconds = Math.max(quotaMs, this.rate.waitMs(now));
		return milliseconds > 0 ? { kind: 'sleep', milliseconds } : { kind: 'now' };
	}

	/** Whether all requests wait for an announced reset. If that exceeds the maximum wait, the service's 429 decides. */
	private pauseUntil(resetAt: number, now: number): boolean {
		if (resetAt > this.pause.latestEnd(now)) {
			this.announced.forget();
			return false;
		}
		this.pause.extend(resetAt, now);
		return true;
	}

	/** Whether the request was sent after the last reduction. Then its response may cause another one. */
	private claimReduction(request: RequestNumber): boolean {
		if (request <= this.lastBeforeReduction) return false;
		this.lastBeforeReduction = this.sent;
		return true;
	}

	private noteSent(): RequestNumber {
		const now = this.host.now();
		this.quotaUse.noteRequest(now);
		this.rate.noteRequest(now);
		this.inProgress += 1;
		this.sent += 1;
		return this.sent;
	}

	private throwIfEnded(): void {
		this.throwIfCanceled();
		this.pause.throwIfExhausted();
		const { signInRejection } = this;
		if (signInRejection !== undefined && this.host.now() < signInRejection.until) throw signInRejection.error;
	}

	private throwIfCanceled(): void {
		if (this.host.isCanceled()) throw new DefenderError({ kind: 'canceled' }, canceled());
	}
}
