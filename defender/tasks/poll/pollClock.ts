import type { Capabilities, GetOptions, IncidentSource, ListRequest, Page } from '../../api/securityApi';
import { DefenderError } from '../../core/errors';
import type { Host } from '../../core/host';
import { instantFromMillis, type UtcInstant } from '../../core/instant';
import type { Incident } from '../../incidents/incident';
import { pollTooLong } from './pollText';

/** Changes of the last moments may not appear in the list yet. */
const MARGIN_MS = 2_000;
/**
 * Share of n8n's time limit that may have passed when the last request is sent. Reading may use half of it, which leaves time
 * to report the changes; the rest is a safety margin.
 */
const SHARE = { reading: 0.5, reporting: 0.8 } as const;

/** A source of incidents for one poll that stops at the time limit and keeps the service's time. */
export class PollClock implements IncidentSource {
	readonly can: Capabilities;
	/** Number of requests sent so far. */
	requests = 0;
	/** Host time. */
	private readonly startedAt: number;
	/** The poll's start in milliseconds of the service's time; undefined before the first response. */
	private serviceStart: number | undefined;
	private maxRequests = Number.POSITIVE_INFINITY;
	private phase: keyof typeof SHARE = 'reading';

	constructor(
		private readonly source: IncidentSource,
		private readonly host: Host,
		private readonly budgetMs: number,
	) {
		this.can = source.can;
		this.startedAt = host.now();
	}

	/** @throws DefenderError, `overdue` if the time limit is reached */
	async listIncidents(request: ListRequest): Promise<Page> {
		const { canReadMore } = this;
		return await this.timed(async () => await this.source.listIncidents({ ...request, canReadMore }));
	}

	/** @throws DefenderError, `overdue` if the time limit is reached */
	async getIncident(id: string, options: GetOptions): Promise<Incident> {
		const { canReadMore } = this;
		return await this.timed(async () => await this.source.getIncident(id, { ...options, canReadMore }));
	}

	get parallelism(): number {
		return this.source.parallelism;
	}

	serviceTime(): number {
		return this.source.serviceTime();
	}

	/** Whether a response contained the service's time. If not, the host's clock is used, which may be far off. */
	isServiceTimeKnown(): boolean {
		return this.source.isServiceTimeKnown();
	}

	/** The start of the poll by the service's clock, less a margin; undefined before the first response. */
	get pollStart(): UtcInstant | undefined {
		const { serviceStart } = this;
		return serviceStart === undefined ? undefined : instantFromMillis(Math.floor(serviceStart) - MARGIN_MS);
	}

	/** Starts the phase in which the changes are reported, which has a later time limit. */
	startReporting(): void {
		this.phase = 'reporting';
	}

	/** Whether no further request may be sent. */
	isTimeUp(): boolean {
		return this.elapsedMs() > this.budgetMs * SHARE[this.phase];
	}

	/** Whether n8n no longer waits for this poll. */
	isAbandoned(): boolean {
		return this.elapsedMs() > this.budgetMs;
	}

	/** Runs work that may send a limited number of requests. A further request fails like one after the time limit. */
	async withRequestLimit<T>(maxRequests: number, work: () => Promise<T>): Promise<T> {
		this.maxRequests = this.requests + maxRequests;
		try {
			return await work();
		} finally {
			this.maxRequests = Number.POSITIVE_INFINITY;
		}
	}

	/** @throws DefenderError `overdue` */
	throwIfTimeUp(): void {
		if (!this.mayRequest())
			throw new DefenderError({ kind: 'overdue' }, pollTooLong(Math.round(this.budgetMs / 1000)));
	}

	private async timed<T>(request: () => Promise<T>): Promise<T> {
		this.throwIfTimeUp();
		this.requests += 1;
		const response = await request();
		this.serviceStart ??= this.source.serviceTime() - this.elapsedMs();
		return response;
	}

	private readonly canReadMore = (): boolean => {
		const may = this.mayRequest();
		if (may) this.requests += 1;
		return may;
	};

	private mayRequest(): boolean {
		return !this.isTimeUp() && this.requests < this.maxRequests;
	}

	private elapsedMs(): number {
		return this.host.now() - this.startedAt;
	}
}

/** Whether a poll ran out of time or requests. */
export function isOverdue(failure: unknown): boolean {
	return failure instanceof DefenderError && failure.reason.kind === 'overdue';
}
