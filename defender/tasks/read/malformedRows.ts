import type { IncidentSource } from '../../api/securityApi';
import { asDefenderError, DefenderError, isNotFound, type ErrorReason } from '../../core/errors';
import { mapParallel } from '../../core/parallel';
import { onlyMalformed } from '../../core/sentences/malformedText';
import type { Incident, MalformedIncident } from '../../incidents/incident';

/** After this many consecutive failures, the format has probably changed: further incidents are reported unread. */
const MAX_CONSECUTIVE_FAILURES = 10;
/** Failures that may concern a single incident; any other failure concerns the whole list. */
const SINGLE_INCIDENT_FAILURES: readonly ErrorReason['kind'][] = [
	'forbidden',
	'intercepted',
	'notFound',
	'rejected',
	'reported',
	'serviceDown',
	'unreachable',
	'unreadable',
];

/** The incidents whose rows in one list are malformed. Each is read by its ID, once. */
export class MalformedRows {
	private readonly readById = new Map<string, Incident | undefined>();
	private readonly unreadById = new Map<string, MalformedIncident>();
	private readonly missing = new Set<string>();
	private consecutiveFailures = 0;

	constructor(private readonly api: IncidentSource) {}

	/** Incidents that have no ID, or could not be read by it either. */
	get unread(): readonly MalformedIncident[] {
		return [...this.unreadById.values()];
	}

	/** Whether a read of the incident by its ID failed. */
	hasFailed(id: string): boolean {
		return this.readById.has(id) && this.readById.get(id) === undefined;
	}

	/** Whether the service reported that no incident has this ID. */
	isMissing(id: string): boolean {
		return this.missing.has(id);
	}

	/**
	 * @returns the incidents that could be read
	 * @throws DefenderError for a failure that is not about a single incident, such as a canceled execution
	 */
	async read(rows: readonly MalformedIncident[], alerts: boolean): Promise<readonly Incident[]> {
		const ids = [...new Set(rows.flatMap(({ id }) => id ?? []))].filter((id) => !this.readById.has(id));
		await mapParallel(ids, { bound: () => this.api.parallelism }, async (id) => {
			if (this.consecutiveFailures >= MAX_CONSECUTIVE_FAILURES) return;
			this.readById.set(id, await this.readOne(id, alerts));
		});
		return rows.flatMap((row) => {
			const incident = row.id === undefined ? undefined : this.readById.get(row.id);
			if (incident === undefined) this.unreadById.set(row.id ?? ` ${row.property}`, row);
			return incident ?? [];
		});
	}

	/** @throws DefenderError that lists the malformed incidents, if no incident of the list could be read */
	requireAnyRead(hasReadAny: boolean): void {
		const { unread } = this;
		if (!hasReadAny && unread.length > 0)
			throw new DefenderError({ kind: 'unreadable' }, onlyMalformed(unread));
	}

	private async readOne(id: string, alerts: boolean): Promise<Incident | undefined> {
		try {
			const incident = await this.api.getIncident(id, { alerts });
			this.consecutiveFailures = 0;
			return incident.id === id ? incident : undefined;
		} catch (failure) {
			const error = asDefenderError(failure);
			if (!SINGLE_INCIDENT_FAILURES.includes(error.reason.kind)) throw error;
			if (isNotFound(error)) this.missing.add(id);
			this.consecutiveFailures += 1;
			return undefined;
		}
	}
}
