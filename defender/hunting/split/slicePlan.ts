import type { TimeWindow } from '../range/timeRange';
import { halveSlice, type TimeSlice } from './timeSlice';

/** The order of the slices, and so of the rows. */
export type SliceOrder = 'newestFirst' | 'oldestFirst';

/**
 * Decides which part of a time window to request next. A part that is too large is halved, until it fits, cannot be halved,
 * or the window has the maximum number of slices. A window of n slices needs at most 2n − 1 requests.
 */
export class SlicePlan {
	/** Slices in which rows are missing, although they cannot be halved. */
	readonly gaps: TimeSlice[] = [];
	/** Slices without rows yet; the next one is last. */
	private readonly pending: TimeSlice[];
	private finished = 0;
	private coveredSoFar: TimeWindow | undefined;
	private isCoverageOver = false;

	/** @param now Unix time in milliseconds */
	constructor(
		private readonly window: TimeWindow,
		private readonly order: SliceOrder,
		private readonly maxSlices: number,
		private readonly now: number,
	) {
		this.pending = [{ from: window.from, to: window.to, includesEnd: true }];
	}

	/** The slice to request next; undefined at the end. */
	get next(): TimeSlice | undefined {
		return this.pending.at(-1);
	}

	/** The part of the window whose slices have all their rows. */
	get covered(): TimeWindow | undefined {
		return this.coveredSoFar;
	}

	/**
	 * Halves the next slice, because its result is too large.
	 * @returns why it was not halved: it is the shortest possible slice, or the window has the maximum number of slices
	 */
	halveNext(): 'halved' | 'shortest' | 'exhausted' {
		const halves = this.next && halveSlice(this.next, this.now);
		if (halves === undefined) return 'shortest';
		if (this.finished + this.pending.length >= this.maxSlices) return 'exhausted';
		this.pending.pop();
		const { older, newer } = halves;
		this.pending.push(...(this.order === 'newestFirst' ? [older, newer] : [newer, older]));
		return 'halved';
	}

	/**
	 * Notes that the rows of the next slice were read: all of them, those that are readable, or with a gap as many as the
	 * service returns. The covered part ends before the first slice with missing rows.
	 */
	finishNext(rows: 'all' | 'readable' | 'gap'): void {
		const slice = this.pending.pop();
		if (slice === undefined) return;
		this.finished += 1;
		if (rows === 'gap') this.gaps.push(slice);
		this.isCoverageOver ||= rows !== 'all';
		if (this.isCoverageOver) return;
		this.coveredSoFar =
			this.order === 'newestFirst'
				? { from: slice.from, to: this.window.to }
				: { from: this.window.from, to: slice.to };
	}
}
