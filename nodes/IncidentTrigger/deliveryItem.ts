import type { Delivery } from '../../defender/tasks/poll/reportChanges';
import { deliveryNotices } from '../../defender/tasks/poll/pollText';
import { incidentItem } from '../../defender/incidents/simplify';
import type { ItemJson } from '../shared/items/runItems';

/**
 * Returns a delivery as an item: the incident with the report about its change.
 * @param notices further texts for `notice`
 */
export function deliveryItem(
	delivery: Delivery,
	simplify: boolean,
	notices: readonly string[] = [],
): ItemJson {
	const { incident, report, redelivered, remark, unread } = delivery;
	const { event, events, changes, firstSeen, deliveryId, priorStateUnknown, ownChange, mergedInto } = report;
	const notice = [...deliveryNotices(remark, unread), ...notices].join(' ');
	return {
		...incidentItem(incident, simplify),
		event,
		events,
		changes,
		firstSeen,
		deliveryId,
		...(priorStateUnknown === undefined ? {} : { priorStateUnknown }),
		...(ownChange === undefined ? {} : { ownChange }),
		...(mergedInto === undefined ? {} : { mergedInto }),
		...(redelivered ? { redelivered } : {}),
		...(notice === '' ? {} : { notice }),
	};
}
