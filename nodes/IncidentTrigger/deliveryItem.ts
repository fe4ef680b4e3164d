import { deliveryFields } from '../../defender/tasks/poll/deliveryFields';
import type { Delivery } from '../../defender/tasks/poll/reportChanges';
import { incidentItem } from '../../defender/incidents/simplify';
import type { ItemJson } from '../shared/items/runItems';

/** How deliveries become items. */
export interface ItemSettings {
	readonly simplify: boolean;
	/** Service time in milliseconds. */
	readonly deliveredAt: number;
}

/**
 * Returns a delivery as an item: the incident with the report about its change.
 * @param notices further texts for `notice`
 */
export function deliveryItem(
	delivery: Delivery,
	{ simplify, deliveredAt }: ItemSettings,
	notices: readonly string[] = [],
): ItemJson {
	return {
		...incidentItem(delivery.incident, simplify),
		...deliveryFields(delivery, deliveredAt, notices),
	};
}
