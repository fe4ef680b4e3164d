import type { IncidentSource } from '../../api/securityApi';
import { asDefenderError } from '../../core/errors';
import type { Notify } from '../../core/notices';
import type { Incident } from '../../incidents/incident';
import { isMerged, isRedirected, type ResolvedIncident } from '../../incidents/merge';
import { filterSupport, isOwnerFilteredHere } from '../../incidents/odata';
import { compareIncidents } from '../../incidents/order';
import { isSelectiveHere, matches, needsAlerts, type IncidentQuery } from '../../incidents/query';
import { AlertReader, isServiceFailure, type SourceList } from './alertReader';
import { followMerges } from './followMerges';
import { ASSUMED_SUPPORT, CONCLUSIVE_ROWS, type KnownSupport } from './listSupport';
import { IncidentLister } from './incidentLister';
import { scanStopped } from './readText';
import { readTimeWindow } from './readTimeWindow';
import { readTop } from './readTop';
import type { ReadResult, ReadSettings } from './readSettings';
import { showGaps } from './showGaps';

type LimitedRead = ReadSettings & { readonly limit: number };

/** Reads incidents completely, even if the service filters or sorts incorrectly. One per node execution. */
export class IncidentReader {
	private readonly support: KnownSupport = { current: ASSUMED_SUPPORT };
	private readonly alertReader: AlertReader;

	constructor(
		private readonly api: IncidentSource,
		private readonly notify: Notify,
	) {
		this.alertReader = new AlertReader(api);
	}

	/**
	 * Reads the matching incidents in the requested order. With `skip`, merged ones are returned only if the query selects
	 * their status. Single incidents that cannot be read are reported, as long as another one can.
	 * @throws DefenderError if a page cannot be read, because a list without it would be incomplete
	 */
	async read(settings: ReadSettings): Promise<ReadResult> {
		if (settings.limit === 0) return { found: [], warnings: [], malformed: [] };
		for (;;) {
			const lister = new IncidentLister(this.api, this.support, this.notify);
			const withAlerts = this.readsPagesWithAlerts(settings);
			try {
				return await this.readOnce(lister, settings, withAlerts);
			} catch (failure) {
				if (!withAlerts || this.alertsAreIncluded || !isServiceFailure(failure))
					throw asDefenderError(failure);
				this.support.current = { ...this.support.current, alertPagesFailed: true };
			}
		}
	}

	/** Reads one incident. Returns none if it was merged and `merged` is `skip`. @throws DefenderError */
	async readOne(
		id: string,
		settings: Pick<ReadSettings, 'alerts' | 'merged'>,
	): Promise<readonly ResolvedIncident[]> {
		const found = await this.resolveOne(id, settings);
		showGaps(found, this.notify);
		return found;
	}

	private async resolveOne(
		id: string,
		{ alerts, merged }: Pick<ReadSettings, 'alerts' | 'merged'>,
	): Promise<readonly ResolvedIncident[]> {
		const start = alerts ? await this.alertReader.readOne(id) : await this.api.getIncident(id, { alerts });
		if (merged === 'skip' && isRedirected(start)) return [];
		if (merged !== 'follow' || !isMerged(start)) return [{ incident: start, mergedFrom: [] }];
		const withAlerts = alerts && this.alertsAreIncluded;
		const [found] = await followMerges(this.api, [start], withAlerts, async (targets) => targets);
		if (found === undefined) return [];
		const isComplete = found.noTarget !== undefined || !alerts || found.incident.alerts !== 'notRead';
		return [isComplete ? found : { ...found, incident: await this.alertReader.readOne(found.incident.id) }];
	}

	/** Whether the service returns every incident with its alerts, so that omitting them saves no request. */
	private get alertsAreIncluded(): boolean {
		return !this.api.can.expandsAlerts;
	}

	/** True if most of the listed incidents are wanted with alerts, or if only alerts show which ones match. */
	private readsPagesWithAlerts({ query, alerts }: ReadSettings): boolean {
		if (this.alertsAreIncluded) return alerts || needsAlerts(query);
		if (this.support.current.alertPagesFailed) return false;
		return needsAlerts(query) || (alerts && !this.isSelective(query));
	}

	/** Whether our own code applies so much of the query that most of the incidents read may not match. */
	private isSelective(query: IncidentQuery): boolean {
		const support = filterSupport(this.api.can, this.support.current);
		return isSelectiveHere(query) || isOwnerFilteredHere(query, support);
	}

	private async readOnce(
		lister: IncidentLister,
		settings: ReadSettings,
		withAlerts: boolean,
	): Promise<ReadResult> {
		const { limit, sort } = settings;
		const selected =
			limit === 'all'
				? await this.readAll(lister, settings, withAlerts)
				: await this.readLimited(lister, { ...settings, limit }, withAlerts);
		const compare = compareIncidents(sort);
		const resolved = [...(await this.resolveMerged(settings, selected))];
		resolved.sort((a, b) => compare(a.incident, b.incident));
		const limited = limit === 'all' ? resolved : resolved.slice(0, limit);
		const found = await this.withAlerts(lister, settings, limited, selected.length);
		lister.reportMismatches();
		lister.reportMalformed();
		showGaps(found, this.notify);
		return { found, warnings: [...lister.warnings], malformed: lister.malformed.unread };
	}

	/** Reads in order of creation, which does not change while pages are read. */
	private async readAll(
		lister: IncidentLister,
		settings: ReadSettings,
		alerts: boolean,
	): Promise<readonly Incident[]> {
		const { query } = settings;
		const { created: span } = query;
		const window = { field: 'createdDateTime', span, query, alerts, trustsRows: true } as const;
		return await this.select(lister, settings, await readTimeWindow(lister, window));
	}

	private async readLimited(
		lister: IncidentLister,
		settings: LimitedRead,
		alerts: boolean,
	): Promise<readonly Incident[]> {
		const { query, limit, sort, maxScanned, merged } = settings;
		const isByCreation = sort === 'createdAsc' || sort === 'createdDesc';
		// The service cannot sort by priority, and merged incidents alone never reach a number of targets.
		const needsAll = sort === 'priorityDesc' || (merged === 'follow' && query.status.includes('redirected'));
		const fewRows = alerts ? limit : Math.max(limit, CONCLUSIVE_ROWS);
		let toReplace: readonly Incident[] = [];
		const { selected, scanned, isStopped } = await readTop(lister, {
			query,
			field: isByCreation ? 'createdDateTime' : 'lastUpdateDateTime',
			direction: sort === 'createdAsc' ? 'asc' : 'desc',
			wantedCount: needsAll ? Number.POSITIVE_INFINITY : limit,
			pageSize: () => (needsAll || this.isSelective(query) ? this.api.can.pageMax : fewRows),
			maxScanned,
			alerts,
			select: async (incidents) => {
				const matching = await this.select(lister, settings, incidents);
				if (merged !== 'follow') return matching;
				// Merged incidents do not count: several may have one target, which may be listed too or sort later.
				toReplace = matching.filter(isMerged);
				return matching.filter((incident) => !isMerged(incident));
			},
		});
		const found = [...selected, ...toReplace];
		if (isStopped) this.notify({ topic: 'scanStopped', text: scanStopped(scanned, found.length) });
		return found;
	}

	/** Selects the matching incidents of those listed. With `follow`, merged ones match until they are replaced. */
	private async select(
		lister: IncidentLister,
		{ query, merged }: ReadSettings,
		incidents: readonly Incident[],
	): Promise<readonly Incident[]> {
		this.alertReader.keepAlerts(incidents);
		lister.recordMismatches(query, incidents);
		const omitsMerged = merged === 'skip' && !query.status.includes('redirected');
		const candidates = omitsMerged ? incidents.filter((one) => !isRedirected(one)) : incidents;
		return await this.selectMatching(query, candidates, { lister, query });
	}

	/** Reads alerts only if the query has conditions on them. */
	private async selectMatching(
		query: IncidentQuery,
		incidents: readonly Incident[],
		list: SourceList | undefined,
	): Promise<readonly Incident[]> {
		const candidates = incidents.filter((incident) => matches(query, incident));
		if (!needsAlerts(query)) return candidates;
		const complete = await this.alertReader.addAlerts(candidates, list);
		return complete.filter((incident) => matches(query, incident));
	}

	private async resolveMerged(
		{ query, merged, alerts }: ReadSettings,
		selected: readonly Incident[],
	): Promise<readonly ResolvedIncident[]> {
		if (merged !== 'follow') return selected.map((incident) => ({ incident, mergedFrom: [] }));
		const ofTarget = { ...query, status: query.status.filter((status) => status !== 'redirected') };
		const withAlerts = this.alertsAreIncluded && (alerts || needsAlerts(query));
		return await followMerges(this.api, selected, withAlerts, async (targets) =>
			// Only the service can evaluate the user's own filter, and it did not list the target.
			query.odata === undefined ? await this.selectMatching(ofTarget, targets, undefined) : [],
		);
	}

	/** The incidents of the result with their alerts, or without if they are not requested. */
	private async withAlerts(
		lister: IncidentLister,
		{ query, alerts }: ReadSettings,
		resolved: readonly ResolvedIncident[],
		selectedCount: number,
	): Promise<readonly ResolvedIncident[]> {
		if (!alerts) return resolved.map((one) => ({ ...one, incident: withoutAlerts(one.incident) }));
		const isDense = !this.isSelective(query) && resolved.length * 2 >= selectedCount;
		const incidents = await this.alertReader.addAlerts(
			resolved.map(({ incident }) => incident),
			isDense ? { lister, query } : undefined,
		);
		return resolved.map((one, index) => ({ ...one, incident: incidents[index] ?? one.incident }));
	}
}

function withoutAlerts(incident: Incident): Incident {
	return incident.alerts === 'unavailable' ? incident : { ...incident, alerts: 'notRead' };
}
