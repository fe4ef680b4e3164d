import type { Alert, Incident, IncidentComment } from '../incidents/incident';
import type { Changes } from './diff';
import { alertMark, commentsWithMarks } from './marks';
import type { NewMarks } from './newMarks';
import type { Report } from './report';
import { completeChanges } from './savedChanges';

/** A new alert in an item. */
type NewAlert = Pick<Alert, 'id' | 'title' | 'severity' | 'serviceSource' | 'createdDateTime'>;

/** A new comment in an item. */
interface NewComment {
	readonly author: string | null;
	readonly text: string;
	readonly time: string | null;
}

/** What a report says about the change, in full. Absent properties do not apply. */
export interface ReportDetails {
	readonly changes: Changes;
	readonly newAlerts?: readonly NewAlert[];
	/** Number of new alerts that are not listed. */
	readonly newAlertsTruncated?: number;
	readonly newComments?: readonly NewComment[];
	/** Number of new comments that are not listed. */
	readonly newCommentsTruncated?: number;
	readonly addedTags?: readonly string[];
	readonly removedTags?: readonly string[];
	/** The incident changed, but nothing that is compared. */
	readonly unknownChange?: true;
}

/** @param incident as it is now; of a redelivered report it may have changed since */
export function reportDetails(report: Report, incident: Incident): ReportDetails {
	const changes = completeChanges(report.changes, incident);
	const { newAlerts, newComments, events } = report;
	const isExplained =
		events.includes('created') ||
		events.includes('merged') ||
		Object.keys(changes).length > 0 ||
		newAlerts !== undefined ||
		newComments !== undefined;
	return {
		changes,
		...newAlertsOf(report, incident),
		...newCommentsOf(report, incident),
		...tagChanges(changes),
		...(isExplained ? {} : { unknownChange: true as const }),
	};
}

/** Alerts and comments that the incident does not have any more count as not listed: a merge may have moved them. */
function countUnlisted({ marks, omitted }: NewMarks, entries: readonly unknown[]): number {
	return omitted + Math.max(0, marks.length - entries.length);
}

function newAlertsOf(
	report: Report,
	incident: Incident,
): Pick<ReportDetails, 'newAlerts' | 'newAlertsTruncated'> {
	if (report.newAlerts === undefined) return {};
	const newAlerts = alertsOf(incident, report.newAlerts);
	const unlisted = countUnlisted(report.newAlerts, newAlerts);
	return unlisted === 0 ? { newAlerts } : { newAlerts, newAlertsTruncated: unlisted };
}

function newCommentsOf(
	report: Report,
	{ comments }: Incident,
): Pick<ReportDetails, 'newComments' | 'newCommentsTruncated'> {
	if (report.newComments === undefined) return {};
	const newComments = commentsWithMarks(comments, report.newComments.marks).map(toNewComment);
	const unlisted = countUnlisted(report.newComments, newComments);
	return unlisted === 0 ? { newComments } : { newComments, newCommentsTruncated: unlisted };
}

function alertsOf({ alerts }: Incident, { marks }: NewMarks): readonly NewAlert[] {
	if (typeof alerts === 'string') return [];
	const wanted = new Set(marks);
	return alerts
		.filter(({ id }) => wanted.has(alertMark(id)))
		.map(({ id, title, severity, serviceSource, createdDateTime }) => ({
			...{ id, title, severity, serviceSource, createdDateTime },
		}));
}

function toNewComment({ comment, createdByDisplayName, createdDateTime }: IncidentComment): NewComment {
	return { author: createdByDisplayName, text: comment, time: createdDateTime ?? null };
}

/** Custom and system tags together. Tags that were renamed in their case count as removed and added. */
function tagChanges(changes: Changes): Pick<ReportDetails, 'addedTags' | 'removedTags'> {
	const tagged = [changes['customTags'], changes['systemTags']].flatMap((change) => change ?? []);
	if (tagged.length === 0) return {};
	const without = (one: unknown, other: unknown) => tagsIn(one).filter((tag) => !tagsIn(other).includes(tag));
	return {
		addedTags: tagged.flatMap(({ from, to }) => without(to, from)),
		removedTags: tagged.flatMap(({ from, to }) => without(from, to)),
	};
}

function tagsIn(value: unknown): readonly string[] {
	return Array.isArray(value) ? value.filter((tag): tag is string => typeof tag === 'string') : [];
}
