import { MAILBOX_CHANGES } from './actionTypes';
import { BY_CLOUD_USER, IN_WINDOW, literalList } from './huntConditions';
import { cloudApps } from './huntProducts';
import type { LibraryHunt } from './libraryHunt';
import { rowsSummary } from './rowsSummary';

export const mailboxRules: LibraryHunt = {
	id: 'mailbox-rules',
	name: 'User: New Mailbox Rules, Forwarding and Delegates',
	question: 'Were rules, forwarding or delegates added to the mailbox of this user?',
	startsFrom: 'user',
	needs: [['users']],
	uses: [],
	licenses: [cloudApps('CloudAppEvents')],
	attack: ['T1564.008', 'T1114.003', 'T1098.002'],
	window: 'event',
	windowEnd: 'now',
	kql: `CloudAppEvents
| where ${IN_WINDOW}
| where ActionType in (${literalList(MAILBOX_CHANGES)})
| where ${BY_CLOUD_USER}
| project Timestamp, ReportId, Account = tostring(RawEventData.UserId), AccountDisplayName, ActionType, ObjectName, Settings = tostring(RawEventData.Parameters), IPAddress, CountryCode, City, UserAgent, SessionId = tostring(RawEventData.SessionId)
| sort by Timestamp desc`,
	columns: [
		'Timestamp',
		'ReportId',
		'Account',
		'AccountDisplayName',
		'ActionType',
		'ObjectName',
		'Settings',
		'IPAddress',
		'CountryCode',
		'City',
		'UserAgent',
		'SessionId',
	],
	verify:
		'Nothing of this kind changed in the time range. Rules created earlier still work: check the mailbox itself.',
	rowCap: 1_000,
	summary: rowsSummary({
		noun: 'mailbox change',
		distinct: { column: 'Account', noun: 'user' },
		show: ['Account', 'ActionType', 'ObjectName', 'IPAddress', 'CountryCode'],
		rank: ({ Settings }) => (/forward|redirect/i.test(String(Settings)) ? 1 : 0),
	}),
};
