import type { Batch } from '../../trigger/recentDeliveries';
import type { Report } from '../../trigger/report';
import { earlier, type UtcInstant } from '../../core/instant';
import { includesAlerts } from './alertInclusion';
import type { PollSession } from './pollSession';
import type { Delivery, ReportSettings } from './reportChanges';
import { AlertReader } from '../read/alertReader';

/** The deliveries that a poll emits again. */
export interface Redelivery {
	readonly deliveries: readonly Delivery[];
	/** Reports left for the next poll. */
	readonly stillToRedeliver: readonly Report[];
	/** Each incident that could not be read, and why. */
	readonly skipped: readonly string[];
}

export const NO_REDELIVERY: Redelivery = { deliveries: [], stillToRedeliver: [], skipped: [] };

/** Maximum number of reports whose incident could not be read, so that the saved state has room for others. */
const MAX_RETRIED = 100;
const RETRIED_MS = 3_600_000;

/**
 * Returns the scheduled reports with the current versions of their incidents, at most as many as one poll may emit. If an
 * incident cannot be read, or is invisible while it is being merged, the next polls try again for an hour.
 */
export async function redeliver(
	session: PollSession,
	{ alerts, maxPerPoll }: ReportSettings,
	{ at, reports }: Batch,
	now: UtcInstant,
): Promise<Redelivery> {
	const current = reports.slice(0, maxPerPoll);
	const ids = [...new Set(current.map(({ id }) => id))];
	const { skipped } = await session.readByIds(ids);
	const incidents = ids.flatMap((id) => session.incidents.get(id) ?? []);
	const reader = new AlertReader(session.clock);
	const idsWithAlerts = new Set(
		current
			.filter((report) => includesAlerts(alerts, report) || report.newAlerts !== undefined)
			.map(({ id }) => id),
	);
	const withAlerts = await reader.addAlerts(
		incidents.filter(({ id }) => idsWithAlerts.has(id)),
		undefined,
	);
	const byId = new Map([...incidents, ...withAlerts].map((incident) => [incident.id, incident]));
	const deliveries = current.flatMap((report): readonly Delivery[] => {
		const incident = byId.get(report.id);
		return incident === undefined ? [] : [{ incident, report, redelivered: true, remark: undefined }];
	});
	const unread = at > earlier(now, RETRIED_MS) ? current.filter(({ id }) => !byId.has(id)) : [];
	const stillToRedeliver = [...reports.slice(current.length), ...unread.slice(0, MAX_RETRIED)];
	return { deliveries, stillToRedeliver, skipped };
}
