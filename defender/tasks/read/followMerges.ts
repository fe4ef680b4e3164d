import type { IncidentSource } from '../../api/securityApi';
import { asDefenderError, isNotFound } from '../../core/errors';
import { CONCURRENT_READS, mapParallel } from '../../core/parallel';
import type { Incident } from '../../incidents/incident';
import {
	followRedirect,
	isMerged,
	replaceMergedIncidents,
	type ResolvedIncident,
	type UnreadableIncident,
} from '../../incidents/merge';
import { matches, needsAlerts, type IncidentQuery } from '../../incidents/query';
import type { AlertReader } from './readAlerts';

/**
 * Reads the incidents that merged ones lead to, until each way ends.
 * @param known what was read already; what is read here is added
 * @throws DefenderError when an incident cannot be read; one that does not exist or is malformed is named so
 */
export async function readTargets(
	api: IncidentSource,
	starts: readonly Incident[],
	known: Map<string, Incident | UnreadableIncident>,
	alerts = false,
): Promise<void> {
	for (;;) {
		const unread = starts.map((start) => followRedirect(start, known));
		const ids = [...new Set(unread.flatMap((redirect) => (redirect.kind === 'unread' ? redirect.id : [])))];
		if (ids.length === 0) return;
		await mapParallel(ids, { bound: CONCURRENT_READS }, async (id) => {
			known.set(id, await readTarget(api, id, alerts));
		});
	}
}

async function readTarget(
	api: IncidentSource,
	id: string,
	alerts: boolean,
): Promise<Incident | UnreadableIncident> {
	try {
		return await api.getIncident(id, { alerts });
	} catch (failure) {
		if (isNotFound(failure)) return 'missing';
		const error = asDefenderError(failure);
		if (error.reason.kind === 'unreadable' && error.reason.malformed === true) return 'malformed';
		throw error;
	}
}

/** Puts targets in the place of merged incidents. Those that are fetched for it must meet the filters too. */
export async function followMerges(
	api: IncidentSource,
	alertReader: AlertReader,
	{
		query,
		wanted,
		alerts,
	}: { readonly query: IncidentQuery; readonly wanted: readonly Incident[]; readonly alerts: boolean },
): Promise<readonly ResolvedIncident[]> {
	const known = new Map<string, Incident | UnreadableIncident>(
		wanted.map((incident) => [incident.id, incident]),
	);
	const starts = wanted.filter(isMerged);
	await readTargets(api, starts, known, alerts);
	if (needsAlerts(query)) {
		const targets = starts.flatMap((start) => {
			const redirect = followRedirect(start, known);
			return redirect.kind === 'target' ? redirect.at : [];
		});
		for (const target of await alertReader.fill(targets, undefined)) known.set(target.id, target);
	}
	const ofTarget = { ...query, status: query.status.filter((status) => status !== 'redirected') };
	// The service alone can judge the user's own filter, and it did not list the target.
	return replaceMergedIncidents(
		wanted,
		known,
		(target) => query.odata === undefined && matches(ofTarget, target),
	);
}
