import type { WorldIncident, WorldAlert } from '../world/shapes.mts';

// The generated world uses few members of each enumeration; people, applications and tests may bring others.
type Widened<T> = T extends string
	? string
	: T extends number | boolean | null
		? T
		: T extends readonly (infer Element)[]
			? readonly Widened<Element>[]
			: { readonly [K in keyof T]: Widened<T[K]> };

/** An alert as the store keeps it: the Graph v1.0 shape, evidence included. */
export type AlertRecord = Widened<Omit<WorldAlert, 'evidence'>> & {
	readonly evidence: readonly Readonly<Record<string, unknown>>[];
};

/** An incident as the store keeps it: the Graph v1.0 shape, alerts always present, instants with seven digits. */
export type IncidentRecord = Widened<Omit<WorldIncident, 'alerts'>> & {
	readonly alerts: readonly AlertRecord[];
};

/** What can be changed in the portal or by an application. */
export type IncidentPatch = {
	readonly [K in EditableField]?: IncidentRecord[K];
};
export type EditableField =
	| 'status'
	| 'assignedTo'
	| 'classification'
	| 'determination'
	| 'customTags'
	| 'systemTags'
	| 'severity'
	| 'displayName'
	| 'description'
	| 'summary'
	| 'resolvingComment'
	| 'priorityScore';

/** A plain new incident; whatever `given` holds takes precedence. */
export function newIncident(
	given: Partial<IncidentRecord> & Pick<IncidentRecord, 'id' | 'tenantId' | 'createdDateTime'>,
): IncidentRecord {
	return {
		status: 'active',
		incidentWebUrl: `https://security.microsoft.com/incident2/${given.id}/overview?tid=${given.tenantId}`,
		redirectIncidentId: null,
		displayName: `Practice incident ${given.id}`,
		lastUpdateDateTime: given.createdDateTime,
		assignedTo: null,
		classification: 'unknown',
		determination: 'unknown',
		severity: 'medium',
		customTags: [],
		systemTags: [],
		description: null,
		lastModifiedBy: 'Microsoft 365 Defender',
		resolvingComment: null,
		summary: null,
		priorityScore: 50,
		comments: [],
		alerts: [],
		...given,
	};
}

/** A plain new alert of `incident`; whatever `given` holds takes precedence. */
export function newAlert(incident: IncidentRecord, at: string, given: Partial<AlertRecord>): AlertRecord {
	const id = given.id ?? `pr${incident.id}_${incident.alerts.length + 1}`;
	return {
		id,
		providerAlertId: id,
		status: 'new',
		severity: incident.severity,
		classification: null,
		determination: null,
		serviceSource: 'microsoftDefenderForEndpoint',
		detectionSource: 'microsoftDefenderForEndpoint',
		productName: 'Microsoft Defender for Endpoint',
		detectorId: '0d3a1b52-5c1f-4a0e-9b38-6f2d7e4c8a90',
		tenantId: incident.tenantId,
		title: 'Practice alert',
		description: 'An alert added to the practice tenant.',
		recommendedActions: 'None.',
		category: 'SuspiciousActivity',
		categories: ['SuspiciousActivity'],
		assignedTo: null,
		alertWebUrl: `https://security.microsoft.com/alerts/${id}?tid=${incident.tenantId}`,
		incidentWebUrl: incident.incidentWebUrl,
		actorDisplayName: null,
		threatDisplayName: null,
		threatFamilyName: null,
		mitreTechniques: [],
		createdDateTime: at,
		lastUpdateDateTime: at,
		resolvedDateTime: null,
		firstActivityDateTime: at,
		lastActivityDateTime: at,
		systemTags: [],
		alertPolicyId: null,
		investigationState: 'unknown',
		comments: [],
		customDetails: {},
		additionalData: {},
		evidence: [],
		...given,
		incidentId: incident.id,
	};
}
