import type { SecurityApi, TimeField } from '../../api/securityApi';
import { asDefenderError } from '../../core/errors';
import type { Notify } from '../../core/notices';
import * as say from '../../core/sentences/noticeText';
import type { Incident, MalformedIncident } from '../../incidents/incident';
import {
	isRedirected,
	isMerged,
	replaceMergedIncidents,
	type ResolvedIncident,
	type UnreadableIncident,
} from '../../incidents/merge';
import { compareIncidents, type Sort } from '../../incidents/order';
import { filterSupport, isOwnerFilteredHere } from '../../incidents/odata';
import { isSelectiveHere, matches, needsAlerts, type IncidentQuery } from '../../incidents/query';
import { readTimeWindow } from './readTimeWindow';
import { followMerges, readTargets } from './followMerges';
import { IncidentLister, NEW_SERVICE, TELLING_ROWS, type SharedHabits } from './incidentLister';
import { withGapsShown } from './gaps';
import { AlertReader, isFailure } from './readAlerts';
import { readTop } from './readTop';

/** What becomes of an incident that was merged into another one: left out, replaced by that one, or given as it is. */
export type Merged = 'skip' | 'follow' | 'keep';

export interface ReadRequest {
	readonly query: IncidentQuery;
	/** How many are wanted, after sorting. */
	readonly limit: number | 'all';
	readonly sort: Sort;
	readonly alerts: boolean;
	readonly merged: Merged;
	/** With a limit: how many incidents may be read to find them, and at most one page more. */
	readonly maxScanned: number;
}

/** What `IncidentReader.read` is asked for unless told otherwise. */
export const READ_DEFAULTS = {
	sort: 'updatedDesc',
	alerts: false,
	merged: 'skip',
	maxScanned: 2_000,
} as const;

export interface ReadResult {
	readonly found: readonly ResolvedIncident[];
	/** Texts of Microsoft's warnings that some of its products did not deliver, so that incidents may be missing. */
	readonly warnings: readonly string[];
	/** Incidents that were listed and could not be read. */
	readonly malformed: readonly MalformedIncident[];
}

type SortedRequest = ReadRequest & { readonly limit: number };

/** Reads incidents completely, whatever the service makes of filter and order. One per node execution. */
export class IncidentReader {
	private readonly habits: SharedHabits = { now: NEW_SERVICE };
	private readonly alertReader: AlertReader;
	private readonly told = (found: readonly ResolvedIncident[]) => withGapsShown(found, this.notify);

	constructor(
		private readonly api: SecurityApi,
		private readonly notify: Notify,
	) {
		this.alertReader = new AlertReader(api);
	}

	/**
	 * The wanted incidents in the order asked for. With `skip`, merged ones only come when asked for by status.
	 * @throws DefenderError; a page that cannot be read fails the whole, it never shortens the list. Single incidents that
	 * cannot be read are named instead, as long as there is any other one.
	 */
	async read(request: ReadRequest): Promise<ReadResult> {
		if (request.limit === 0) return { found: [], warnings: [], malformed: [] };
		for (;;) {
			const lister = new IncidentLister(this.api, this.habits, this.notify);
			const alerts = this.expandsPages(request);
			try {
				return await this.readWith(lister, request, alerts);
			} catch (failure) {
				if (!alerts || this.alertsCome || !isFailure(failure)) throw asDefenderError(failure);
				this.habits.now = { ...this.habits.now, alertsFailed: true };
			}
		}
	}

	/** One incident; nothing when it was merged and such are to be left out. @throws DefenderError */
	async get(
		id: string,
		{ alerts, merged }: Pick<ReadRequest, 'alerts' | 'merged'>,
	): Promise<readonly ResolvedIncident[]> {
		const start = alerts ? await this.alertReader.one(id) : await this.api.getIncident(id, { alerts });
		if (!isMerged(start) || merged === 'keep') return this.told([{ incident: start, mergedFrom: [] }]);
		if (merged === 'skip') return isRedirected(start) ? [] : this.told([{ incident: start, mergedFrom: [] }]);
		const known = new Map<string, Incident | UnreadableIncident>([[id, start]]);
		await readTargets(this.api, [start], known, alerts && this.alertsCome);
		const [found] = replaceMergedIncidents([start], known, () => true);
		if (found === undefined) return [];
		const isComplete = found.noTarget !== undefined || !alerts || found.incident.alerts !== 'notRead';
		if (isComplete) return this.told([found]);
		return this.told([{ ...found, incident: await this.alertReader.one(found.incident.id) }]);
	}

	/** Whether alerts come with each incident, so that leaving them out spares no call. */
	private get alertsCome(): boolean {
		return !this.api.can.expandsAlerts;
	}

	/** Alerts come with the list when most of what is listed is wanted, or when only they can decide it. */
	private expandsPages({ query, alerts }: ReadRequest): boolean {
		if (this.alertsCome) return alerts || needsAlerts(query);
		if (this.habits.now.alertsFailed) return false;
		return needsAlerts(query) || (alerts && !this.isSelective(query));
	}

	/** Whether so much of the query is left to this side that most incidents read may be unwanted. */
	private isSelective(query: IncidentQuery): boolean {
		return isSelectiveHere(query) || isOwnerFilteredHere(query, filterSupport(this.api.can, this.habits.now));
	}

	private async readWith(lister: IncidentLister, request: ReadRequest, alerts: boolean): Promise<ReadResult> {
		const { limit } = request;
		const wanted =
			limit === 'all'
				? await this.pick(lister, request, await readTimeWindow(lister, { ...wholeTime(request), alerts }))
				: await this.readSome(lister, { ...request, limit }, alerts);
		const compare = compareIncidents(request.sort);
		const resolved = [...(await this.resolve(request, wanted))].sort((a, b) =>
			compare(a.incident, b.incident),
		);
		const cut = limit === 'all' ? resolved : resolved.slice(0, limit);
		const incidents = await this.withAlerts(lister, request, cut, wanted.length);
		const found = cut.map((one, place) => ({ ...one, incident: incidents[place] ?? one.incident }));
		lister.tellMismatches();
		lister.nameMalformed();
		return { found: this.told(found), warnings: [...lister.warnings], malformed: lister.malformed.unread };
	}

	private async readSome(
		lister: IncidentLister,
		request: SortedRequest,
		alerts: boolean,
	): Promise<readonly Incident[]> {
		const { query, limit, sort, maxScanned, merged } = request;
		const field: TimeField =
			sort === 'createdAsc' || sort === 'createdDesc' ? 'createdDateTime' : 'lastUpdateDateTime';
		// Priorities cannot be asked for in order, and merged ones alone never make up a number.
		const needsAll = sort === 'priorityDesc' || (merged === 'follow' && query.status.includes('redirected'));
		let toReplace: readonly Incident[] = [];
		const few = alerts ? limit : Math.max(limit, TELLING_ROWS);
		const { wanted, scanned, stopped } = await readTop(lister, {
			query,
			field,
			direction: sort === 'createdAsc' ? 'asc' : 'desc',
			enough: needsAll ? Number.POSITIVE_INFINITY : limit,
			top: () => (needsAll || this.isSelective(query) ? this.api.can.pageMax : few),
			maxScanned,
			alerts,
			pick: async (incidents) => {
				const picked = await this.pick(lister, request, incidents);
				if (merged !== 'follow') return picked;
				// Several may stand for one, which may itself be listed, or come later in the sorting: they do not count.
				toReplace = picked.filter(isMerged);
				return picked.filter((incident) => !isMerged(incident));
			},
		});
		const found = [...wanted, ...toReplace];
		if (stopped) this.notify({ topic: 'scanStopped', text: say.scanStopped(scanned, found.length) });
		return found;
	}

	/** The wanted ones of those read; in `follow`, merged ones count as wanted until they are replaced. */
	private async pick(
		lister: IncidentLister,
		{ query, merged }: ReadRequest,
		incidents: readonly Incident[],
	): Promise<readonly Incident[]> {
		this.alertReader.remember(incidents);
		lister.noteMismatches(query, incidents);
		const leavesOut = merged === 'skip' && !query.status.includes('redirected');
		const likely = incidents.filter((one) => !(leavesOut && isRedirected(one)) && matches(query, one));
		if (!needsAlerts(query)) return likely;
		const complete = await this.alertReader.fill(likely, { lister, query });
		return complete.filter((incident) => matches(query, incident));
	}

	/** Targets in the place of merged ones. */
	private async resolve(
		{ query, merged, alerts }: ReadRequest,
		wanted: readonly Incident[],
	): Promise<readonly ResolvedIncident[]> {
		if (merged !== 'follow') return wanted.map((incident) => ({ incident, mergedFrom: [] }));
		const withAlerts = this.alertsCome && (alerts || needsAlerts(query));
		return await followMerges(this.api, this.alertReader, { query, wanted, alerts: withAlerts });
	}

	private async withAlerts(
		lister: IncidentLister,
		{ query, alerts }: ReadRequest,
		found: readonly ResolvedIncident[],
		listed: number,
	): Promise<readonly Incident[]> {
		const incidents = found.map(({ incident }) => incident);
		if (!alerts)
			return incidents.map((one) => (one.alerts === 'unavailable' ? one : { ...one, alerts: 'notRead' }));
		const isDense = !this.isSelective(query) && found.length * 2 >= listed;
		return await this.alertReader.fill(incidents, isDense ? { lister, query } : undefined);
	}
}

/** Everything in the order of its creation, which does not move while pages are read. */
function wholeTime({ query }: ReadRequest) {
	return { field: 'createdDateTime', span: query.created, query } as const;
}
