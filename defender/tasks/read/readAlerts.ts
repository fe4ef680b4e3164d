import type { IncidentSource } from '../../api/securityApi';
import { asDefenderError, DefenderError, isNotFound, type ErrorReason } from '../../core/errors';
import { CONCURRENT_READS, mapParallel } from '../../core/parallel';
import type { Incident } from '../../incidents/incident';
import { compareIncidents, timeBounds } from '../../incidents/order';
import type { IncidentQuery } from '../../incidents/query';
import { withTruncated } from '../../incidents/truncation';
import { millisecondOf } from '../../incidents/spans';
import type { IncidentLister } from './incidentLister';

/** Incidents whose alerts are asked for together, once a full page of them has failed. */
const CHUNK = 25;
/** As few incidents as these are asked for one by one. */
const SINGLE = 2;
/** So many failures in a row are a fault of the service and not of single incidents. */
const MOST_FAILURES_IN_A_ROW = 5;

/** Reads alerts by themselves, for lists that could not be read with them or did not need them to be chosen. */
export class AlertReader {
	private readonly held = new Map<string, Incident>();
	private failuresInARow = 0;

	constructor(private readonly api: IncidentSource) {}

	/** Keeps the alerts that came with a list, so that they are not asked for again. */
	remember(incidents: readonly Incident[]): void {
		for (const incident of incidents) if (incident.alerts !== 'notRead') this.held.set(incident.id, incident);
	}

	/**
	 * The incidents with their alerts: `unavailable` where the service fails at them.
	 * @param neighbours the lister and query of a list in which these incidents stand close together; undefined for
	 * scattered ones, which are read one by one
	 */
	async fill(
		incidents: readonly Incident[],
		neighbours: { readonly lister: IncidentLister; readonly query: IncidentQuery } | undefined,
	): Promise<readonly Incident[]> {
		const missing = incidents.filter((incident) => incident.alerts === 'notRead' && !this.holds(incident));
		const inOrder = [...missing].sort(compareIncidents('createdAsc'));
		if (neighbours === undefined) await this.readSingly(inOrder);
		else {
			for (let start = 0; start < inOrder.length; start += CHUNK) {
				await this.readTogether(inOrder.slice(start, start + CHUNK), neighbours.lister, neighbours.query);
			}
		}
		return incidents.map((incident) => (incident.alerts === 'notRead' ? this.filled(incident) : incident));
	}

	/** One incident with its alerts; where the service fails at them, without. @throws DefenderError */
	async one(id: string): Promise<Incident> {
		try {
			return await this.api.getIncident(id, { alerts: true });
		} catch (failure) {
			if (!isFailure(failure) || !this.api.can.expandsAlerts) throw asDefenderError(failure);
			return { ...(await this.api.getIncident(id, { alerts: false })), alerts: 'unavailable' };
		}
	}

	private filled(incident: Incident): Incident {
		const { alerts = 'unavailable', truncated = {} } = this.held.get(incident.id) ?? {};
		const ofAlerts = { ...incident.truncated, ...truncated };
		return withTruncated({ ...incident, alerts }, ofAlerts);
	}

	private holds({ id, lastUpdateDateTime }: Incident): boolean {
		return this.held.get(id)?.lastUpdateDateTime === lastUpdateDateTime;
	}

	/** From now on only full pages are tried; the first that comes ends this. */
	private get hasGivenUp(): boolean {
		return this.failuresInARow >= MOST_FAILURES_IN_A_ROW;
	}

	/** The alerts of incidents created close to each other, in pages that shrink where the service fails. */
	private async readTogether(
		incidents: readonly Incident[],
		lister: IncidentLister,
		query: IncidentQuery,
	): Promise<void> {
		const ends = timeBounds(incidents, 'createdDateTime');
		if (ends === undefined) return;
		if (incidents.length <= SINGLE) return await this.readSingly(incidents);
		const created = { from: ends.first, before: millisecondOf(ends.last).end };
		try {
			const top = this.api.can.pageMax;
			const ask = { query: { ...query, created }, orderBy: undefined, top, alerts: true };
			this.remember((await lister.first(ask)).page.incidents);
			this.failuresInARow = 0;
		} catch (failure) {
			if (!isFailure(failure)) throw asDefenderError(failure);
			if (this.hasGivenUp) return;
			const half = Math.ceil(incidents.length / 2);
			await this.readTogether(incidents.slice(0, half), lister, query);
			return await this.readTogether(incidents.slice(half), lister, query);
		}
		// Rows that other incidents of the same time have crowded out, or that changed meanwhile.
		await this.readSingly(incidents.filter(({ id }) => !this.held.has(id)));
	}

	private async readSingly(incidents: readonly Incident[]): Promise<void> {
		await mapParallel(incidents, { bound: CONCURRENT_READS }, async ({ id }) => {
			if (this.hasGivenUp) return;
			try {
				this.remember([await this.api.getIncident(id, { alerts: true })]);
				this.failuresInARow = 0;
			} catch (failure) {
				if (!isFailure(failure) && !isNotFound(failure)) throw asDefenderError(failure);
				if (isFailure(failure)) this.failuresInARow += 1;
			}
		});
	}
}

const FAILURES: readonly ErrorReason['kind'][] = [
	'serviceDown',
	'unreachable',
	'unreadable',
	'reported',
	'intercepted',
];

/**
 * Whether the service, or the way to it, failed rather than refused: with alerts it does so for large pages and for single
 * incidents, and a large answer may be cut on its way.
 */
export function isFailure(failure: unknown): boolean {
	return failure instanceof DefenderError && FAILURES.includes(failure.reason.kind);
}
