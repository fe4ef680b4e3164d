import { dueIds, SHALLOW_POLLS, type Swept } from '../../trigger/advance';
import type { TriggerState } from '../../trigger/state';
import { asDefenderError } from '../../core/errors';
import {
	earlier,
	earliest,
	instantFromMillis,
	later,
	latest,
	toMillis,
	type UtcInstant,
} from '../../core/instant';
import type { Incident } from '../../incidents/incident';
import type { PollSession } from './pollSession';

/** Changes of the last minutes are read again at each poll, since some become visible late. */
const OVERLAP_MS = 120_000;
/** A backlog is read in parts of this length, so that a poll that runs out of time has finished some. */
const PART_MS = 3_600_000;
/** A poll that has more than this to make up for reads the look-back too. */
const LEAP_MS = 600_000;

/** What one poll read. */
export interface ChangesRead {
	readonly incidents: ReadonlyMap<string, Incident>;
	/** Everything that changed before it was read. */
	readonly to: UtcInstant;
	readonly wasDeep: boolean;
	readonly swept: Swept;
	/** Ids that the service knows no more. */
	readonly gone: readonly string[];
	/** What could not be read and is tried again by the next poll, though it does not stop this one. */
	readonly skipped: readonly string[];
}

export interface ReadSettings {
	readonly lookBackMs: number;
	/** 0 never sweeps. */
	readonly sweepMs: number;
	/** Whether enough is found to stop reading a backlog. */
	readonly isEnough: (found: ReadonlyMap<string, Incident>, to: UtcInstant) => boolean;
}

/**
 * Reads what a poll has to look at, in as few calls as will do. Only the newest changes must be read for a poll to succeed;
 * the look-back, the sweep and single incidents are tried again by the next one.
 */
export class ChangeReader {
	private readonly skipped: string[] = [];
	private readonly gone: string[] = [];

	constructor(private readonly lists: PollSession) {}

	/** @throws DefenderError; `overdue` only when nothing of the window could be read in time */
	async read(state: TriggerState, order: ReadSettings, hostNow: number): Promise<ChangesRead> {
		const { clock, held } = this.lists;
		const from = earlier(state.floor, OVERLAP_MS);
		const since = await this.readSince(from, state.floor, order, hostNow);
		let { isWhole } = since;
		let to = isWhole && !clock.isTold ? latest(state.floor, this.lists.endOfRead) : since.end;
		const isDeep = state.shallow >= SHALLOW_POLLS;
		const leaps = toMillis(to) - toMillis(state.floor) > LEAP_MS;
		const deepest = earlier(state.floor, order.lookBackMs);
		const wasDeep =
			(isDeep || leaps) &&
			(await this.tried('look-back', async () => await this.lists.updated({ from: deepest, before: from })));
		// After a leap what becomes visible late would be left behind the floor.
		if (leaps && !wasDeep) {
			to = earliest(to, earlier(state.floor, -LEAP_MS));
			isWhole = false;
		}
		const now = clock.to ?? to;
		const isSweepDue = order.sweepMs > 0 && toMillis(state.swept) + order.sweepMs <= toMillis(now);
		let swept: Swept = 'nothing';
		if (isSweepDue && isWhole)
			await this.tried('sweep', async () => {
				swept = await this.sweep(state);
			});
		await this.readEach(dueIds(state, now));
		await this.tried('incidents that could not be read', async () => {
			await this.lists.readAgain(state.unread);
		});
		await this.lists.requireReadable();
		return { incidents: held, to, wasDeep, swept, gone: this.gone, skipped: this.skipped };
	}

	/** @returns up to where everything was read, and whether that is all there is */
	private async readSince(
		from: UtcInstant,
		floor: UtcInstant,
		order: ReadSettings,
		hostNow: number,
	): Promise<{ readonly end: UtcInstant; readonly isWhole: boolean }> {
		const { clock, held } = this.lists;
		let length = PART_MS;
		for (let [start, end] = [from, floor]; ; start = end) {
			const next = later(end, length);
			const now = clock.to ?? instantFromMillis(hostNow);
			const isLast = next >= now;
			const calls = clock.calls;
			const isRead = await this.lists.updatedUntil({ from: start, before: isLast ? undefined : next });
			const to = clock.to ?? floor;
			const read = earliest(to, isRead !== 'all' ? isRead : isLast ? undefined : next);
			// Where hardly anything happened a longer part takes no more calls.
			length = clock.calls - calls > 1 ? PART_MS : length * 2;
			if (isRead !== 'all' && (isRead === undefined || read <= floor)) {
				if (end === floor) clock.throwIfSpent();
				return { end, isWhole: false };
			}
			// A service that lags behind may tell a time before the floor; then there is nothing to report yet.
			end = latest(end, read);
			const isWhole = isRead === 'all' && (clock.isTold ? end >= to : isLast);
			if (isRead !== 'all' || isWhole || order.isEnough(held, end)) return { end, isWhole };
		}
	}

	/**
	 * The open incidents by their status, since some changes may not move the time stamp. Those that were open and are not
	 * in the list are asked for one by one.
	 */
	private async sweep(state: TriggerState): Promise<Swept> {
		const before = new Set(this.lists.held.keys());
		const { incidents, upTo } = await this.lists.open(state.sweptTo);
		if (upTo === undefined && !this.lists.clock.isSpent()) return this.gaveUp();
		if (upTo !== 'all') return upTo === undefined ? 'nothing' : { upTo };
		const open = new Set(incidents.map(({ id }) => id));
		const missing = [...state.known].filter(
			([id, { isClosed }]) => !isClosed && !open.has(id) && !before.has(id),
		);
		// Of a sweep in several parts nobody knows who is missing in it.
		if (state.sweptTo === undefined) await this.readEach(missing.map(([id]) => id));
		return 'all';
	}

	/** A sweep that comes nowhere waits for its next time, or each poll would spend as many calls for nothing. */
	private gaveUp(): Swept {
		this.skipped.push('sweep: the open incidents cannot be read in parts');
		return 'all';
	}

	private async readEach(ids: readonly string[]): Promise<void> {
		const { gone, skipped } = await this.lists.each(ids);
		this.gone.push(...gone);
		this.skipped.push(...skipped);
	}

	/** @returns false when it failed, which is noted and does not stop the poll */
	private async tried(what: string, work: () => Promise<void>): Promise<boolean> {
		try {
			await work();
			return true;
		} catch (failure) {
			this.skipped.push(`${what}: ${asDefenderError(failure).message}`);
			return false;
		}
	}
}
