import { MEMORY_ACCESS_EVENTS } from './actionTypes';
import { IN_WINDOW, literalList, ON_DEVICES } from './huntConditions';
import { endpoint, optional } from './huntProducts';
import type { LibraryHunt } from './libraryHunt';
import { rowsSummary } from './rowsSummary';

export const credentialAccess: LibraryHunt = {
	id: 'credential-access',
	name: 'Device: Credential Theft',
	question: 'Did a process read credentials from LSASS, the SAM or the directory database?',
	startsFrom: 'device',
	needs: [['devices']],
	uses: [],
	licenses: [optional(endpoint('DeviceProcessEvents', 'DeviceEvents'))],
	attack: ['T1003'],
	window: 'event',
	windowEnd: 'activity',
	kql: String.raw`union
(DeviceProcessEvents | where ${IN_WINDOW}
	| where ${ON_DEVICES}
	| where ProcessCommandLine matches regex @"(?i)comsvcs(?:\.dll)?[\s,""']+(?:minidump|#\+?0*24)"
		or ProcessCommandLine matches regex @"(?i)procdump(?:64)?(?:\.exe)?""?\s.*lsass"
		or ProcessCommandLine matches regex @"(?i)\breg(?:\.exe)?""?\s+save\s+""?(?:hklm|hkey_local_machine)\\(?:sam|security|system)\b"
		or ProcessCommandLine matches regex @"(?i)ntdsutil.*(?:ifm|ac\s+i\s+ntds)|esentutl.*ntds\.dit|vssadmin.*create\s+shadow.*|\\ntds\.dit"
		or ProcessCommandLine matches regex @"(?i)sekurlsa::|lsadump::|mimikatz|nanodump"
	| project Timestamp, ReportId = tostring(ReportId), DeviceName, ActionType, Account = AccountName, FileName, Detail = ProcessCommandLine, Initiator = InitiatingProcessFileName, InitiatorCommandLine = InitiatingProcessCommandLine, SourceTable = "DeviceProcessEvents"),
(DeviceEvents | where ${IN_WINDOW}
	| where ${ON_DEVICES}
	| where ActionType in (${literalList(MEMORY_ACCESS_EVENTS)}) and FileName =~ "lsass.exe"
	| project Timestamp, ReportId = tostring(ReportId), DeviceName, ActionType, Account = InitiatingProcessAccountName, FileName, Detail = AdditionalFields, Initiator = InitiatingProcessFileName, InitiatorCommandLine = InitiatingProcessCommandLine, SourceTable = "DeviceEvents")
| sort by Timestamp asc`,
	columns: [
		'Timestamp',
		'ReportId',
		'DeviceName',
		'ActionType',
		'Account',
		'FileName',
		'Detail',
		'Initiator',
		'InitiatorCommandLine',
		'SourceTable',
	],
	verify: 'No such command or access was recorded. The sensor does not detect every way to read memory.',
	rowCap: 1_000,
	summary: rowsSummary({
		noun: 'credential access event',
		distinct: { column: 'DeviceName', noun: 'device' },
		show: ['DeviceName', 'Account', 'ActionType', 'Initiator', 'Detail'],
		rank: ({ ActionType }) => (ActionType === 'ProcessCreated' ? 1 : 0),
	}),
};
