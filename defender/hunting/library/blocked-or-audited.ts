import { PROTECTION_EVENTS } from './actionTypes';
import { IN_WINDOW, literalList, ON_DEVICES } from './huntConditions';
import { endpoint } from './huntProducts';
import type { LibraryHunt } from './libraryHunt';
import { rowsSummary } from './rowsSummary';

const OUTCOMES = ['Blocked', 'Audited only', 'User continued'];

export const blockedOrAudited: LibraryHunt = {
	id: 'blocked-or-audited',
	name: 'Device: Blocked, or Only Audited',
	question:
		'What did antivirus, SmartScreen and attack surface reduction block, and what did they only record?',
	startsFrom: 'device',
	needs: [['devices']],
	uses: [],
	licenses: [endpoint('DeviceEvents')],
	attack: [],
	window: 'event',
	windowEnd: 'activity',
	kql: `DeviceEvents
| where ${IN_WINDOW}
| where ${ON_DEVICES}
| where ActionType in (${literalList(PROTECTION_EVENTS)}) or ActionType startswith "Asr" or ActionType startswith "AppControl"
| extend Fields = parse_json(AdditionalFields)
| extend Outcome = case(
	ActionType endswith "UserOverride" or ActionType endswith "WarnBypassed", "User continued",
	ActionType endswith "Audited" or ActionType endswith "Audit" or tobool(Fields.IsAudit) == true, "Audited only",
	ActionType == "AntivirusDetection" and tobool(Fields.WasRemediated) == false, "Detected, not remediated",
	"Blocked")
| project Timestamp, ReportId, DeviceName, ActionType, Outcome, ThreatName = tostring(Fields.ThreatName), FileName, FolderPath, SHA256, RemoteUrl, Account = InitiatingProcessAccountName, Initiator = InitiatingProcessFileName, InitiatorCommandLine = InitiatingProcessCommandLine
| sort by Timestamp desc`,
	columns: [
		'Timestamp',
		'ReportId',
		'DeviceName',
		'ActionType',
		'Outcome',
		'ThreatName',
		'FileName',
		'FolderPath',
		'SHA256',
		'RemoteUrl',
		'Account',
		'Initiator',
		'InitiatorCommandLine',
	],
	verify:
		'Nothing was blocked or recorded. Rules that are off record nothing: check the configuration of the device.',
	rowCap: 1_000,
	summary: rowsSummary({
		noun: 'protection event',
		distinct: { column: 'DeviceName', noun: 'device' },
		show: ['DeviceName', 'Outcome', 'ActionType', 'ThreatName', 'FileName', 'RemoteUrl'],
		rank: ({ Outcome }) =>
			OUTCOMES.includes(String(Outcome)) ? OUTCOMES.indexOf(String(Outcome)) : OUTCOMES.length,
	}),
};
