import { CLOUD_ACCOUNT_CHANGES, DIRECTORY_ACCOUNT_CHANGES } from './actionTypes';
import { BY_CLOUD_USER, BY_USER, IN_WINDOW, literalList } from './huntConditions';
import { cloudApps, identity, optional } from './huntProducts';
import type { LibraryHunt } from './libraryHunt';
import { rowsSummary } from './rowsSummary';

export const accountChanges: LibraryHunt = {
	id: 'account-changes',
	name: 'User: Changes of and by an Account',
	question: 'Who changed this account, its roles or its sign-in methods, and what did it change itself?',
	startsFrom: 'user',
	needs: [['users']],
	uses: [],
	licenses: [optional(identity('IdentityDirectoryEvents')), optional(cloudApps('CloudAppEvents'))],
	attack: ['T1098', 'T1098.003', 'T1136'],
	window: 'event',
	windowEnd: 'now',
	kql: `union
(IdentityDirectoryEvents | where ${IN_WINDOW}
	| where ActionType in (${literalList(DIRECTORY_ACCOUNT_CHANGES)})
	| where ${BY_USER} or TargetAccountUpn in~ (_p_upns)
	| project Timestamp, ReportId, ActionType, Actor = iff(isnotempty(AccountUpn), AccountUpn, AccountName), Target = iff(isnotempty(TargetAccountUpn), TargetAccountUpn, TargetAccountDisplayName), IPAddress, Application, Detail = tostring(AdditionalFields), SourceTable = "IdentityDirectoryEvents"),
(CloudAppEvents | where ${IN_WINDOW}
	| where ActionType in (${literalList(CLOUD_ACCOUNT_CHANGES)})
	| where ${BY_CLOUD_USER} or ObjectId in~ (_p_objectIds) or ObjectId in~ (_p_upns) or ObjectName in~ (_p_upns)
	| project Timestamp, ReportId, ActionType, Actor = tostring(RawEventData.UserId), Target = ObjectName, IPAddress, Application, Detail = tostring(RawEventData.ModifiedProperties), SourceTable = "CloudAppEvents")
| sort by Timestamp desc`,
	columns: [
		'Timestamp',
		'ReportId',
		'ActionType',
		'Actor',
		'Target',
		'IPAddress',
		'Application',
		'Detail',
		'SourceTable',
	],
	verify:
		'Nothing of this kind changed in the time range. Rights that the account had before are not included.',
	rowCap: 1_000,
	summary: rowsSummary({
		noun: 'account change',
		distinct: { column: 'Target', noun: 'account' },
		show: ['ActionType', 'Actor', 'Target', 'IPAddress'],
		rank: ({ ActionType }) =>
			/role|Group Membership|security info|password/i.test(String(ActionType)) ? 1 : 0,
	}),
};
