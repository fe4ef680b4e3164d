import { classifyChange } from '../../defender/trigger/classifyChange.ts';
import type { KnownIncident } from '../../defender/trigger/knownIncident.ts';
import type { Watch } from '../../defender/trigger/watch.ts';
import type { EventKind } from '../../defender/trigger/triggerVocabulary.ts';
import type { Incident } from '../../defender/incidents/incident.ts';
import { EVERYTHING } from '../../defender/incidents/query.ts';
import { at, incident } from './incidents.mts';

export const HORIZON = at('2026-11-22T00:00:00Z');
export const NOW = at('2026-11-22T03:00:00Z');
export const OWN_NAME = 'API-App:n8n';

export function watchOf(events: readonly EventKind[], more: Partial<Watch> = {}): Watch {
	return {
		...{ events: new Set(events), query: EVERYTHING, settleMs: 0, ownChanges: 'include', ownName: OWN_NAME },
		...more,
	};
}

export const classifiedChange = (one: Incident, watch: Watch, before?: KnownIncident) =>
	classifyChange(one, before, watch, { dueBy: NOW, forgottenBefore: HORIZON });

/** The known incident after a change was classified. */
export const knownAfter = (one: Incident, watch: Watch, before?: KnownIncident) =>
	classifiedChange(one, watch, before).known;

/** The incident after a change. */
export const changedIncident = (more: Partial<Incident>): Incident =>
	incident({ lastUpdateDateTime: at('2026-11-22T02:30:00Z'), ...more });
