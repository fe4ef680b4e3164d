import { DefenderError } from '../../core/errors';
import type { Incident } from '../../incidents/incident';
import { keepNewest } from '../../incidents/order';
import type { Direction } from '../../incidents/spans';
import { endlessList } from './readText';

/** Maximum number of pages without a new incident: some at the start, and a few more for each page that has one. */
const MAX_IDLE = { start: 100, perUsefulPage: 4 } as const;

/** How many incidents may be read. */
export interface ScanLimit {
	readonly maximum: number;
	/** Incidents read earlier, by ID; they count too. */
	readonly alreadyRead: ReadonlyMap<string, unknown>;
	/** The end of the window that is read first. */
	readonly direction: Direction;
}

/** The incidents that one read has collected, page by page, and whether it may continue. */
export class ScannedIncidents {
	private readonly incidents = new Map<string, Incident>();
	private readonly pages = { useful: 0, idle: 0 };
	/** Number of incidents that were not read earlier. */
	private newCount = 0;
	private hasReachedLimit = false;

	constructor(private readonly limit: ScanLimit | undefined) {}

	/** Each incident in its newest state. */
	get all(): readonly Incident[] {
		return [...this.incidents.values()];
	}

	get size(): number {
		return this.incidents.size;
	}

	/** Whether the limit was reached while there was more to read. */
	get isStopped(): boolean {
		return this.hasReachedLimit;
	}

	/** Whether the limit is reached. Call it only if there is more to read. */
	mustStop(): boolean {
		const { limit } = this;
		this.hasReachedLimit ||= limit !== undefined && limit.alreadyRead.size + this.newCount >= limit.maximum;
		return this.hasReachedLimit;
	}

	/** @throws DefenderError if too many pages contain nothing new, so the list seems endless */
	add(incidents: readonly Incident[]): void {
		const before = this.incidents.size;
		for (const incident of incidents) {
			const isNew = !this.incidents.has(incident.id) && this.limit?.alreadyRead.has(incident.id) !== true;
			if (isNew) this.newCount += 1;
			keepNewest(this.incidents, incident);
		}
		const { pages } = this;
		pages[this.incidents.size > before ? 'useful' : 'idle'] += 1;
		if (pages.idle > pages.useful * MAX_IDLE.perUsefulPage + MAX_IDLE.start) {
			const sentence = endlessList(pages.useful + pages.idle, this.incidents.size);
			throw new DefenderError({ kind: 'unreadable' }, sentence);
		}
	}
}
