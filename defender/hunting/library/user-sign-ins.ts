import { BY_SIGNED_IN_USER, BY_USER, IN_WINDOW } from './huntConditions';
import { identity, optional, SIGN_INS } from './huntProducts';
import type { LibraryHunt } from './libraryHunt';
import { rowsSummary } from './rowsSummary';

export const userSignIns: LibraryHunt = {
	id: 'user-sign-ins',
	name: 'User: All Sign-Ins',
	question: 'What did this user sign in to, and from where?',
	startsFrom: 'user',
	needs: [['users']],
	uses: [],
	licenses: [{ ...SIGN_INS, optional: true }, optional(identity('IdentityLogonEvents'))],
	attack: ['T1078'],
	window: 'event',
	windowEnd: 'now',
	kql: `union
(EntraIdSignInEvents | where ${IN_WINDOW} | where ${BY_SIGNED_IN_USER}
	| project Timestamp, ReportId, Account = AccountUpn, Application, Outcome = iff(ErrorCode == 0, "Success", strcat("Error ", ErrorCode)), IPAddress, Country, City, DeviceName, RiskLevel = RiskLevelAggregated, SessionId, UserAgent, SourceTable = "EntraIdSignInEvents"),
(IdentityLogonEvents | where ${IN_WINDOW} | where ${BY_USER}
	| project Timestamp, ReportId, Account = iff(isnotempty(AccountUpn), AccountUpn, AccountName), Application, Outcome = iff(ActionType == "LogonSuccess", "Success", strcat_delim(" ", ActionType, FailureReason)), IPAddress, Country = Location, City = "", DeviceName, RiskLevel = int(null), SessionId = "", UserAgent = "", SourceTable = "IdentityLogonEvents")
| sort by Timestamp desc`,
	columns: [
		'Timestamp',
		'ReportId',
		'Account',
		'Application',
		'Outcome',
		'IPAddress',
		'Country',
		'City',
		'DeviceName',
		'RiskLevel',
		'SessionId',
		'UserAgent',
		'SourceTable',
	],
	verify:
		'The account did not sign in during the time range, or signs in under another name. Events may arrive several hours late.',
	rowCap: 1_000,
	summary: rowsSummary({
		noun: 'sign-in',
		distinct: { column: 'IPAddress', noun: 'source' },
		show: ['Account', 'Outcome', 'Application', 'IPAddress', 'Country'],
		rank: ({ RiskLevel }) => (typeof RiskLevel === 'number' ? RiskLevel : 0),
	}),
};
