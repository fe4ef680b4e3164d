import { DefenderError } from '../../core/errors';
import { endlessWindow } from '../../core/sentences/incidentText';
import type { Incident } from '../../incidents/incident';
import { keepNewest } from '../../incidents/order';
import type { Direction } from '../../incidents/spans';

/** How many pages may contain nothing new: some at the start, and a few more for each page that does. */
const IDLE = { perUseful: 4, more: 100 } as const;

/** How many incidents may be read. */
export interface ScanLimit {
	readonly most: number;
	/** Those read before, by ID, which count too. */
	readonly read: ReadonlyMap<string, unknown>;
	/** The end of the window that is read first. */
	readonly direction: Direction;
}

/** What one reading has read so far, page by page, and whether it may go on. */
export class ScannedIncidents {
	private readonly held = new Map<string, Incident>();
	private readonly pages = { useful: 0, idle: 0 };
	/** Incidents that were not read before. */
	private fresh = 0;
	private isFull = false;

	constructor(private readonly limit: ScanLimit | undefined) {}

	/** Each in its newest state. */
	get all(): readonly Incident[] {
		return [...this.held.values()];
	}

	get size(): number {
		return this.held.size;
	}

	/** Whether the limit was reached before the end. */
	get isStopped(): boolean {
		return this.isFull;
	}

	/** Asked where there is more to read. */
	mustStop(): boolean {
		const { limit } = this;
		this.isFull ||= limit !== undefined && limit.read.size + this.fresh >= limit.most;
		return this.isFull;
	}

	/** @throws DefenderError when the service comes to no end, which shows by pages that bring nothing new */
	keep(incidents: readonly Incident[]): void {
		const before = this.held.size;
		for (const incident of incidents) {
			if (!this.held.has(incident.id) && this.limit?.read.has(incident.id) !== true) this.fresh += 1;
			keepNewest(this.held, incident);
		}
		const { pages } = this;
		pages[this.held.size > before ? 'useful' : 'idle'] += 1;
		if (pages.idle > pages.useful * IDLE.perUseful + IDLE.more) {
			const sentence = endlessWindow(pages.useful + pages.idle, this.held.size);
			throw new DefenderError({ kind: 'unreadable' }, sentence);
		}
	}
}
