import type { INodePropertyOptions } from 'n8n-workflow';

/** Severities that an update can set, with the portal's names, sorted by name as n8n requires. */
export const settableSeverityOptions = [
	{ name: 'High', value: 'high' },
	{ name: 'Informational', value: 'informational' },
	{ name: 'Low', value: 'low' },
	{ name: 'Medium', value: 'medium' },
] as const satisfies INodePropertyOptions[];

/** All severities. */
export const severityOptions = [
	...settableSeverityOptions,
	{ name: 'Unknown', value: 'unknown' },
] as const satisfies INodePropertyOptions[];

const active = { name: 'Active', value: 'active' } as const;
const inProgress = { name: 'In Progress', value: 'inProgress' } as const;
const resolved = { name: 'Resolved', value: 'resolved' } as const;

/** Statuses that an update can set. */
export const settableStatusOptions = [
	active,
	inProgress,
	{ ...resolved, description: 'Also resolves all active alerts of the incident' },
] as const satisfies INodePropertyOptions[];

/** All statuses. */
export const statusOptions = [
	active,
	{ name: 'Awaiting Action', value: 'awaitingAction', description: 'Set by Microsoft Defender Experts' },
	inProgress,
	{ name: 'Redirected', value: 'redirected', description: 'Merged into another incident' },
	resolved,
] as const satisfies INodePropertyOptions[];

/** Classifications by their names in the portal. */
export const classificationOptions = [
	{ name: 'False Positive', value: 'falsePositive' },
	{ name: 'Informational, Expected Activity', value: 'informationalExpectedActivity' },
	{ name: 'Not Set', value: 'unknown' },
	{ name: 'True Positive', value: 'truePositive' },
] as const satisfies INodePropertyOptions[];

/** Determinations by their names in the portal. */
export const determinationOptions = [
	{ name: 'APT', value: 'apt', description: 'Only on old incidents' },
	{ name: 'Compromised Account', value: 'compromisedAccount' },
	{ name: 'Confirmed Activity', value: 'confirmedActivity' },
	{ name: 'Line of Business Application', value: 'lineOfBusinessApplication' },
	{ name: 'Malicious User Activity', value: 'maliciousUserActivity' },
	{ name: 'Malware', value: 'malware' },
	{ name: 'Multistage Attack', value: 'multiStagedAttack' },
	{ name: 'Not Enough Data to Validate', value: 'notEnoughDataToValidate' },
	{ name: 'Not Malicious', value: 'notMalicious' },
	{ name: 'Not Set', value: 'unknown' },
	{ name: 'Other', value: 'other' },
	{ name: 'Phishing', value: 'phishing' },
	{ name: 'Security Personnel', value: 'securityPersonnel', description: 'Only on old incidents' },
	{ name: 'Security Testing', value: 'securityTesting' },
	{ name: 'Unwanted Software', value: 'unwantedSoftware' },
] as const satisfies INodePropertyOptions[];

/** Products that raise alerts. Others are possible; an expression may return them. */
export const serviceSourceOptions = [
	{ name: 'App Governance', value: 'microsoftAppGovernance' },
	{ name: 'Data Loss Prevention', value: 'dataLossPrevention' },
	{ name: 'Defender for Cloud', value: 'microsoftDefenderForCloud' },
	{ name: 'Defender for Cloud Apps', value: 'microsoftDefenderForCloudApps' },
	{ name: 'Defender for Endpoint', value: 'microsoftDefenderForEndpoint' },
	{ name: 'Defender for Identity', value: 'microsoftDefenderForIdentity' },
	{ name: 'Defender for Office 365', value: 'microsoftDefenderForOffice365' },
	{ name: 'Defender XDR', value: 'microsoft365Defender' },
	{ name: 'Entra ID Protection', value: 'azureAdIdentityProtection' },
	{ name: 'Insider Risk Management', value: 'microsoftInsiderRiskManagement' },
	{ name: 'Security for AI', value: 'microsoftSecurityForAI' },
	{ name: 'Sentinel', value: 'microsoftSentinel' },
	{ name: 'Threat Intelligence', value: 'microsoftThreatIntelligence' },
] as const satisfies INodePropertyOptions[];

/** Sensors that raise alerts. Others are possible; an expression may return them. */
export const detectionSourceOptions = [
	{ name: 'Antivirus', value: 'antivirus' },
	{ name: 'App Governance Detection', value: 'appGovernanceDetection' },
	{ name: 'App Governance Policy', value: 'appGovernancePolicy' },
	{ name: 'Automated Investigation', value: 'automatedInvestigation' },
	{ name: 'Cloud App Security', value: 'cloudAppSecurity' },
	{ name: 'Custom Detection', value: 'customDetection' },
	{ name: 'Custom Threat Intelligence', value: 'customTi' },
	{ name: 'Data Loss Prevention', value: 'microsoftDataLossPrevention' },
	{ name: 'Defender for API Management', value: 'microsoftDefenderForApiManagement' },
	{ name: 'Defender for App Service', value: 'microsoftDefenderForAppService' },
	{ name: 'Defender for Cloud', value: 'microsoftDefenderForCloud' },
	{ name: 'Defender for Containers', value: 'microsoftDefenderForContainers' },
	{ name: 'Defender for Databases', value: 'microsoftDefenderForDatabases' },
	{ name: 'Defender for DNS', value: 'microsoftDefenderForDNS' },
	{ name: 'Defender for Endpoint', value: 'microsoftDefenderForEndpoint' },
	{ name: 'Defender for Identity', value: 'microsoftDefenderForIdentity' },
	{ name: 'Defender for IoT', value: 'microsoftDefenderForIoT' },
	{ name: 'Defender for Key Vault', value: 'microsoftDefenderForKeyVault' },
	{ name: 'Defender for Network', value: 'microsoftDefenderForNetwork' },
	{ name: 'Defender for Office 365', value: 'microsoftDefenderForOffice365' },
	{ name: 'Defender for Resource Manager', value: 'microsoftDefenderForResourceManager' },
	{ name: 'Defender for Servers', value: 'microsoftDefenderForServers' },
	{ name: 'Defender for Storage', value: 'microsoftDefenderForStorage' },
	{ name: 'Defender XDR', value: 'microsoft365Defender' },
	{ name: 'Entra ID Protection', value: 'azureAdIdentityProtection' },
	{ name: 'Manual', value: 'manual' },
	{ name: 'SmartScreen', value: 'smartScreen' },
	{ name: 'Threat Experts', value: 'microsoftThreatExperts' },
] as const satisfies INodePropertyOptions[];
