/**
 * Tables whose rows are events with a `Timestamp`. Source of all names in this file: Microsoft's schema pages as of July 2026.
 * @see https://learn.microsoft.com/defender-xdr/advanced-hunting-schema-tables
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

/** Tables whose rows report a state, about once a day; something without a report in a time range has no row there. */
const SNAPSHOT_TABLES = ['DeviceInfo DeviceNetworkInfo IdentityAccountInfo IdentityInfo OAuthAppInfo'];

/** Tables without a `Timestamp` column. Microsoft does not document how a time range affects them. */
const UNTIMED_TABLES = [
	'CallActivityEvents DeviceBaselineComplianceAssessment DeviceBaselineComplianceAssessmentKB',
	'DeviceBaselineComplianceProfiles DeviceTvmBrowserExtensions DeviceTvmBrowserExtensionsKB',
	'DeviceTvmCertificateInfo DeviceTvmHardwareFirmware DeviceTvmInfoGatheringKB',
	'DeviceTvmSecureConfigurationAssessmentKB DeviceTvmSoftwareEvidenceBeta DeviceTvmSoftwareInventory',
	'DeviceTvmSoftwareVulnerabilities DeviceTvmSoftwareVulnerabilitiesKB ExposureGraphEdges',
	'ExposureGraphNodes',
];

/** Kind of each of Defender's own tables, by name. */
export const nativeTables: ReadonlyMap<string, 'events' | 'snapshot' | 'untimed'> = new Map([
	...namesIn(EVENT_TABLES).map((name) => [name, 'events'] as const),
	...namesIn(SNAPSHOT_TABLES).map((name) => [name, 'snapshot'] as const),
	...namesIn(UNTIMED_TABLES).map((name) => [name, 'untimed'] as const),
]);

function namesIn(lines: readonly string[]): readonly string[] {
	return lines.join(' ').split(' ');
}
