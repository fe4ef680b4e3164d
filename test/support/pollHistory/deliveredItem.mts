import type { PollResult } from '../../../defender/tasks/poll/pollIncidents.ts';
import type { Item } from './tenantOracle.mts';

/** The part of a delivery that the examiner checks. */
export function deliveredItem({ incident, report, redelivered }: PollResult['deliveries'][number]): Item {
	const { status, severity, assignedTo, customTags, comments, alerts } = incident;
	return {
		...{ modifiedBy: incident.lastModifiedBy, ownChange: report.ownChange === true },
		...{ isDoubtful: report.priorStateUnknown === true, mergedInto: report.mergedInto },
		...{
			id: report.id,
			deliveryId: report.deliveryId,
			events: report.events,
			changes: report.changes,
			redelivered,
		},
		updated: incident.lastUpdateDateTime,
		values: {
			...{ status, severity, assignedTo, customTags, comments: comments.length },
			alerts: typeof alerts === 'string' ? undefined : alerts.length,
		},
	};
}
