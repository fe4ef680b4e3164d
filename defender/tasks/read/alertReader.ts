import type { IncidentSource } from '../../api/securityApi';
import { asDefenderError, DefenderError, isNotFound, type ErrorReason } from '../../core/errors';
import { mapParallel } from '../../core/parallel';
import type { Incident } from '../../incidents/incident';
import { compareIncidents, timeBounds } from '../../incidents/order';
import type { IncidentQuery } from '../../incidents/query';
import { millisecondOf } from '../../incidents/spans';
import { withTruncated } from '../../incidents/truncation';
import type { IncidentLister } from './incidentLister';

/** Number of incidents whose alerts are requested together after a full page with alerts has failed. */
const CHUNK_SIZE = 25;
/** Up to this many incidents are read one by one. */
const MAX_SINGLE_READS = 2;
/** After this many consecutive failures, the service is failing, not single incidents. */
const MAX_CONSECUTIVE_FAILURES = 5;

/** A list in which the incidents to read are close together, so that one page returns many of them. */
export interface SourceList {
	readonly lister: IncidentLister;
	readonly query: IncidentQuery;
}

/** Reads alerts separately, for lists that failed with alerts or were selected without them. */
export class AlertReader {
	private readonly known = new Map<string, Incident>();
	private consecutiveFailures = 0;

	constructor(private readonly api: IncidentSource) {}

	/** Keeps alerts that arrived with a list, so that they are not requested again. */
	keepAlerts(incidents: readonly Incident[]): void {
		for (const incident of incidents)
			if (incident.alerts !== 'notRead') this.known.set(incident.id, incident);
	}

	/**
	 * Adds their alerts to incidents: `unavailable` if the service fails to return them.
	 * @param list undefined for incidents that are far apart, which are read one by one
	 */
	async addAlerts(
		incidents: readonly Incident[],
		list: SourceList | undefined,
	): Promise<readonly Incident[]> {
		const missing = incidents.filter(
			(incident) => incident.alerts === 'notRead' && !this.hasAlertsOf(incident),
		);
		const byCreation = [...missing].sort(compareIncidents('createdAsc'));
		if (list === undefined) await this.readOneByOne(byCreation);
		else {
			for (let start = 0; start < byCreation.length; start += CHUNK_SIZE)
				await this.readTogether(byCreation.slice(start, start + CHUNK_SIZE), list);
		}
		return incidents.map((incident) =>
			incident.alerts === 'notRead' ? this.withAlerts(incident) : incident,
		);
	}

	/** Reads one incident with its alerts, or without them if only they fail. @throws DefenderError */
	async readOne(id: string): Promise<Incident> {
		try {
			return await this.api.getIncident(id, { alerts: true });
		} catch (failure) {
			if (!isServiceFailure(failure) || !this.api.can.expandsAlerts) throw asDefenderError(failure);
			return { ...(await this.api.getIncident(id, { alerts: false })), alerts: 'unavailable' };
		}
	}

	private withAlerts(incident: Incident): Incident {
		const { alerts = 'unavailable', truncated = {} } = this.known.get(incident.id) ?? {};
		return withTruncated({ ...incident, alerts }, { ...incident.truncated, ...truncated });
	}

	private hasAlertsOf({ id, lastUpdateDateTime }: Incident): boolean {
		return this.known.get(id)?.lastUpdateDateTime === lastUpdateDateTime;
	}

	/** From then on only whole chunks are tried; the first that succeeds resets this. */
	private get isFailing(): boolean {
		return this.consecutiveFailures >= MAX_CONSECUTIVE_FAILURES;
	}

	/** Reads the alerts of incidents created close together, in pages that shrink while the service fails. */
	private async readTogether(incidents: readonly Incident[], list: SourceList): Promise<void> {
		const bounds = timeBounds(incidents, 'createdDateTime');
		if (bounds === undefined) return;
		if (incidents.length <= MAX_SINGLE_READS) return await this.readOneByOne(incidents);
		const created = { from: bounds.first, before: millisecondOf(bounds.last).end };
		try {
			const query = { ...list.query, created };
			const request = { query, orderBy: undefined, top: this.api.can.pageMax, alerts: true };
			this.keepAlerts((await list.lister.startList(request)).firstPage.incidents);
			this.consecutiveFailures = 0;
		} catch (failure) {
			if (!isServiceFailure(failure)) throw asDefenderError(failure);
			if (this.isFailing) return;
			const half = Math.ceil(incidents.length / 2);
			await this.readTogether(incidents.slice(0, half), list);
			return await this.readTogether(incidents.slice(half), list);
		}
		// Other incidents of the same time may have filled the page, and incidents may have changed meanwhile.
		await this.readOneByOne(incidents.filter(({ id }) => !this.known.has(id)));
	}

	private async readOneByOne(incidents: readonly Incident[]): Promise<void> {
		await mapParallel(incidents, { bound: () => this.api.parallelism }, async ({ id }) => {
			if (this.isFailing) return;
			try {
				this.keepAlerts([await this.api.getIncident(id, { alerts: true })]);
				this.consecutiveFailures = 0;
			} catch (failure) {
				if (!isServiceFailure(failure) && !isNotFound(failure)) throw asDefenderError(failure);
				if (isServiceFailure(failure)) this.consecutiveFailures += 1;
			}
		});
	}
}

const SERVICE_FAILURES: readonly ErrorReason['kind'][] = [
	'serviceDown',
	'unreachable',
	'unreadable',
	'reported',
	'intercepted',
];

/**
 * Whether the service or the connection failed, rather than rejected the request. With alerts, that happens for large pages
 * and for single incidents, and a large response may be cut off on the way.
 */
export function isServiceFailure(failure: unknown): boolean {
	return failure instanceof DefenderError && SERVICE_FAILURES.includes(failure.reason.kind);
}
