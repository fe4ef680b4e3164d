import type { Report } from '../../trigger/report';

/** Which items contain the alerts of their incident: all, none, or those of `created` and `alertsAdded`. */
export type AlertInclusion = boolean | 'newAlerts';

/** Whether an item contains alerts, which takes one more request. */
export function includesAlerts(alerts: AlertInclusion, { events }: Pick<Report, 'events'>): boolean {
	if (typeof alerts === 'boolean') return alerts;
	return events.includes('created') || events.includes('alertsAdded');
}
