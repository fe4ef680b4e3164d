import type { SecurityApi } from '../../api/securityApi';
import type { Notify } from '../../core/notices';
import type { MalformedIncident } from '../../incidents/incident';
import { deliveryIdOf } from '../../trigger/classifyChange';
import { eventKinds } from '../../trigger/triggerVocabulary';
import { readNewestMatch } from '../read/readNewestMatch';
import type { Delivery, ReportSettings } from './reportChanges';

/** An example of what the trigger emits. */
export interface Sample {
	/** Undefined when no incident matches. */
	readonly delivery: Delivery | undefined;
	/** Incidents that could not be read, one of which may be newer. */
	readonly malformed: readonly MalformedIncident[];
}

/** Reads the newest matching incident, as if the first of the chosen events had just occurred. @throws DefenderError */
export async function readSample(
	api: SecurityApi,
	{ watch, alerts }: Pick<ReportSettings, 'watch' | 'alerts'>,
	notify: Notify,
): Promise<Sample> {
	const { incident, malformed } = await readNewestMatch(api, watch.query, alerts, notify);
	if (incident === undefined) return { delivery: undefined, malformed };
	const event = eventKinds.find((kind) => watch.events.has(kind)) ?? 'created';
	const report = {
		id: incident.id,
		deliveryId: deliveryIdOf(incident),
		event,
		events: [event],
		changes: {},
		firstSeen: event === 'created',
	};
	return { delivery: { incident, report, redelivered: false, remark: undefined }, malformed };
}
