import type { Batch } from '../../trigger/recentDeliveries';
import type { Incident } from '../../incidents/incident';
import type { Report } from '../../trigger/report';
import { earlier, type UtcInstant } from '../../core/instant';
import { includesAlerts, type AlertInclusion } from './alertInclusion';
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
 * incident or the alerts that a report names cannot be read, or the incident is invisible while it is being merged, the next
 * polls try again for an hour.
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
	const byId = await withItemAlerts(session, alerts, current);
	const mayWait = mayRetry(at, now);
	const isReady = (report: Report, incident: Incident | undefined): incident is Incident =>
		incident !== undefined && !(mayWait && lacksNamedAlerts(report, incident));
	const deliveries = current.flatMap((report): readonly Delivery[] => {
		const incident = byId.get(report.id);
		return isReady(report, incident) ? [{ incident, report, redelivered: true, remark: undefined }] : [];
	});
	const waiting = mayWait ? current.filter((report) => !isReady(report, byId.get(report.id))) : [];
	const stillToRedeliver = [...reports.slice(current.length), ...waiting.slice(0, MAX_RETRIED)];
	return { deliveries, stillToRedeliver, skipped };
}

/** Whether a redelivery that was due at an instant may still wait until everything can be read. */
export function mayRetry(dueAt: UtcInstant, now: UtcInstant): boolean {
	return dueAt > earlier(now, RETRIED_MS);
}

/** Whether a report names new alerts that could not be read. */
export function lacksNamedAlerts(report: Report, { alerts }: Incident): boolean {
	return namesAlerts(report) && alerts === 'unavailable';
}

/** Whether a report names new alerts. The saved state has only their marks, so they are read again. */
function namesAlerts({ newAlerts }: Report): boolean {
	return newAlerts !== undefined;
}

/** Returns the incidents of these reports by ID, as far as they were read, with alerts where their items need them. */
async function withItemAlerts(
	{ clock, incidents }: PollSession,
	alerts: AlertInclusion,
	reports: readonly Report[],
): Promise<ReadonlyMap<string, Incident>> {
	const read = new Map(
		reports.flatMap(({ id }) => {
			const incident = incidents.get(id);
			return incident === undefined ? [] : [[id, incident]];
		}),
	);
	const needing = reports.filter((report) => includesAlerts(alerts, report) || namesAlerts(report));
	const ids = new Set(needing.map(({ id }) => id));
	const filled = await new AlertReader(clock).addAlerts(
		[...read.values()].filter(({ id }) => ids.has(id)),
		undefined,
	);
	return new Map([...read, ...filled.map((incident) => [incident.id, incident] as const)]);
}

/** Returns these reports as items of their incidents, which this poll has read. */
export async function toDeliveries(
	session: PollSession,
	{ alerts }: Pick<ReportSettings, 'alerts'>,
	reports: readonly Report[],
): Promise<readonly Delivery[]> {
	const byId = await withItemAlerts(session, alerts, reports);
	return reports.flatMap((report): readonly Delivery[] => {
		const incident = byId.get(report.id);
		return incident === undefined ? [] : [{ incident, report, redelivered: true, remark: undefined }];
	});
}
