import type { Cell, Row } from '../rows/tables.mts';

/** Writes the rows of a workspace table from those of a table of Defender XDR. */
export type RowWriter = (row: Row) => Row;

const RISKS: Readonly<Record<string, string>> = { '0': 'none', '10': 'low', '50': 'medium', '100': 'high' };

function riskOf({ RiskLevelAggregated }: Row): string {
	return typeof RiskLevelAggregated === 'number' ? (RISKS[RiskLevelAggregated] ?? 'none') : 'none';
}

/** SigninLogs, from EntraIdSignInEvents. */
export const signInLog: RowWriter = (row) => {
	const isSuccess = row['ErrorCode'] === 0;
	return {
		TimeGenerated: row['Timestamp'] ?? null,
		CreatedDateTime: row['Timestamp'] ?? null,
		Type: 'SigninLogs',
		SourceSystem: 'Azure AD',
		OperationName: 'Sign-in activity',
		Category: 'SignInLogs',
		ResultType: typeof row['ErrorCode'] === 'number' ? row['ErrorCode'].toFixed(0) : null,
		ResultDescription: isSuccess ? null : 'Invalid username or password.',
		CorrelationId: row['CorrelationId'] ?? null,
		Identity: row['AccountDisplayName'] ?? null,
		UserDisplayName: row['AccountDisplayName'] ?? null,
		UserId: row['AccountObjectId'] ?? null,
		UserPrincipalName: row['AccountUpn'] ?? null,
		UserType: 'Member',
		Location: row['Country'] ?? null,
		LocationDetails: {
			countryOrRegion: row['Country'] ?? '',
			city: row['City'] ?? '',
			geoCoordinates: { latitude: row['Latitude'] ?? '', longitude: row['Longitude'] ?? '' },
		},
		AppDisplayName: row['Application'] ?? null,
		AppId: row['ApplicationId'] ?? null,
		ResourceDisplayName: row['ResourceDisplayName'] ?? null,
		AuthenticationRequirement: row['AuthenticationRequirement'] ?? null,
		ClientAppUsed: row['ClientAppUsed'] ?? null,
		ConditionalAccessStatus: isSuccess ? 'success' : 'notApplied',
		ConditionalAccessPolicies: [],
		DeviceDetail: {
			displayName: row['DeviceName'] ?? '',
			operatingSystem: row['OSPlatform'] ?? '',
			browser: row['Browser'] ?? '',
			isManaged: row['IsManaged'] === 1,
			isCompliant: row['IsCompliant'] === 1,
			trustType: row['DeviceTrustType'] ?? '',
		},
		Id: row['RequestId'] ?? null,
		IPAddress: row['IPAddress'] ?? null,
		IsInteractive: true,
		IsRisky: riskOf(row) !== 'none',
		RiskLevelAggregated: riskOf(row),
		RiskLevelDuringSignIn: riskOf(row),
		RiskState: riskOf(row) === 'none' ? 'none' : 'atRisk',
		Status: { errorCode: row['ErrorCode'] ?? 0 },
		UserAgent: row['UserAgent'] ?? null,
		SessionId: row['SessionId'] ?? null,
	};
};

function isRecord(cell: Cell | undefined): cell is { readonly [key: string]: Cell } {
	return typeof cell === 'object' && cell !== null && !Array.isArray(cell);
}

/** OfficeActivity, from CloudAppEvents. */
export const officeActivity: RowWriter = (row) => {
	const raw = row['RawEventData'];
	const event = isRecord(raw) ? raw : {};
	return {
		TimeGenerated: row['Timestamp'] ?? null,
		Type: 'OfficeActivity',
		Operation: row['ActionType'] ?? null,
		OfficeWorkload: row['Application'] === 'Microsoft Exchange Online' ? 'Exchange' : 'SharePoint',
		ResultStatus: 'True',
		OfficeObjectId: row['ObjectId'] ?? null,
		UserId: event['UserId'] ?? null,
		UserKey: row['AccountObjectId'] ?? null,
		ClientIP: row['IPAddress'] ?? null,
		UserAgent: row['UserAgent'] ?? null,
		SourceFileName: row['ObjectName'] ?? null,
		Parameters: JSON.stringify(event['Parameters'] ?? []),
	};
};

/** AuditLogs, from a consent in CloudAppEvents or a change in IdentityDirectoryEvents. */
export const auditLog: RowWriter = (row) => {
	const isConsent = row['ActionType'] === 'Consent to application.';
	const name = isConsent ? 'Consent to application' : 'Update user';
	const target = isConsent ? (row['ObjectName'] ?? '') : (row['TargetAccountUpn'] ?? '');
	return {
		TimeGenerated: row['Timestamp'] ?? null,
		ActivityDateTime: row['Timestamp'] ?? null,
		Type: 'AuditLogs',
		SourceSystem: 'Azure AD',
		OperationName: name,
		ActivityDisplayName: name,
		Category: isConsent ? 'ApplicationManagement' : 'UserManagement',
		LoggedByService: 'Core Directory',
		Result: 'success',
		Identity: row['AccountDisplayName'] ?? null,
		InitiatedBy: {
			user: {
				id: row['AccountObjectId'] ?? '',
				displayName: row['AccountDisplayName'] ?? '',
				userPrincipalName: row['AccountUpn'] ?? '',
				ipAddress: row['IPAddress'] ?? '',
			},
		},
		TargetResources: [
			{ displayName: target, type: isConsent ? 'ServicePrincipal' : 'User', modifiedProperties: [] },
		],
		AdditionalDetails: [],
		Id: row['ReportId'] ?? null,
	};
};
