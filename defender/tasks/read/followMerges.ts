import type { IncidentSource } from '../../api/securityApi';
import { asDefenderError, isNotFound } from '../../core/errors';
import { mapParallel } from '../../core/parallel';
import type { Incident } from '../../incidents/incident';
import {
	followRedirect,
	isMerged,
	replaceMergedIncidents,
	type ResolvedIncident,
	type UnreadableIncident,
} from '../../incidents/merge';

/**
 * Reads the incidents that others were merged into, to the end of each chain.
 * @param known incidents by ID; those read here are added, and marked if they do not exist or are malformed
 * @throws DefenderError if an incident cannot be read for another reason
 */
export async function readTargets(
	api: IncidentSource,
	merged: readonly Incident[],
	known: Map<string, Incident | UnreadableIncident>,
	alerts = false,
): Promise<void> {
	for (;;) {
		const redirects = merged.map((incident) => followRedirect(incident, known));
		const unread = redirects.flatMap((redirect) => (redirect.kind === 'unread' ? redirect.id : []));
		if (unread.length === 0) return;
		await mapParallel([...new Set(unread)], { bound: () => api.parallelism }, async (id) => {
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

/**
 * Replaces merged incidents by the ones they were merged into. A target that was not listed must match the filters too.
 * @param selectTargets returns the targets that match
 */
export async function followMerges(
	api: IncidentSource,
	incidents: readonly Incident[],
	alerts: boolean,
	selectTargets: (targets: readonly Incident[]) => Promise<readonly Incident[]>,
): Promise<readonly ResolvedIncident[]> {
	const known = new Map<string, Incident | UnreadableIncident>(
		incidents.map((incident) => [incident.id, incident]),
	);
	const merged = incidents.filter(isMerged);
	await readTargets(api, merged, known, alerts);
	const targets = new Map<string, Incident>();
	for (const incident of merged) {
		const redirect = followRedirect(incident, known);
		if (redirect.kind === 'target') targets.set(redirect.at.id, redirect.at);
	}
	const selected = new Set<string>();
	for (const target of await selectTargets([...targets.values()])) {
		selected.add(target.id);
		known.set(target.id, target);
	}
	return replaceMergedIncidents(incidents, known, ({ id }) => selected.has(id));
}
