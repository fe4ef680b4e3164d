/**
 * Values of `ActionType` that hunts search for. They are data of the service: no schema lists them, so a misspelled one
 * silently finds nothing.
 */

/** @see https://learn.microsoft.com/purview/audit-log-activities (Exchange mailbox and admin activities) */
export const MAILBOX_CHANGES = [
	'New-InboxRule',
	'Set-InboxRule',
	'Enable-InboxRule',
	'UpdateInboxRules',
	'Set-Mailbox',
	'New-TransportRule',
	'Set-TransportRule',
	'Add-MailboxPermission',
	'Add-RecipientPermission',
	'AddFolderPermissions',
	'ModifyFolderPermissions',
];

/** @see https://learn.microsoft.com/entra/identity/monitoring-health/reference-audit-activities (application management) */
export const CONSENTS = [
	'Consent to application.',
	'Add delegated permission grant.',
	'Add app role assignment to service principal.',
	'Add app role assignment grant to user.',
	'Add OAuth2PermissionGrant.',
	'Add service principal.',
	'Add service principal credentials.',
	'Add owner to application.',
	'Update application – Certificates and secrets management ',
];

/** @see https://learn.microsoft.com/entra/identity/monitoring-health/reference-audit-activities (users, groups, roles) */
export const CLOUD_ACCOUNT_CHANGES = [
	'Add user.',
	'Update user.',
	'Delete user.',
	'Disable account.',
	'Enable account.',
	'Change user password.',
	'Reset user password.',
	'Add member to role.',
	'Remove member from role.',
	'Add eligible member to role.',
	'Add member to group.',
	'Add owner to group.',
	'User registered security info.',
	'User deleted security info.',
	'Admin registered security info.',
	'Update StsRefreshTokenValidFrom Timestamp.',
];

/** @see https://learn.microsoft.com/defender-xdr/advanced-hunting-identitydirectoryevents-table */
export const DIRECTORY_ACCOUNT_CHANGES = [
	'Account Constrained Delegation changed',
	'Account Constrained Delegation SPNs changed',
	'Account Delegation changed',
	'Account disabled',
	'Account enabled',
	'Account Deleted changed',
	'Account expired',
	'Account Password changed',
	'Account Password never expires changed',
	'Account Password not required changed',
	'Account Unlock changed',
	'Account Upn changed',
	'Group Membership changed',
	'Security Principal created',
	'Service Principal Name changed',
	'SID-History changed',
];

/** @see https://learn.microsoft.com/purview/audit-log-activities (file, page and sharing activities) */
export const CLOUD_FILE_DOWNLOADS = ['FileDownloaded', 'FileSyncDownloadedFull', 'FileCopied'];
export const CLOUD_FILE_DELETIONS = [
	'FileDeleted',
	'FileDeletedFirstStageRecycleBin',
	'FileDeletedSecondStageRecycleBin',
	'FileRecycled',
	'FileVersionsAllDeleted',
	'FolderDeleted',
	'FolderRecycled',
];
export const CLOUD_SHARES = [
	'AddedToSecureLink',
	'AnonymousLinkCreated',
	'AnonymousLinkUsed',
	'CompanyLinkCreated',
	'SecureLinkCreated',
	'SharingInvitationCreated',
	'SharingSet',
];
export const CLOUD_FILE_ACTIVITY = [...CLOUD_FILE_DOWNLOADS, ...CLOUD_FILE_DELETIONS, ...CLOUD_SHARES];

/** In the portal's schema reference, under DeviceEvents. @see https://learn.microsoft.com/defender-xdr/advanced-hunting-deviceevents-table */
export const PERSISTENCE_EVENTS = [
	'ScheduledTaskCreated',
	'ScheduledTaskUpdated',
	'ServiceInstalled',
	'UserAccountCreated',
	'UserAccountAddedToLocalGroup',
	'WmiBindEventFilterToConsumer',
];
export const MEMORY_ACCESS_EVENTS = ['OpenProcessApiCall', 'ReadProcessMemoryApiCall'];
export const TAMPERING_EVENTS = [
	'TamperingAttempt',
	'AuditPolicyModification',
	'FirewallServiceStopped',
	'SecurityLogCleared',
];
/** Exact values; events of attack surface reduction and of application control begin with a common text. */
export const PROTECTION_EVENTS = [
	'AntivirusDetection',
	'AntivirusDetectionActionType',
	'AntivirusReport',
	'ControlledFolderAccessViolationAudited',
	'ControlledFolderAccessViolationBlocked',
	'ExploitGuardNetworkProtectionAudited',
	'ExploitGuardNetworkProtectionBlocked',
	'SmartScreenAppWarning',
	'SmartScreenExploitWarning',
	'SmartScreenUrlWarning',
	'SmartScreenUserOverride',
	'TamperingAttempt',
];
