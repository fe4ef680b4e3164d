import type { SecurityApi } from '../../api/securityApi';
import { DefenderError } from '../../core/errors';
import type { Host } from '../../core/host';
import { instantFromMillis, type UtcInstant } from '../../core/instant';
import { pollTooLong } from './pollText';

/** Changes of the last moment may still be on their way into the list. */
const MARGIN_MS = 2_000;
/** Of the time that n8n gives a poll, reading may use one half, so that what was read can be told; the end is kept free. */
const SHARE = { reading: 0.5, telling: 0.8 } as const;

/** The service's time and the time that is left, for one poll. Wraps the API: each call is made in time, and tells the time. */
export class PollClock {
	readonly api: SecurityApi;
	private readonly started: number;
	private began: number | undefined;
	/** How many calls have left so far. */
	calls = 0;
	private mostCalls = Number.POSITIVE_INFINITY;
	private phase: keyof typeof SHARE = 'reading';

	constructor(
		api: SecurityApi,
		private readonly host: Host,
		private readonly budgetMs: number,
	) {
		this.started = host.now();
		const timed = async <T>(call: () => Promise<T>): Promise<T> => {
			this.throwIfSpent();
			this.calls += 1;
			const answer = await call();
			this.began ??= api.serviceTime() - (host.now() - this.started);
			return answer;
		};
		const canReadMore = () => {
			const may = !this.isSpent() && this.calls < this.mostCalls;
			if (may) this.calls += 1;
			return may;
		};
		this.api = {
			can: api.can,
			listIncidents: async (request) =>
				await timed(async () => await api.listIncidents({ ...request, canReadMore })),
			getIncident: async (id, options) =>
				await timed(async () => await api.getIncident(id, { ...options, canReadMore })),
			patchIncident: async (id, patch, etag) => await api.patchIncident(id, patch, etag),
			addComment: async (id, text) => await api.addComment(id, text),
			runHunt: async (request) => await api.runHunt(request),
			serviceTime: () => api.serviceTime(),
			isServiceTimeKnown: () => api.isServiceTimeKnown(),
		};
	}

	/**
	 * When the poll began by the service's clock, as its first answer told, less a margin; undefined before any answer. Where
	 * answers do not tell the time, by our own clock, which may be far from the stamps of incidents.
	 */
	get to(): UtcInstant | undefined {
		return this.began === undefined ? undefined : instantFromMillis(Math.floor(this.began) - MARGIN_MS);
	}

	/** Whether it is the service's time. */
	get isTold(): boolean {
		return this.api.isServiceTimeKnown();
	}

	/** From now on what was read is told. */
	beginTelling(): void {
		this.phase = 'telling';
	}

	/** Whether no further call shall leave. */
	isSpent(): boolean {
		return this.host.now() - this.started > this.budgetMs * SHARE[this.phase];
	}

	/** Whether n8n has given this poll up. */
	isAbandoned(): boolean {
		return this.host.now() - this.started > this.budgetMs;
	}

	/** Runs work that may take so many calls; one more is as if the time were up. */
	async within<T>(calls: number, work: () => Promise<T>): Promise<T> {
		this.mostCalls = this.calls + calls;
		try {
			return await work();
		} finally {
			this.mostCalls = Number.POSITIVE_INFINITY;
		}
	}

	/** @throws DefenderError `overdue` */
	throwIfSpent(): void {
		if (this.isSpent() || this.calls >= this.mostCalls)
			throw new DefenderError({ kind: 'overdue' }, pollTooLong(Math.round(this.budgetMs / 1000)));
	}
}

/** Whether the time of a poll was up. */
export function isOverdue(failure: unknown): boolean {
	return failure instanceof DefenderError && failure.reason.kind === 'overdue';
}
