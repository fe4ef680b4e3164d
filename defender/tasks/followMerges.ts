import type { SecurityApi } from '../api/securityApi';
import { asDefenderError } from '../core/errors';
import { runParallel } from '../core/parallel';
import type { Incident } from '../incidents/incident';
import { followRedirect, type NoIncident } from '../incidents/merge';

const READS_AT_ONCE = 5;

/**
 * Reads the incidents that merged ones lead to, until each way ends.
 * @param known what was read already; what is read here is added
 * @throws DefenderError when an incident cannot be read; one that does not exist or is malformed is named so
 */
export async function readTargets(
	api: SecurityApi,
	starts: readonly Incident[],
	known: Map<string, Incident | NoIncident>,
	alerts = false,
): Promise<void> {
	for (;;) {
		const unread = starts.map((start) => followRedirect(start, known));
		const ids = [...new Set(unread.flatMap((redirect) => (redirect.kind === 'unread' ? redirect.id : [])))];
		if (ids.length === 0) return;
		const options = { bound: READS_AT_ONCE, keyOf: () => undefined, shouldStop: () => false };
		const results = await runParallel(ids.length, options, async (place) => {
			const id = ids[place] ?? '';
			known.set(id, await readTarget(api, id, alerts));
		});
		const failed = results.find((result) => result.kind === 'failed');
		if (failed?.kind === 'failed') throw asDefenderError(failed.reason);
	}
}

async function readTarget(api: SecurityApi, id: string, alerts: boolean): Promise<Incident | NoIncident> {
	try {
		return await api.getIncident(id, { alerts });
	} catch (failure) {
		const error = asDefenderError(failure);
		if (error.trouble.kind === 'notFound') return 'missing';
		if (error.trouble.kind === 'unreadable' && error.trouble.malformed === true) return 'malformed';
		throw error;
	}
}
