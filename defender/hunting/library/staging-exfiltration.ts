import { CLOUD_FILE_DOWNLOADS } from './actionTypes';
import { BY_CLOUD_USER, BY_DEVICE_USER, IN_WINDOW, literalList, ON_DEVICES } from './huntConditions';
import { cloudApps, endpoint, optional } from './huntProducts';
import type { LibraryHunt } from './libraryHunt';
import { rowsSummary } from './rowsSummary';

export const stagingExfiltration: LibraryHunt = {
	id: 'staging-exfiltration',
	name: 'Device: Data Collected or Sent Away',
	question: 'Was data packed, copied to external storage or downloaded in bulk?',
	startsFrom: 'device',
	needs: [['devices', 'users']],
	uses: ['threshold'],
	licenses: [
		optional(endpoint('DeviceProcessEvents', 'DeviceNetworkEvents')),
		optional(cloudApps('CloudAppEvents')),
	],
	attack: ['T1560.001', 'T1567.002', 'T1530'],
	window: 'event',
	windowEnd: 'activity',
	threshold: { standard: 100, counts: 'files that one user downloaded within one hour' },
	kql: String.raw`union
(DeviceProcessEvents | where ${IN_WINDOW}
	| where ${ON_DEVICES} or ${BY_DEVICE_USER}
	| where (FileName in~ ("rar.exe", "winrar.exe", "7z.exe", "7za.exe", "7zr.exe") and ProcessCommandLine matches regex @"(?i)\sa\s(?:.*\s)?-(?:hp|p)\S")
		or FileName in~ ("rclone.exe", "megasync.exe", "megacmdserver.exe", "azcopy.exe", "filezilla.exe", "winscp.exe", "pscp.exe")
		or ProcessCommandLine matches regex @"(?i)\brclone(?:\.exe)?""?\s+(?:copy|sync|config|move)\b|\bcurl(?:\.exe)?""?\s+.*(?:-T|--upload-file)\s"
	| project Timestamp, ReportId = tostring(ReportId), Kind = "Archive or transfer program", Place = DeviceName, Account = AccountName, Files = long(null), Detail = ProcessCommandLine, SourceTable = "DeviceProcessEvents"),
(DeviceNetworkEvents | where ${IN_WINDOW}
	| extend AccountSid = InitiatingProcessAccountSid, AccountDomain = InitiatingProcessAccountDomain, AccountName = InitiatingProcessAccountName
	| where ${ON_DEVICES} or ${BY_DEVICE_USER}
	| where RemoteUrl matches regex @"(?i)(?:^|[./@])(?:mega\.nz|mega\.co\.nz|anonfiles\.com|gofile\.io|transfer\.sh|file\.io|wetransfer\.com|temp\.sh|catbox\.moe|pastebin\.com)(?:$|[:/?#])"
	| project Timestamp, ReportId = tostring(ReportId), Kind = "Foreign storage", Place = DeviceName, Account = InitiatingProcessAccountName, Files = long(null), Detail = strcat_delim(" ", RemoteUrl, InitiatingProcessCommandLine), SourceTable = "DeviceNetworkEvents"),
(CloudAppEvents | where ${IN_WINDOW}
	| where ActionType in (${literalList(CLOUD_FILE_DOWNLOADS)})
	| where ${BY_CLOUD_USER}
	| summarize Timestamp = min(Timestamp), ReportId = min(ReportId), Files = count(), Example = min(ObjectName) by Application, Account = AccountDisplayName, IPAddress, Slot = bin(Timestamp, 1h)
	| where Files >= _p_threshold
	| project Timestamp, ReportId, Kind = "Bulk download", Place = Application, Account, Files, Detail = strcat_delim(" ", IPAddress, Example), SourceTable = "CloudAppEvents")
| sort by Timestamp asc`,
	columns: ['Timestamp', 'ReportId', 'Kind', 'Place', 'Account', 'Files', 'Detail', 'SourceTable'],
	verify:
		'No known program or storage was used, and nobody downloaded as many files as the threshold. Slow copies and browser uploads look like normal work.',
	rowCap: 1_000,
	summary: rowsSummary({
		noun: 'exfiltration sign',
		distinct: { column: 'Place', noun: 'place' },
		show: ['Kind', 'Place', 'Account', 'Files', 'Detail'],
		rank: ({ Files }) => (typeof Files === 'number' ? Files : 0),
	}),
};
