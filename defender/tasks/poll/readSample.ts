import type { IncidentSource, SecurityApi } from '../../api/securityApi';
import type { Notify } from '../../core/notices';
import { later } from '../../core/instant';
import type { Incident, MalformedIncident } from '../../incidents/incident';
import { isMerged } from '../../incidents/merge';
import { keepNewest } from '../../incidents/order';
import { matches } from '../../incidents/query';
import { deliveryIdOf } from '../../trigger/classifyChange';
import { eventKinds } from '../../trigger/triggerVocabulary';
import type { Watch } from '../../trigger/watch';
import { readNewestMatch } from '../read/readNewestMatch';
import { includesAlerts } from './alertInclusion';
import type { Delivery, ReportSettings } from './reportChanges';
import type { SampleScan } from './sampleText';

/** An example of what the trigger emits. */
export interface Sample {
	/** Undefined when no incident matches. */
	readonly delivery: Delivery | undefined;
	/** Incidents that could not be read, one of which may be newer. */
	readonly malformed: readonly MalformedIncident[];
	/** What was read to find it. */
	readonly scan: SampleScan;
	/** Service time in milliseconds. */
	readonly deliveredAt: number;
}

/** Reads the newest matching incident, as if the first of the chosen events had just occurred. @throws DefenderError */
export async function readSample(
	api: SecurityApi,
	{ watch, alerts }: Pick<ReportSettings, 'watch' | 'alerts'>,
	notify: Notify,
): Promise<Sample> {
	const event = eventKinds.find((kind) => watch.events.has(kind)) ?? 'created';
	const read = new Map<string, Incident>();
	const withAlerts = includesAlerts(alerts, { events: [event] });
	const { incident, malformed } = await readNewestMatch(
		recording(api, read),
		watch.query,
		withAlerts,
		notify,
	);
	const result = {
		malformed,
		scan: scanOf([...read.values()], incident, watch),
		deliveredAt: api.serviceTime(),
	};
	if (incident === undefined) return { ...result, delivery: undefined };
	const report = {
		id: incident.id,
		deliveryId: deliveryIdOf(incident),
		event,
		events: [event],
		changes: {},
		firstSeen: event === 'created',
	};
	return { ...result, delivery: { incident, report, redelivered: false, remark: undefined } };
}

/** Returns the source, which adds every incident that it returns to `read`. */
function recording(api: IncidentSource, read: Map<string, Incident>): IncidentSource {
	return {
		can: api.can,
		get parallelism() {
			return api.parallelism;
		},
		listIncidents: async (request) => {
			const page = await api.listIncidents(request);
			for (const incident of page.incidents) keepNewest(read, incident);
			return page;
		},
		getIncident: async (id, options) => {
			const incident = await api.getIncident(id, options);
			keepNewest(read, incident);
			return incident;
		},
		serviceTime: () => api.serviceTime(),
		isServiceTimeKnown: () => api.isServiceTimeKnown(),
	};
}

function scanOf(read: readonly Incident[], sample: Incident | undefined, watch: Watch): SampleScan {
	const unmerged = read.filter((incident) => !isMerged(incident));
	return {
		read: read.length,
		merged: read.length - unmerged.length,
		matching: unmerged.filter((one) => matches(watch.query, one.id === sample?.id ? sample : one)).length,
		settlesAt:
			sample === undefined || watch.settleMs === 0
				? undefined
				: later(sample.createdDateTime, watch.settleMs),
		isOwnChange:
			watch.ownChanges === 'skip' && watch.ownName !== undefined && sample?.lastModifiedBy === watch.ownName,
	};
}
