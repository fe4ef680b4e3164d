import type { PollResult } from '../../../defender/tasks/poll/pollIncidents.ts';
import { reportDetails } from '../../../defender/trigger/reportDetails.ts';
import type { Item, Names } from './tenantOracle.mts';

/** The part of a delivery that the examiner checks. */
export function deliveredItem({ incident, report, redelivered }: PollResult['deliveries'][number]): Item {
	const { status, severity, assignedTo, customTags, comments, alerts } = incident;
	const { displayName, description, resolvingComment, priorityScore } = incident;
	const details = reportDetails(report, incident);
	return {
		...{ modifiedBy: incident.lastModifiedBy, ownChange: report.ownChange === true },
		...{ isDoubtful: report.priorStateUnknown === true, mergedInto: report.mergedInto },
		...{ id: report.id, deliveryId: report.deliveryId, events: report.events, redelivered },
		...{ event: report.event, attempt: report.attempt },
		changes: details.changes,
		newComments: names(
			details.newComments?.map(({ text }) => text),
			details.newCommentsTruncated,
		),
		newAlerts: names(
			details.newAlerts?.map(({ id }) => id),
			details.newAlertsTruncated,
		),
		...{ addedTags: details.addedTags, removedTags: details.removedTags },
		unknownChange: details.unknownChange === true,
		updated: incident.lastUpdateDateTime,
		values: {
			...{ status, severity, assignedTo, customTags, comments: comments.length },
			...{ displayName, description, resolvingComment, priorityScore },
			commentTexts: comments.map(({ comment }) => comment),
			...(typeof alerts === 'string' ? {} : { alerts: alerts.length, alertIds: alerts.map(({ id }) => id) }),
		},
	};
}

function names(listed: readonly string[] | undefined, unlisted = 0): Names {
	return listed === undefined ? undefined : { listed, unlisted };
}
