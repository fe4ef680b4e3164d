import { asDefenderError, DefenderError } from '../core/errors';
import { earliest, type UtcInstant } from '../core/instant';
import type { Incident } from '../incidents/incident';
import { keepNewest } from '../incidents/order';
import { EVERYTHING, type Span } from '../incidents/query';
import { readWindow, readWindowUntil, type PartialReading } from './completeWindow';
import { IncidentLister, NEW_SERVICE } from './incidentLister';
import { isOverdue, type PollClock } from './pollClock';

/** Statuses by which the service can be asked for what is open; an incident may have others, which no list filters by. */
const OPEN_STATUSES = ['active', 'inProgress'];
/** So many calls a poll spends on open incidents that did not change, 50 in each; the rest is read by the next polls. */
const SWEEP_CALLS = 40;

/** The lists of one poll, and everything that it has read. */
export class PollLists {
	/** Each incident in its newest state. */
	readonly held = new Map<string, Incident>();
	private readonly lister: IncidentLister;

	constructor(readonly clock: PollClock) {
		this.lister = new IncidentLister(clock.api, { now: NEW_SERVICE }, () => undefined);
	}

	keep(incidents: readonly Incident[]): void {
		for (const incident of incidents) keepNewest(this.held, incident);
	}

	/** What changed last in a span. @throws DefenderError, `overdue` included */
	async updated(span: Span): Promise<void> {
		this.keep(await readWindow(this.lister, updatedIn(span)));
	}

	/** As much of it as can be had in time. @returns up to where it was read */
	async updatedUntil(span: Span): Promise<PartialReading['upTo']> {
		const { incidents, upTo } = await readWindowUntil(this.lister, updatedIn(span), isOverdue);
		this.keep(incidents);
		return upTo;
	}

	/** The open incidents created since an instant, or the first of them when there are too many for one poll. */
	async open(createdFrom: UtcInstant | undefined): Promise<PartialReading> {
		// One list by both where the service may take `or`: what changes its status between two lists may be in neither.
		const together = this.clock.api.can.filterDoubts.has('or');
		const incidents: Incident[] = [];
		let upTo: PartialReading['upTo'] = 'all';
		for (const status of together ? [OPEN_STATUSES] : OPEN_STATUSES.map((one) => [one])) {
			const query = { ...EVERYTHING, status };
			const span = { from: createdFrom, before: undefined };
			const window = { field: 'createdDateTime', span, query, alerts: false } as const;
			const reading = await this.clock.within(
				SWEEP_CALLS,
				async () => await readWindowUntil(this.lister, window, isOverdue),
			);
			this.keep(reading.incidents);
			incidents.push(...reading.incidents);
			upTo = firstOf(upTo, reading.upTo);
		}
		return { incidents, upTo };
	}

	/** @returns undefined for an incident that the service does not know any more */
	async one(id: string): Promise<Incident | undefined> {
		try {
			return await this.clock.api.getIncident(id, { alerts: false });
		} catch (failure) {
			if (failure instanceof DefenderError && failure.trouble.kind === 'notFound') return undefined;
			throw asDefenderError(failure);
		}
	}

	/** One call that proves the access and tells the service's time. */
	async greet(): Promise<void> {
		await this.lister.first({ query: EVERYTHING, orderBy: undefined, top: 1, alerts: false });
	}
}

function updatedIn(span: Span) {
	return { field: 'lastUpdateDateTime', span, query: EVERYTHING, alerts: false } as const;
}

/** Up to where two readings came both. */
function firstOf(one: PartialReading['upTo'], other: PartialReading['upTo']): PartialReading['upTo'] {
	if (one === 'all') return other;
	if (other === 'all') return one;
	return one === undefined || other === undefined ? undefined : earliest(one, other);
}
