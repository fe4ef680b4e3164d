import { DefenderError, type Quota, type ServiceTrace } from './errors';
import { throttled } from './sentences/serviceText';

/** What the service said when it throttled. */
export interface PauseReason {
	readonly trace?: ServiceTrace | undefined;
	readonly quota?: Quota | undefined;
}

/** A 429. */
export interface Throttling extends PauseReason {
	/** Milliseconds that the service asks to wait. */
	readonly pauseMs: number;
	/** The service named no time. Then a shorter pause that is within the maximum wait is better than none. */
	readonly isGuess?: boolean;
}

/** Number of a request in the order of sending, from 1. */
export type RequestNumber = number;

/**
 * Minimum pause after a 429, in milliseconds. With zero, endless retries would never use up the maximum wait. It doubles, up to
 * the maximum, each time the first request after a pause is throttled again.
 */
const MIN_PAUSE_MS = { first: 1_000, last: 10_000 };

/** Why the execution sends no further request. `retryAt`: Unix time in milliseconds. */
interface Exhaustion extends PauseReason {
	readonly retryAt: number;
}

/** The pause that all requests of an execution share, and the maximum of all its pauses together. */
export class SharedPause {
	/** Unix time in milliseconds. */
	private end = 0;
	private waitedMs = 0;
	private exhaustion: Exhaustion | undefined;
	/** The last request sent before the pause; undefined once a later one was served. */
	private lastBefore: RequestNumber | undefined;
	/** Number of pauses in a row after which the first request was throttled again. */
	private shortPauses = 0;

	/** @param maxWaitMs milliseconds that all pauses together may last */
	constructor(private readonly maxWaitMs: number) {}

	get isExhausted(): boolean {
		return this.exhaustion !== undefined;
	}

	/** Whether a request was served since the last 429. Until then, one request at a time shows whether the pause was long enough. */
	get isTested(): boolean {
		return this.lastBefore === undefined;
	}

	noteServed(request: RequestNumber): void {
		if (request > (this.lastBefore ?? 0)) this.lastBefore = undefined;
	}

	/**
	 * Starts or extends the pause after a 429.
	 * @param lastSent the last request sent so far
	 * @returns the end of the pause, and whether the 429 shows that the pause before was too short, not that too many requests
	 *   were sent
	 */
	start(
		request: RequestNumber,
		lastSent: RequestNumber,
		throttling: Throttling,
		now: number,
	): { readonly until: number; readonly wasTooShort: boolean } {
		const wasTooShort = this.lastBefore !== undefined && request === this.lastBefore + 1;
		this.shortPauses = wasTooShort ? this.shortPauses + 1 : 0;
		this.lastBefore = lastSent;
		const until = this.endAfter(throttling, now);
		this.extend(until, now, throttling);
		return { until, wasTooShort };
	}

	/** Returns the milliseconds until the pause ends. */
	waitMs(now: number): number {
		return Math.max(0, this.end - now);
	}

	/** Returns the latest end of a pause within the maximum. */
	latestEnd(now: number): number {
		return Math.max(now, this.end) + this.maxWaitMs - this.waitedMs;
	}

	/** Extends the pause. If it exceeds the maximum, no further request is sent. @param until Unix time in milliseconds */
	extend(until: number, now: number, { trace, quota }: PauseReason = {}): void {
		if (until > this.latestEnd(now)) {
			this.exhaustion = { retryAt: Math.max(this.exhaustion?.retryAt ?? 0, until), trace, quota };
			return;
		}
		this.waitedMs += Math.max(0, until - Math.max(now, this.end));
		this.end = Math.max(this.end, until);
	}

	/** @throws DefenderError `throttled` once a pause has exceeded the maximum */
	throwIfExhausted(): void {
		if (this.exhaustion === undefined) return;
		const { retryAt, trace, quota } = this.exhaustion;
		const sentence = throttled(retryAt, this.maxWaitMs, trace, quota);
		throw new DefenderError({ kind: 'throttled', retryAt }, sentence, 'none', trace);
	}

	private endAfter({ pauseMs, isGuess }: Throttling, now: number): number {
		const minimum = Math.min(MIN_PAUSE_MS.last, MIN_PAUSE_MS.first * 2 ** this.shortPauses);
		const end = now + Math.max(pauseMs, minimum);
		const latest = this.latestEnd(now);
		return isGuess === true && latest >= now + MIN_PAUSE_MS.first ? Math.min(end, latest) : end;
	}
}
