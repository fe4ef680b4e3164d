import { asDefenderError, type DefenderError, type ErrorReason } from '../../core/errors';
import { divideEntities, MAX_ENTITIES } from '../../hunting/library/huntBatches';
import { missingNeeds } from '../../hunting/library/huntValues';
import type { LibraryHunt } from '../../hunting/library/libraryHunt';
import * as say from '../../hunting/sentences/libraryText';
import type { Alert, Incident } from '../../incidents/incident';
import { isTruncated } from '../../incidents/truncation';
import type { ResultSettings } from './executeHunt';
import type { LibraryRun } from './huntByFields';
import { incidentEntities, withUrlHosts, type HuntEntities } from './incidentEntities';
import { incidentWindow, isOpen, type Margins, type WindowEnd } from './libraryWindow';
import { RequestBudget, type HuntSource } from './requestBudget';
import { runLibraryHunt, type LibraryResult, type LibrarySearch } from './runLibraryHunt';

/** Library hunts for the entities of an incident. */
export interface IncidentHunt {
	readonly incidentId: string;
	/** Roles of the entities to search for; empty for all. */
	readonly roles: readonly string[];
	readonly margins: Margins;
	readonly windowEnd: WindowEnd;
	/** Maximum entities of each kind in one query. */
	readonly maxEntities: number;
	/** 0 for the standard of each hunt. */
	readonly threshold: number;
	readonly baselineDays: number;
	/** How to return the rows of each hunt. */
	readonly resultOf: (hunt: LibraryHunt) => ResultSettings;
}

/** The result of one of several hunts. */
export interface OrderedResult {
	readonly result: LibraryResult;
	/** Position in the run, from 1. */
	readonly order: number;
	/** Requests that the run had sent when the hunt ended, including those for the incident. */
	readonly requestsUsed: number;
}

/** Requests of a run of all hunts, including those for the incident. */
export const MAX_REQUESTS = 8;

/** Failures that every further hunt would meet. */
const ENDS_RUN: ReadonlySet<ErrorReason['kind']> = new Set([
	'signIn',
	'unauthorized',
	'forbidden',
	'throttled',
	'unreachable',
	'intercepted',
	'misdirected',
]);

/** Runs one hunt for the entities of an incident. @throws DefenderError */
export async function huntIncident(
	api: HuntSource,
	hunt: LibraryHunt,
	settings: IncidentHunt,
	run: LibraryRun,
): Promise<LibraryResult> {
	const context = await readContext(api, settings, run);
	const search = prepare(hunt, context, settings, run);
	if ('reason' in search) return skip(hunt, search.reason);
	const result = await runLibraryHunt(api, search, settings.resultOf(hunt), run);
	return withoutOwnAlerts(result, context);
}

/**
 * Runs all hunts that the entities of an incident allow, the most useful first, each in one query. Hunts beyond
 * {@link MAX_REQUESTS} are skipped.
 * @throws DefenderError if no hunt could run because of a failure
 */
export async function huntEverything(
	api: HuntSource,
	hunts: readonly LibraryHunt[],
	settings: IncidentHunt,
	run: LibraryRun,
): Promise<readonly OrderedResult[]> {
	const budget = new RequestBudget(MAX_REQUESTS);
	const limited = budget.limit(api);
	// Each query uses up a request, so one query contains as many entities as a hunt may search.
	const inOneQuery = { ...settings, maxEntities: MAX_ENTITIES };
	const context = await readContext(limited, inOneQuery, run);
	const results: OrderedResult[] = [];
	let ended: DefenderError | undefined;
	const attempt = async (hunt: LibraryHunt): Promise<LibraryResult> => {
		const search = prepare(hunt, context, inOneQuery, run);
		if ('reason' in search) return skip(hunt, search.reason);
		if (ended !== undefined) return skip(hunt, say.huntFailed(ended.message));
		if (budget.isUsedUp) return skip(hunt, say.requestsUsedUp(MAX_REQUESTS));
		try {
			const result = await runLibraryHunt(limited, search, inOneQuery.resultOf(hunt), run);
			return withoutOwnAlerts(result, context);
		} catch (failure) {
			const error = asDefenderError(failure);
			if (error.reason.kind === 'canceled') throw error;
			if (ENDS_RUN.has(error.reason.kind)) ended = error;
			return skip(hunt, say.huntFailed(error.message));
		}
	};
	for (const hunt of hunts) {
		const result = await attempt(hunt);
		results.push({ result, order: results.length + 1, requestsUsed: budget.used });
	}
	if (ended !== undefined && !results.some(({ result }) => result.kind === 'done')) throw ended;
	return results;
}

interface IncidentContext {
	readonly incident: Incident;
	/** Undefined if the service did not return them. */
	readonly alerts: readonly Alert[] | undefined;
	readonly entities: HuntEntities;
}

async function readContext(
	api: HuntSource,
	{ incidentId, roles }: IncidentHunt,
	{ incidents, notify }: LibraryRun,
): Promise<IncidentContext> {
	const incident = await incidents.read(api, incidentId);
	const alerts = typeof incident.alerts === 'string' ? undefined : incident.alerts;
	if (isTruncated(incident, 'alerts') || isTruncated(incident, 'evidence'))
		notify({ topic: 'evidenceIncomplete', text: say.evidenceIncomplete() });
	return { incident, alerts, entities: incidentEntities(alerts ?? [], roles) };
}

/** Returns what the hunt searches, or why it cannot search. */
function prepare(
	hunt: LibraryHunt,
	{ incident, alerts, entities }: IncidentContext,
	{ maxEntities, threshold, baselineDays, roles, margins, windowEnd }: IncidentHunt,
	{ notify, now }: LibraryRun,
): LibrarySearch | { readonly reason: string } {
	if (alerts === undefined) return { reason: say.alertsUnavailable() };
	const searched = hunt.searchesUrlHosts === true ? withUrlHosts(entities) : entities;
	const divided = divideEntities(hunt, searched, maxEntities, { threshold, baselineDays });
	const [first] = divided.batches;
	const missing = first === undefined ? undefined : missingNeeds(hunt, first)[0];
	if (missing !== undefined) return { reason: say.incidentNamesNone(missing, roles.length > 0) };
	if (divided.leftOut.size > 0)
		notify({ topic: 'entitiesLeftOut', text: say.entitiesLeftOut(divided.leftOut) });
	const time = now();
	const window = incidentWindow(hunt, incident, alerts, { margins, windowEnd, now: time });
	return { ...divided, hunt, window, windowOpen: hunt.window === 'event' && isOpen(window, time) };
}

/** Every alert of the incident names its entities, so only other alerts answer a question about them. */
function withoutOwnAlerts(found: LibraryResult, { alerts = [] }: IncidentContext): LibraryResult {
	if (found.kind === 'skipped' || found.hunt.omitsOwnAlerts !== true) return found;
	const own = new Set<unknown>(alerts.map(({ id }) => id));
	const rows = found.result.rows.filter(({ AlertId }) => !own.has(AlertId));
	return { ...found, result: { ...found.result, rows } };
}

function skip(hunt: LibraryHunt, reason: string): LibraryResult {
	return { kind: 'skipped', hunt, reason };
}
