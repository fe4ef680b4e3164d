import { SHALLOW_POLLS, dueIds, earlier } from '../changes/step';
import type { TriggerState } from '../changes/state';
import { asDefenderError, DefenderError } from '../core/errors';
import { instantFromMillis, millisOf, type UtcInstant } from '../core/instant';
import type { Notify } from '../core/notices';
import { runParallel } from '../core/parallel';
import type { Incident } from '../incidents/incident';
import { keepNewest } from '../incidents/order';
import { ANY_TIME, EVERYTHING } from '../incidents/query';
import { readWindow } from './completeWindow';
import { IncidentLister, NEW_SERVICE } from './incidentLister';
import { isOverdue, type PollClock } from './pollClock';

/** Statuses by which the service can be asked for what is open; an incident may have others, which no list filters by. */
const OPEN_STATUSES = ['active', 'inProgress'];
/** Changes of the last minutes are read again at each poll, since some become visible late. */
const OVERLAP_MS = 120_000;
/** A backlog is read in parts of this length, so that a poll that runs out of time has finished some. */
const PART_MS = 3_600_000;
/** A poll that has more than this to make up for reads the look-back too. */
const LEAP_MS = 600_000;
const READS_AT_ONCE = 5;

/** What one poll read. */
export interface Reading {
	readonly incidents: ReadonlyMap<string, Incident>;
	/** Everything that changed before it was read. */
	readonly to: UtcInstant;
	readonly wasDeep: boolean;
	readonly wasSwept: boolean;
	/** Ids that the service knows no more. */
	readonly gone: readonly string[];
}

export interface ReadingOrder {
	readonly lookBackMs: number;
	/** 0 never sweeps. */
	readonly sweepMs: number;
	/** Whether enough is found to stop reading a backlog. */
	readonly isEnough: (found: ReadonlyMap<string, Incident>, to: UtcInstant) => boolean;
}

/** Reads what a poll has to look at, in as few calls as will do. */
export class PollReader {
	private readonly lister: IncidentLister;
	private readonly held = new Map<string, Incident>();

	constructor(
		private readonly clock: PollClock,
		notify: Notify,
	) {
		this.lister = new IncidentLister(clock.api, { now: NEW_SERVICE }, notify);
	}

	/** @throws DefenderError; `overdue` only when not even a part of the window could be read in time */
	async read(state: TriggerState, order: ReadingOrder, hostNow: number): Promise<Reading> {
		const isDeep = state.shallow >= SHALLOW_POLLS;
		const deepest = earlier(state.floor, order.lookBackMs);
		const from = isDeep ? deepest : earlier(state.floor, OVERLAP_MS);
		const to = await this.readSince(from, state.floor, order, hostNow);
		// After a pause the floor leaps, and what becomes visible late would be left behind it.
		const leaps = !isDeep && millisOf(to) - millisOf(state.floor) > LEAP_MS;
		if (leaps) await this.readUpdated(deepest, from);
		const wasDeep = isDeep || leaps;
		const isUpToDate = to === this.clock.to;
		const isSweepDue = order.sweepMs > 0 && millisOf(state.swept) + order.sweepMs <= millisOf(to);
		const gone: string[] = [];
		const wasSwept =
			isUpToDate && isSweepDue && (await this.inTime(async () => await this.sweep(state, gone)));
		await this.inTime(async () => await this.readEach(dueIds(state, to), gone));
		return { incidents: this.held, to, wasDeep, wasSwept, gone };
	}

	/** All open incidents, and the service's time. */
	async readOpen(): Promise<readonly Incident[]> {
		// One list by both where the service may take `or`: what changes its status between two lists may be in neither.
		const together = this.clock.api.can.filterDoubts.has('or');
		for (const status of together ? [OPEN_STATUSES] : OPEN_STATUSES.map((one) => [one]))
			await this.list({ field: 'createdDateTime', span: ANY_TIME, query: { ...EVERYTHING, status } });
		return [...this.held.values()];
	}

	/** One call that proves the access and tells the service's time. */
	async greet(): Promise<void> {
		await this.lister.first({ query: EVERYTHING, orderBy: undefined, top: 1, alerts: false });
	}

	/** @returns up to where everything was read */
	private async readSince(
		from: UtcInstant,
		floor: UtcInstant,
		order: ReadingOrder,
		hostNow: number,
	): Promise<UtcInstant> {
		let end = floor;
		for (let start = from; ; start = end) {
			const next = instantFromMillis(millisOf(end) + PART_MS);
			const now = this.clock.to ?? instantFromMillis(hostNow);
			const isLast = next >= now;
			const isRead = async () => await this.readUpdated(start, isLast ? undefined : next);
			if (end === floor) await isRead();
			else if (!(await this.inTime(isRead))) return end;
			const to = this.clock.to ?? floor;
			end = isLast || next > to ? to : next;
			// A service that lags behind may tell a time before the floor; then there is nothing to report yet.
			if (end <= floor) return floor;
			if (end === to || order.isEnough(this.held, end)) return end;
		}
	}

	private async readUpdated(from: UtcInstant, before: UtcInstant | undefined): Promise<void> {
		await this.list({ field: 'lastUpdateDateTime', span: { from, before }, query: EVERYTHING });
	}

	/**
	 * The open incidents by their status, since some changes may not move the time stamp. Those that were open and are not
	 * in the list are asked for one by one.
	 */
	private async sweep(state: TriggerState, gone: string[]): Promise<void> {
		const before = new Set(this.held.keys());
		const open = new Set((await this.readOpen()).map(({ id }) => id));
		const missing = [...state.known].filter(
			([id, { isClosed }]) => !isClosed && !open.has(id) && !before.has(id),
		);
		await this.readEach(
			missing.map(([id]) => id),
			gone,
		);
	}

	private async list(window: Omit<Parameters<typeof readWindow>[1], 'alerts'>): Promise<void> {
		for (const incident of await readWindow(this.lister, { ...window, alerts: false }))
			keepNewest(this.held, incident);
	}

	private async readEach(ids: readonly string[], gone: string[]): Promise<void> {
		const missing = ids.filter((id) => !this.held.has(id));
		const options = { bound: READS_AT_ONCE, keyOf: () => undefined, shouldStop: () => false };
		const results = await runParallel(missing.length, options, async (place) => {
			const id = missing[place] ?? '';
			const incident = await readOrNone(this.clock, id, false);
			if (incident === undefined) gone.push(id);
			else keepNewest(this.held, incident);
		});
		const failed = results.find((result) => result.kind === 'failed');
		if (failed?.kind === 'failed') throw asDefenderError(failed.reason);
	}

	/** @returns false when the time was up before the end */
	private async inTime(work: () => Promise<void>): Promise<boolean> {
		try {
			await work();
			return true;
		} catch (failure) {
			if (isOverdue(failure)) return false;
			throw asDefenderError(failure);
		}
	}
}

/** @returns undefined for an incident that the service does not know any more */
export async function readOrNone(
	{ api }: PollClock,
	id: string,
	alerts: boolean,
): Promise<Incident | undefined> {
	try {
		return await api.getIncident(id, { alerts });
	} catch (failure) {
		if (failure instanceof DefenderError && failure.trouble.kind === 'notFound') return undefined;
		throw asDefenderError(failure);
	}
}
