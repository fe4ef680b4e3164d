/** Written by hand after the published model, with no help of the code that tests examine with it. */

/** The fields of an incident that updates may change, and its merge. */
export interface IncidentFields {
	status: string;
	severity: string;
	classification: string;
	determination: string;
	assignedTo: string | null;
	summary: string | null;
	customTags: readonly string[];
	redirectIncidentId: string | null;
	comments: readonly IncidentComment[];
}

export interface IncidentComment {
	readonly comment: string;
	readonly createdByDisplayName: string;
	readonly createdDateTime: string;
}

/** An incident in memory. Instants are numbers: milliseconds. */
export interface HeldIncident extends IncidentFields {
	readonly id: string;
	readonly created: number;
	updated: number;
	/** In no response before this moment. */
	readonly visibleAt: number;
	modifiedBy: string;
	displayName: string;
	description: string | null;
	resolvingComment: string | null;
	priorityScore: number;
	/** Their IDs. */
	alerts: readonly string[];
	/** 0 for an incident that was not merged. */
	mergedAt: number;
	/** It was changed once without a new time stamp. */
	silently: boolean;
	/** Fields that nobody else changed since our own application last changed anything. */
	readonly ownOnly: Set<string>;
	/** Our own application changed it at some time. */
	wasOurs: boolean;
}

/** A new incident, visible at once. */
export const heldIncident = (
	id: string,
	created: number,
	more: Partial<HeldIncident> = {},
): HeldIncident => ({
	...{ id, created, updated: created, visibleAt: created, modifiedBy: 'service' },
	...{ status: 'active', severity: 'medium', classification: 'unknown', determination: 'unknown' },
	...{ assignedTo: null, summary: null, customTags: [], redirectIncidentId: null, comments: [], alerts: [] },
	...{ displayName: 'Multi-stage incident', description: null, resolvingComment: null, priorityScore: 80 },
	...{ mergedAt: 0, silently: false, ownOnly: new Set<string>(), wasOurs: false },
	...more,
});

/** Its fields alone, as a copy. */
export function incidentFields(incident: HeldIncident): IncidentFields {
	const { status, severity, classification, determination, assignedTo, summary } = incident;
	const { customTags, redirectIncidentId, comments } = incident;
	return {
		...{ status, severity, classification, determination, assignedTo, summary },
		...{ customTags, redirectIncidentId, comments },
	};
}

/** The comments, and one more. */
export const withComment = (
	comments: readonly IncidentComment[],
	createdByDisplayName: string,
	comment = 'text',
	createdDateTime = '2026-11-22T03:00:00Z',
): readonly IncidentComment[] => [...comments, { comment, createdByDisplayName, createdDateTime }];
