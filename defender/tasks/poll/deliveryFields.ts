import { toMillis } from '../../core/instant';
import { reportDetails } from '../../trigger/reportDetails';
import { deliveryNotices } from './pollText';
import type { Delivery } from './reportChanges';

/**
 * Returns the properties that an item has besides those of its incident.
 * @param deliveredAt service time in milliseconds
 * @param notices further texts for `notice`
 */
export function deliveryFields(
	{ incident, report, redelivered, remark, unread }: Delivery,
	deliveredAt: number,
	notices: readonly string[],
): Readonly<Record<string, unknown>> {
	const { event, events, firstSeen, deliveryId, priorStateUnknown, ownChange, mergedInto, attempt } = report;
	const { changes, ...details } = reportDetails(report, incident);
	const notice = [...deliveryNotices(remark, unread), ...notices].join(' ');
	return {
		event,
		events,
		changes,
		firstSeen,
		deliveryId,
		lag: Math.max(0, Math.round((deliveredAt - toMillis(incident.lastUpdateDateTime)) / 1_000)),
		...details,
		...(priorStateUnknown === undefined ? {} : { priorStateUnknown }),
		...(ownChange === undefined ? {} : { ownChange }),
		...(mergedInto === undefined ? {} : { mergedInto }),
		...(redelivered ? { redelivered } : {}),
		...(attempt === undefined ? {} : { attempt }),
		...(notice === '' ? {} : { notice }),
	};
}
