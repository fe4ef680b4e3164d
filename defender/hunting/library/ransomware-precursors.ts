import { IN_WINDOW, ON_DEVICES } from './huntConditions';
import { endpoint, optional } from './huntProducts';
import type { LibraryHunt } from './libraryHunt';
import { rowsSummary } from './rowsSummary';

export const ransomwarePrecursors: LibraryHunt = {
	id: 'ransomware-precursors',
	name: 'Device: Signs of Ransomware',
	question: 'Were backups or recovery removed, or many files renamed or rewritten?',
	startsFrom: 'device',
	needs: [['devices']],
	uses: ['threshold'],
	licenses: [optional(endpoint('DeviceProcessEvents', 'DeviceFileEvents'))],
	attack: ['T1490', 'T1486', 'T1489'],
	window: 'event',
	windowEnd: 'activity',
	threshold: { standard: 30, counts: 'files that one process renamed to one extension within ten minutes' },
	kql: String.raw`union
(DeviceProcessEvents | where ${IN_WINDOW}
	| where ${ON_DEVICES}
	| where ProcessCommandLine matches regex @"(?i)vssadmin(?:\.exe)?""?\s+(?:delete|resize)\s+shadow"
		or ProcessCommandLine matches regex @"(?i)wmic(?:\.exe)?""?\s+.*shadowcopy.*delete|win32_shadowcopy.*(?:delete|remove-)"
		or ProcessCommandLine matches regex @"(?i)bcdedit(?:\.exe)?""?\s+.*(?:recoveryenabled\s+no|bootstatuspolicy\s+ignoreallfailures)"
		or ProcessCommandLine matches regex @"(?i)wbadmin(?:\.exe)?""?\s+delete\s+(?:catalog|systemstatebackup|backup)"
		or ProcessCommandLine matches regex @"(?i)\b(?:net1?|sc)(?:\.exe)?""?\s+stop\s+""?(?:vss|sql|veeam|backup|msexchange|memtas|mepocs)"
	| project Timestamp, ReportId = tostring(ReportId), DeviceName, Sign = "Recovery removed", Account = AccountName, Files = long(null), Detail = ProcessCommandLine, Initiator = InitiatingProcessFileName, SourceTable = "DeviceProcessEvents"),
(DeviceFileEvents | where ${IN_WINDOW}
	| where ${ON_DEVICES}
	| where ActionType == "FileRenamed" and isnotempty(PreviousFileName)
	| extend Extension = tolower(extract(@"\.([^.\\]{1,20})$", 1, FileName)), PreviousExtension = tolower(extract(@"\.([^.\\]{1,20})$", 1, PreviousFileName))
	| where isnotempty(Extension) and Extension != PreviousExtension
	| summarize Timestamp = min(Timestamp), ReportId = tostring(min(ReportId)), Files = count(), Example = min(FolderPath) by DeviceName, Extension, Account = InitiatingProcessAccountName, Initiator = InitiatingProcessFileName, InitiatingProcessId, Slot = bin(Timestamp, 10m)
	| where Files >= _p_threshold
	| project Timestamp, ReportId, DeviceName, Sign = strcat("Files renamed to .", Extension), Account, Files, Detail = Example, Initiator, SourceTable = "DeviceFileEvents")
| sort by Timestamp asc`,
	columns: [
		'Timestamp',
		'ReportId',
		'DeviceName',
		'Sign',
		'Account',
		'Files',
		'Detail',
		'Initiator',
		'SourceTable',
	],
	verify:
		'No such command, and no process renamed as many files as the threshold. Programs that keep the file names are not found: look at device-timeline.',
	rowCap: 1_000,
	summary: rowsSummary({
		noun: 'ransomware sign',
		distinct: { column: 'DeviceName', noun: 'device' },
		show: ['DeviceName', 'Sign', 'Files', 'Account', 'Detail'],
		rank: ({ Files }) => (typeof Files === 'number' ? Files : 0),
	}),
};
