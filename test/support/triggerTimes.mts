import type { Report } from '../../defender/trigger/report.ts';
import { instantFromMillis } from '../../defender/core/instant.ts';
import type { Incident } from '../../defender/incidents/incident.ts';
import { incident } from './incidents.mts';

const START = Date.parse('2026-11-22T03:00:00Z');

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

/** So many milliseconds after the trigger's start. */
export const timeAfterStart = (milliseconds: number) => instantFromMillis(START + milliseconds);

/** Created and changed so long after the start. */
export const incidentAt = (id: string, age: number, more: Partial<Incident> = {}): Incident =>
	incident({ id, createdDateTime: timeAfterStart(age), lastUpdateDateTime: timeAfterStart(age), ...more });

/** That an incident was created. */
export const createdReport = (id: string): Report => ({
	...{ id, deliveryId: `${id}@x#y`, event: 'created', events: ['created'], changes: {}, firstSeen: true },
});
