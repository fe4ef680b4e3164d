import type { PollResult } from '../../../defender/tasks/poll/pollIncidents.ts';
import type { Item } from './tenantOracle.mts';

/** What of a delivery the examiner looks at. */
export function deliveredItem({
	incident,
	report: told,
	redelivered,
}: PollResult['deliveries'][number]): Item {
	const { status, severity, assignedTo, customTags, comments, alerts } = incident;
	return {
		...{ modifiedBy: incident.lastModifiedBy, ownChange: told.ownChange === true },
		...{ isDoubtful: told.priorStateUnknown === true, mergedInto: told.mergedInto },
		...{ id: told.id, deliveryId: told.deliveryId, events: told.events, changes: told.changes, redelivered },
		updated: incident.lastUpdateDateTime,
		values: {
			...{ status, severity, assignedTo, customTags, comments: comments.length },
			alerts: typeof alerts === 'string' ? undefined : alerts.length,
		},
	};
}
