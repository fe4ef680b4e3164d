import type { InstantText } from './instants.mts';
import type { WorldEvidence } from './evidence/kinds.mts';

export type { WorldEvidence } from './evidence/kinds.mts';

/**
 * Incidents and alerts as Microsoft Graph v1.0 writes them (microsoft.graph.security.incident and .alert of the
 * published model): the same property names, every property present, null where nothing is known.
 */
export type Severity = 'informational' | 'low' | 'medium' | 'high';
export type IncidentStatus = 'active' | 'inProgress' | 'resolved' | 'redirected';
export type AlertStatus = 'new' | 'inProgress' | 'resolved';
export type Classification = 'unknown' | 'truePositive' | 'falsePositive' | 'informationalExpectedActivity';
export type Determination =
	| 'unknown'
	| 'malware'
	| 'securityTesting'
	| 'unwantedSoftware'
	| 'other'
	| 'multiStagedAttack'
	| 'compromisedAccount'
	| 'phishing'
	| 'maliciousUserActivity'
	| 'notMalicious'
	| 'notEnoughDataToValidate'
	| 'confirmedActivity'
	| 'lineOfBusinessApplication';
export type InvestigationState =
	| 'benign'
	| 'pendingApproval'
	| 'queued'
	| 'running'
	| 'successfullyRemediated'
	| 'unsupportedAlertType';
export type ServiceSource =
	| 'microsoftDefenderForEndpoint'
	| 'microsoftDefenderForIdentity'
	| 'microsoftDefenderForCloudApps'
	| 'microsoftDefenderForOffice365'
	| 'microsoft365Defender'
	| 'azureAdIdentityProtection'
	| 'microsoftAppGovernance'
	| 'dataLossPrevention'
	| 'microsoftDefenderForCloud'
	| 'microsoftSentinel';
export type DetectionSource =
	| 'microsoftDefenderForEndpoint'
	| 'antivirus'
	| 'smartScreen'
	| 'customTi'
	| 'customDetection'
	| 'microsoftDefenderForOffice365'
	| 'microsoftDefenderForIdentity'
	| 'cloudAppSecurity'
	| 'microsoft365Defender'
	| 'azureAdIdentityProtection'
	| 'microsoftDataLossPrevention'
	| 'appGovernanceDetection'
	| 'microsoftDefenderForStorage'
	| 'scheduledAlerts';

export interface WorldComment {
	readonly comment: string;
	/** A user's UPN, or `API-App:<app name>` for a daemon. */
	readonly createdByDisplayName: string;
	readonly createdDateTime: InstantText;
}

export interface WorldAlert {
	readonly id: string;
	readonly providerAlertId: string;
	readonly incidentId: string;
	readonly status: AlertStatus;
	readonly severity: Severity;
	readonly classification: Classification | null;
	readonly determination: Determination | null;
	readonly serviceSource: ServiceSource;
	readonly detectionSource: DetectionSource;
	readonly productName: string;
	readonly detectorId: string;
	readonly tenantId: string;
	readonly title: string;
	readonly description: string;
	readonly recommendedActions: string;
	readonly category: string;
	readonly categories: readonly string[];
	readonly assignedTo: string | null;
	readonly alertWebUrl: string;
	readonly incidentWebUrl: string;
	readonly actorDisplayName: string | null;
	readonly threatDisplayName: string | null;
	readonly threatFamilyName: string | null;
	readonly mitreTechniques: readonly string[];
	readonly createdDateTime: InstantText;
	readonly lastUpdateDateTime: InstantText;
	readonly resolvedDateTime: InstantText | null;
	readonly firstActivityDateTime: InstantText;
	readonly lastActivityDateTime: InstantText;
	readonly systemTags: readonly string[];
	readonly alertPolicyId: string | null;
	readonly investigationState: InvestigationState;
	readonly comments: readonly WorldComment[];
	readonly customDetails: Readonly<Record<string, string>>;
	readonly additionalData: Readonly<Record<string, string>>;
	readonly evidence: readonly WorldEvidence[];
}

export interface WorldIncident {
	/** Numeric text. */
	readonly id: string;
	readonly tenantId: string;
	readonly status: IncidentStatus;
	readonly incidentWebUrl: string;
	/** The incident this one was merged into: set exactly when status is `redirected`. */
	readonly redirectIncidentId: string | null;
	readonly displayName: string;
	readonly createdDateTime: InstantText;
	readonly lastUpdateDateTime: InstantText;
	readonly assignedTo: string | null;
	readonly classification: Classification;
	readonly determination: Determination;
	readonly severity: Severity;
	readonly customTags: readonly string[];
	readonly systemTags: readonly string[];
	readonly description: string | null;
	readonly lastModifiedBy: string;
	readonly resolvingComment: string | null;
	readonly summary: string | null;
	/** 0 to 100. */
	readonly priorityScore: number | null;
	readonly comments: readonly WorldComment[];
	/** Always present here; the API leaves it out unless `$expand=alerts` asks for it. */
	readonly alerts: readonly WorldAlert[];
}
