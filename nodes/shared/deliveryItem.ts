import { malformedForNow, malformedLeftOut } from '../../defender/core/sentences/malformedText';
import type { Sentence } from '../../defender/core/sentence';
import { nothingToShow, REMARKS } from '../../defender/tasks/poll/pollText';
export { notAtStart } from '../../defender/tasks/poll/pollText';
import { deliveryIdOf } from '../../defender/trigger/classifyChange';
import { eventKinds, type EventKind } from '../../defender/trigger/vocabulary';
import { incidentItem } from '../../defender/incidents/simplify';
import type { Incident, MalformedIncident } from '../../defender/incidents/incident';
import type { Delivery } from '../../defender/tasks/poll/changeReporter';
import type { ItemJson } from './items/runItems';

/** What a manual run says when there is nothing to show. */
export function nothingMatches(malformed: readonly MalformedIncident[]): Sentence {
	const { message, description } = nothingToShow();
	return { message, description: [description, ...noticesOf(malformed)].join(' ') };
}

/** What a manual run says of incidents that could not be read; nothing when there are none. */
export function noticesOf(malformed: readonly MalformedIncident[]): readonly string[] {
	return malformed.length === 0 ? [] : [malformedLeftOut(malformed)];
}

/** One change as an item: the incident, and what is told of it. */
export function deliveryItem(delivery: Delivery, simplify: boolean): ItemJson {
	const { incident, told, redelivered, remark, unread = [] } = delivery;
	const notices = [
		...(remark === undefined ? [] : [REMARKS[remark]]),
		...(unread.length === 0 ? [] : [malformedForNow(unread)]),
	];
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
		...(notices.length === 0 ? {} : { notice: notices.join(' ') }),
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
