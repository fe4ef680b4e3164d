import { dueReports, isAcknowledged, type AcknowledgementSettings } from '../../trigger/acknowledgement';
import type { Report } from '../../trigger/report';
import type { TriggerState } from '../../trigger/state';
import type { PollSession } from './pollSession';
import { lacksNamedAlerts, mayRetry, toDeliveries } from './redeliver';
import type { Delivery, ReportSettings } from './reportChanges';

/** The new incidents that a poll delivers again because they have not been acknowledged. */
export interface UnacknowledgedDeliveries {
	readonly deliveries: readonly Delivery[];
	/** Reports whose incident could not be read. They are tried again later; one that does not exist counts as an attempt. */
	readonly postponed: readonly Report[];
	/** Each incident that could not be read, and why. */
	readonly skipped: readonly string[];
}

/** Settings of one poll about acknowledgement. */
export interface UnacknowledgedSettings extends ReportSettings {
	/** Undefined when nothing is to be acknowledged. */
	readonly acknowledgement: AcknowledgementSettings | undefined;
}

const NONE: UnacknowledgedDeliveries = { deliveries: [], postponed: [], skipped: [] };

/**
 * Returns the due reports whose incidents are still open and lack the tag. Each incident is read by ID first, unless this poll
 * has read it: a tag may not move its update time, so the newest changes need not contain it. If the alerts that a report
 * names cannot be read, the next polls try again for an hour.
 * @param room maximum number of items
 */
export async function redeliverUnacknowledged(
	session: PollSession,
	settings: UnacknowledgedSettings,
	state: TriggerState,
	room: number,
): Promise<UnacknowledgedDeliveries> {
	const { acknowledgement } = settings;
	if (acknowledgement === undefined) return NONE;
	const due = dueReports(state, acknowledgement, session.now).slice(0, Math.max(0, room));
	if (due.length === 0) return NONE;
	const { notFound, skipped } = await session.readByIds(due.map(({ id }) => id));
	const isMissing = new Set(notFound);
	const unacknowledged = due.filter(({ id }) => {
		const incident = session.incidents.get(id);
		return incident !== undefined && !isAcknowledged(incident, acknowledgement.tag);
	});
	const unread = due.filter(({ id }) => !session.incidents.has(id));
	const isReady = ({ incident, report }: Delivery): boolean => {
		const dueAt = state.knownIncidents.get(report.id)?.awaited?.dueAt ?? session.now;
		return !(lacksNamedAlerts(report, incident) && mayRetry(dueAt, session.now));
	};
	return {
		deliveries: (await toDeliveries(session, settings, unacknowledged)).filter(isReady),
		postponed: unread.flatMap(({ attempt, ...report }) => {
			if (isMissing.has(report.id)) return [{ ...report, attempt }];
			// When the time is up, it may not have been requested at all.
			return session.clock.isTimeUp() ? [] : [report];
		}),
		skipped,
	};
}
