import type { IncidentSource } from '../../api/securityApi';
import { asDefenderError, DefenderError, isNotFound, type ErrorReason } from '../../core/errors';
import { CONCURRENT_READS, mapParallel } from '../../core/parallel';
import { onlyMalformed } from '../../core/sentences/malformedText';
import type { Incident, MalformedIncident } from '../../incidents/incident';

/** After so many failed reads in a row, the format has probably changed: further incidents are named without a read. */
const MOST_FAILURES_IN_A_ROW = 10;
/** Failures that may concern a single incident; every other failure concerns the whole list. */
const OF_ONE: readonly ErrorReason['kind'][] = [
	'forbidden',
	'intercepted',
	'notFound',
	'rejected',
	'reported',
	'serviceDown',
	'unreachable',
	'unreadable',
];

/** Reads the incidents whose rows in one list are malformed by their IDs, each once. */
export class MalformedRows {
	private readonly asked = new Map<string, Incident | undefined>();
	private readonly unreadByName = new Map<string, MalformedIncident>();
	private readonly unknown = new Set<string>();
	private failuresInARow = 0;

	constructor(private readonly api: IncidentSource) {}

	/** Incidents that could not be read by ID either, or have none. */
	get unread(): readonly MalformedIncident[] {
		return [...this.unreadByName.values()];
	}

	/** Whether a read of the incident by its ID failed. */
	wasTried(id: string): boolean {
		return this.asked.has(id) && this.asked.get(id) === undefined;
	}

	/** Whether the service does not know an incident by its ID. */
	isUnknown(id: string): boolean {
		return this.unknown.has(id);
	}

	/**
	 * @returns those that can be read
	 * @throws DefenderError that is not about a single incident, such as a cancelled execution
	 */
	async read(rows: readonly MalformedIncident[], alerts: boolean): Promise<readonly Incident[]> {
		const ids = [...new Set(rows.flatMap(({ id }) => id ?? []))].filter((id) => !this.asked.has(id));
		await mapParallel(ids, { bound: CONCURRENT_READS }, async (id) => {
			if (this.failuresInARow >= MOST_FAILURES_IN_A_ROW) return;
			this.asked.set(id, await this.readOne(id, alerts));
		});
		return rows.flatMap((row) => {
			const incident = row.id === undefined ? undefined : this.asked.get(row.id);
			if (incident === undefined) this.unreadByName.set(row.id ?? ` ${row.property}`, row);
			return incident ?? [];
		});
	}

	/** @throws DefenderError that names them, where no incident of the list could be read */
	throwIfNone(hasRead: boolean): void {
		const { unread } = this;
		if (!hasRead && unread.length > 0) throw new DefenderError({ kind: 'unreadable' }, onlyMalformed(unread));
	}

	private async readOne(id: string, alerts: boolean): Promise<Incident | undefined> {
		try {
			const incident = await this.api.getIncident(id, { alerts });
			this.failuresInARow = 0;
			return incident.id === id ? incident : undefined;
		} catch (failure) {
			const error = asDefenderError(failure);
			if (!OF_ONE.includes(error.reason.kind)) throw error;
			if (isNotFound(error)) this.unknown.add(id);
			this.failuresInARow += 1;
			return undefined;
		}
	}
}
