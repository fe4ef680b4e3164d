import type { HeldIncident } from '../memoryTenant/heldIncident.mts';

/** Checks a trigger's items against a scan of the tenant, without knowing how the trigger works. */

/** The part of an item that is checked. */
export interface Item {
	readonly id: string;
	readonly deliveryId: string;
	readonly updated: string;
	readonly event: string;
	readonly events: readonly string[];
	/** Number of the redelivery of an incident without its tag. */
	readonly attempt: number | undefined;
	readonly changes: Readonly<
		Record<string, { readonly from?: unknown; readonly fromUnknown?: true; readonly to?: unknown }>
	>;
	readonly newComments: Names;
	readonly newAlerts: Names;
	readonly addedTags: readonly string[] | undefined;
	readonly removedTags: readonly string[] | undefined;
	readonly unknownChange: boolean;
	readonly redelivered: boolean;
	readonly values: Values;
	readonly modifiedBy: string | null;
	readonly ownChange: boolean;
	/** The prior state is unknown. */
	readonly isDoubtful: boolean;
	readonly mergedInto: string | undefined;
}
/** What an item lists as new: texts of comments or IDs of alerts; undefined if it lists none. */
export type Names = { readonly listed: readonly string[]; readonly unlisted: number } | undefined;

export type Values = Readonly<Record<string, unknown>>;

const FIELDS_OF: Readonly<Record<string, readonly string[]>> = {
	statusChanged: ['status'],
	severityChanged: ['severity'],
	assigned: ['assignedTo'],
	tagged: ['customTags'],
	commented: ['comments'],
	alertsAdded: ['alerts'],
	updated: [
		...['status', 'severity', 'assignedTo', 'customTags', 'comments'],
		...['displayName', 'description', 'resolvingComment', 'priorityScore'],
	],
};

export const valuesOf = (held: HeldIncident): Values => ({
	...{ status: held.status, severity: held.severity, assignedTo: held.assignedTo },
	...{ customTags: held.customTags, comments: held.comments.length, alerts: held.alerts.length },
	...{ displayName: held.displayName, description: held.description },
	...{ resolvingComment: held.resolvingComment, priorityScore: held.priorityScore },
	...{ commentTexts: held.comments.map(({ comment }) => comment), alertIds: held.alerts },
});

/** The fields whose changes each event reports. */
export const fieldsOf = (events: readonly string[]): readonly string[] => [
	...new Set(events.flatMap((event) => FIELDS_OF[event] ?? [])),
];

export function same(a: unknown, b: unknown): boolean {
	return JSON.stringify(a) === JSON.stringify(b);
}

/** Ids of all incidents to which a merged one leads, in order. */
export function mergeTargetsOf(
	incident: HeldIncident,
	incidents: readonly HeldIncident[],
): readonly string[] {
	const next = incidents.find(({ id }) => id === incident.redirectIncidentId);
	return next === undefined ? [] : [next.id, ...mergeTargetsOf(next, incidents)];
}
