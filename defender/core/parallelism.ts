/** Limits of the requests in progress at once. */
interface ParallelismLimits {
	readonly start: number;
	readonly max: number;
}

const UNPACED: ParallelismLimits = { start: 10, max: 30 };
/** With a documented quota, more requests at once only use it up sooner. */
const PACED: ParallelismLimits = { start: 5, max: 5 };
/** A service that only announces its limit is not slowed down below this. */
const MIN_BEFORE_REFUSAL = 5;

/**
 * How many requests of one execution may be in progress at once: 10 at the start, one more for each response up to 30, half
 * as many when the service throttles or fails. From then on it grows by one for each round of responses. With a documented
 * quota there are never more than 5.
 */
export class Parallelism {
	private allowed: number;
	private readonly max: number;
	private wasReduced = false;

	constructor(hasQuota: boolean) {
		const { start, max } = hasQuota ? PACED : UNPACED;
		this.allowed = start;
		this.max = max;
	}

	/** Maximum number of requests in progress. */
	get limit(): number {
		return Math.floor(this.allowed);
	}

	grow(): void {
		this.allowed = Math.min(this.max, this.allowed + (this.wasReduced ? 1 / this.allowed : 1));
	}

	/** After a 429, or when the service fails. */
	halve(): void {
		this.reduceTo(this.allowed / 2, 1);
	}

	/** When the service announces that it is about to throttle. */
	halveEarly(): void {
		this.reduceTo(this.allowed / 2, MIN_BEFORE_REFUSAL);
	}

	private reduceTo(allowed: number, minimum: number): void {
		this.allowed = Math.min(this.allowed, Math.max(minimum, allowed));
		this.wasReduced = true;
	}
}
