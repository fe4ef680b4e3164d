/** Checks a trigger's items against a scan of the tenant, without knowing how the trigger works. */

/** An incident of the tenant as it is. Instants are numbers here: milliseconds. */
export interface Row {
	readonly id: string;
	readonly created: number;
	updated: number;
	/** Not in any answer before this moment. */
	readonly visibleAt: number;
	status: string;
	severity: string;
	assignedTo: string | null;
	customTags: readonly string[];
	/** Their authors. */
	comments: readonly string[];
	alerts: readonly string[];
	redirect: string | null;
	mergedAt: number;
	/** It was changed once without a new time stamp. */
	silently: boolean;
	modifiedBy: string;
	/** Fields that nobody else changed since our own application last changed anything. */
	readonly ownOnly: Set<string>;
	/** Our own application changed it at some time. */
	wasOurs: boolean;
}

/** The part of an item that is checked. */
export interface Item {
	readonly id: string;
	readonly deliveryId: string;
	readonly updated: string;
	readonly events: readonly string[];
	readonly changes: Readonly<Record<string, { readonly from: unknown; readonly to: unknown }>>;
	readonly redelivered: boolean;
	readonly values: Values;
	readonly modifiedBy: string | null;
	readonly ownChange: boolean;
	/** The prior state is unknown. */
	readonly isDoubtful: boolean;
	readonly mergedInto: string | undefined;
}
export type Values = Readonly<Record<string, unknown>>;

const FIELDS_OF: Readonly<Record<string, readonly string[]>> = {
	statusChanged: ['status'],
	severityChanged: ['severity'],
	assigned: ['assignedTo'],
	tagged: ['customTags'],
	commented: ['comments'],
	alertsAdded: ['alerts'],
	updated: ['status', 'severity', 'assignedTo', 'customTags', 'comments'],
};

export const valuesOf = ({ status, severity, assignedTo, customTags, comments, alerts }: Row): Values => ({
	...{ status, severity, assignedTo, customTags },
	...{ comments: comments.length, alerts: alerts.length },
});

/** The fields whose changes each event reports. */
export const fieldsOf = (events: readonly string[]): readonly string[] => [
	...new Set(events.flatMap((event) => FIELDS_OF[event] ?? [])),
];

export function same(a: unknown, b: unknown): boolean {
	return JSON.stringify(a) === JSON.stringify(b);
}

/** Ids of all incidents to which a merged one leads, in order. */
export function mergeTargetsOf(row: Row, rows: readonly Row[]): readonly string[] {
	const next = rows.find(({ id }) => id === row.redirect);
	return next === undefined ? [] : [next.id, ...mergeTargetsOf(next, rows)];
}
