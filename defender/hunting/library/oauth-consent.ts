import { CONSENTS } from './actionTypes';
import { BY_CLOUD_USER, IN_WINDOW, literalList } from './huntConditions';
import { cloudApps, optional } from './huntProducts';
import type { LibraryHunt } from './libraryHunt';
import { rowsSummary } from './rowsSummary';

export const oauthConsent: LibraryHunt = {
	id: 'oauth-consent',
	name: 'App: Consents and What the App May Do',
	question: 'Who consented to this app, or to which apps did this user consent, and what may they do?',
	startsFrom: 'app',
	needs: [['users', 'apps']],
	uses: [],
	licenses: [
		cloudApps('CloudAppEvents'),
		optional({ tables: ['OAuthAppInfo'], product: 'App governance in Microsoft Defender for Cloud Apps' }),
	],
	attack: ['T1528'],
	window: 'event',
	windowEnd: 'now',
	// The empty table keeps the columns if the tenant does not have OAuthAppInfo.
	kql: `let Apps = union
(OAuthAppInfo | summarize arg_max(Timestamp, AppName, AppStatus, PrivilegeLevel, Permissions, IsAdminConsented, ConsentedUsersCount) by OAuthAppId
	| project AppKey = tolower(OAuthAppId), AppName, AppStatus, PrivilegeLevel, Permissions = tostring(Permissions), IsAdminConsented, ConsentedUsersCount),
(datatable(AppKey: string, AppName: string, AppStatus: string, PrivilegeLevel: string, Permissions: string, IsAdminConsented: bool, ConsentedUsersCount: int) []);
CloudAppEvents
| where ${IN_WINDOW}
| where ActionType in (${literalList(CONSENTS)})
| extend AppId = iff(isnotempty(OAuthAppId), OAuthAppId, ObjectId)
| where ${BY_CLOUD_USER} or AppId in~ (_p_appIds) or ObjectId in~ (_p_appIds) or ObjectName in~ (_p_appNames)
| extend AppKey = tolower(AppId)
| join kind=leftouter Apps on AppKey
| project Timestamp, ReportId, Account = tostring(RawEventData.UserId), AccountDisplayName, ActionType, App = ObjectName, AppId, AppStatus, PrivilegeLevel, Permissions, IsAdminConsented, ConsentedUsersCount, IPAddress, CountryCode
| sort by Timestamp desc`,
	columns: [
		'Timestamp',
		'ReportId',
		'Account',
		'AccountDisplayName',
		'ActionType',
		'App',
		'AppId',
		'AppStatus',
		'PrivilegeLevel',
		'Permissions',
		'IsAdminConsented',
		'ConsentedUsersCount',
		'IPAddress',
		'CountryCode',
	],
	verify:
		'No consent in the time range. Consents given earlier are still valid: check the app under Enterprise applications.',
	rowCap: 1_000,
	summary: rowsSummary({
		noun: 'consent or permission change',
		distinct: { column: 'App', noun: 'app' },
		show: ['Account', 'ActionType', 'App', 'PrivilegeLevel'],
		rank: ({ PrivilegeLevel }) => (PrivilegeLevel === 'High' ? 1 : 0),
	}),
};
