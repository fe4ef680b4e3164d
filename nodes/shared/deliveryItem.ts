import { nothingToShow, REMARKS } from '../../defender/core/sentences/trigger';
export { notAtStart } from '../../defender/core/sentences/trigger';
import { deliveryIdOf } from '../../defender/changes/judge';
import { eventKinds, type EventKind } from '../../defender/changes/vocabulary';
import { incidentItem } from '../../defender/incidents/simplify';
import type { Incident } from '../../defender/incidents/incident';
import type { Delivery } from '../../defender/tasks/pollTelling';
import type { ItemJson } from './runItems';

/** What a manual run says when there is nothing to show. */
export const NOTHING_TO_SHOW = nothingToShow();

/** One change as an item: the incident, and what is told of it. */
export function deliveryItem({ incident, told, redelivered, remark }: Delivery, simplify: boolean): ItemJson {
	const { priorStateUnknown, ownChange, mergedInto } = told;
	return {
		...incidentItem(incident, simplify),
		event: told.event,
		events: told.events,
		changes: told.changes,
		firstSeen: told.firstSeen,
		deliveryId: told.deliveryId,
		...(priorStateUnknown === undefined ? {} : { priorStateUnknown }),
		...(ownChange === undefined ? {} : { ownChange }),
		...(mergedInto === undefined ? {} : { mergedInto }),
		...(redelivered ? { redelivered } : {}),
		...(remark === undefined ? {} : { notice: REMARKS[remark] }),
	};
}

/** An incident as the item of its first chosen event, to build a workflow with. */
export function sampleItem(incident: Incident, events: ReadonlySet<EventKind>, simplify: boolean): ItemJson {
	const event = eventKinds.find((kind) => events.has(kind)) ?? 'created';
	return {
		...incidentItem(incident, simplify),
		event,
		events: [event],
		changes: {},
		firstSeen: event === 'created',
		deliveryId: deliveryIdOf(incident),
	};
}
