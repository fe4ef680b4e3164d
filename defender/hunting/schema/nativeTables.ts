/**
 * Tables of advanced hunting whose rows are events with a `Timestamp`. Source of this file: Microsoft's schema pages
 * (defender-docs, `advanced-hunting-<table>-table.md`) as of July 2026; names only.
 */
const EVENT_TABLES = [
	'AADSignInEventsBeta AADSpnSignInEventsBeta AgentsInfo AIAgentsInfo AlertEvidence AlertInfo',
	'BehaviorEntities BehaviorInfo CampaignInfo CloudAppEvents CloudAuditEvents CloudDnsEvents',
	'CloudPolicyEnforcementEvents CloudProcessEvents CloudStorageAggregatedEvents DataSecurityBehaviors',
	'DataSecurityEvents DeviceEvents DeviceFileCertificateInfo DeviceFileEvents DeviceImageLoadEvents',
	'DeviceLogonEvents DeviceNetworkEvents DeviceProcessEvents DeviceRegistryEvents',
	'DeviceTvmInfoGathering DeviceTvmSecureConfigurationAssessment DisruptionAndResponseEvents',
	'EmailAttachmentInfo EmailEvents EmailPostDeliveryEvents EmailUrlInfo EntraIdSignInEvents',
	'EntraIdSpnSignInEvents FileMaliciousContentInfo GraphApiAuditEvents GraphAPIAuditEvents',
	'IdentityDirectoryEvents IdentityEvents IdentityLogonEvents IdentityQueryEvents MessageEvents',
	'MessagePostDeliveryEvents MessageUrlInfo UrlClickEvents',
];

/** Tables of reports on the state of a thing: one that sent no report within a short span is missing from it. */
const SNAPSHOT_TABLES = ['DeviceInfo DeviceNetworkInfo IdentityAccountInfo IdentityInfo OAuthAppInfo'];

/** Tables without a column `Timestamp`; what a time range does to them is not documented. */
const UNTIMED_TABLES = [
	'CallActivityEvents DeviceBaselineComplianceAssessment DeviceBaselineComplianceAssessmentKB',
	'DeviceBaselineComplianceProfiles DeviceTvmBrowserExtensions DeviceTvmBrowserExtensionsKB',
	'DeviceTvmCertificateInfo DeviceTvmHardwareFirmware DeviceTvmInfoGatheringKB',
	'DeviceTvmSecureConfigurationAssessmentKB DeviceTvmSoftwareEvidenceBeta DeviceTvmSoftwareInventory',
	'DeviceTvmSoftwareVulnerabilities DeviceTvmSoftwareVulnerabilitiesKB ExposureGraphEdges',
	'ExposureGraphNodes',
];

/** What is known of each of Defender's own tables by its name. */
export const nativeTables: ReadonlyMap<string, 'events' | 'snapshot' | 'untimed'> = new Map([
	...namesIn(EVENT_TABLES).map((name) => [name, 'events'] as const),
	...namesIn(SNAPSHOT_TABLES).map((name) => [name, 'snapshot'] as const),
	...namesIn(UNTIMED_TABLES).map((name) => [name, 'untimed'] as const),
]);

function namesIn(lines: readonly string[]): readonly string[] {
	return lines.join(' ').split(' ');
}
