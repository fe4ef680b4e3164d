/** Milliseconds without a 429 after which the rate rises. */
const QUIET_MS = 10_000;
/** Factor by which the rate rises. */
const GROWTH = 1.1;
/** Milliseconds over which the rate before the first 429 is measured. */
const MEASURED_MS = 10_000;
/** A shorter measurement would count one burst as a high rate. */
const MIN_MEASURED_MS = 1_000;
const MIN_PER_SECOND = 0.1;
/** A rate measured before the first 429 is at least this, because few requests say little about what the service accepts. */
const MIN_MEASURED_PER_SECOND = 10;

/**
 * The rate that the service accepts, as far as its 429s show it. Unlimited until the first one, which halves the rate that was
 * measured before it. Each further one halves the rate again; each quiet period raises it by a tenth. When the rate has
 * delayed no request for a quiet period, it is unlimited again.
 */
export class LearnedRate {
	private perSecond: number | undefined;
	private quietSince = 0;
	private lastSentAt = 0;
	private hasDelayed = false;
	/** Unix times of the requests of the last `MEASURED_MS`. */
	private readonly recent: number[] = [];

	/** Returns the milliseconds until the rate allows another request. */
	waitMs(now: number): number {
		this.raise(now);
		if (this.perSecond === undefined) return 0;
		const wait = Math.max(0, Math.ceil(this.lastSentAt + 1_000 / this.perSecond - now));
		if (wait > 0) this.hasDelayed = true;
		return wait;
	}

	noteRequest(now: number): void {
		this.lastSentAt = now;
		const firstRecent = this.recent.findIndex((at) => at > now - MEASURED_MS);
		this.recent.splice(0, firstRecent === -1 ? this.recent.length : firstRecent);
		this.recent.push(now);
	}

	/**
	 * Halves the rate after a 429.
	 * @param quietFrom Unix time in milliseconds at which the pause ends
	 */
	halve(now: number, quietFrom: number): void {
		this.perSecond = Math.max(MIN_PER_SECOND, (this.perSecond ?? this.measure(now)) / 2);
		this.quietSince = quietFrom;
		this.hasDelayed = false;
	}

	private measure(now: number): number {
		const recent = this.recent.filter((at) => at > now - MEASURED_MS);
		const elapsed = Math.max(MIN_MEASURED_MS, now - (recent[0] ?? now));
		return Math.max(MIN_MEASURED_PER_SECOND, (recent.length * 1_000) / elapsed);
	}

	private raise(now: number): void {
		const periods = Math.floor((now - this.quietSince) / QUIET_MS);
		if (this.perSecond === undefined || periods < 1) return;
		this.perSecond = this.hasDelayed ? this.perSecond * GROWTH ** periods : undefined;
		this.quietSince += periods * QUIET_MS;
		this.hasDelayed = false;
	}
}
