import { BY_DEVICE_USER, BY_USER, IN_WINDOW, namesDevice, ON_DEVICES } from './huntConditions';
import { endpoint, identity, optional } from './huntProducts';
import type { LibraryHunt } from './libraryHunt';
import { rowsSummary } from './rowsSummary';

export const lateralMovement: LibraryHunt = {
	id: 'lateral-movement',
	name: 'Device: Lateral Movement',
	question:
		'Were there remote logons, remote execution or copies to admin shares from or to these devices or by these users?',
	startsFrom: 'device',
	needs: [['devices', 'users']],
	uses: [],
	licenses: [
		optional(endpoint('DeviceLogonEvents', 'DeviceProcessEvents', 'DeviceFileEvents')),
		optional(identity('IdentityLogonEvents')),
	],
	attack: ['T1021', 'T1570'],
	window: 'event',
	windowEnd: 'activity',
	kql: String.raw`union
(DeviceLogonEvents | where ${IN_WINDOW}
	| where ActionType in ("LogonSuccess", "LogonFailed") and LogonType in ("Network", "RemoteInteractive", "CachedRemoteInteractive")
	| where ${ON_DEVICES} or ${namesDevice('RemoteDeviceName')} or ${BY_DEVICE_USER}
	| where isnotempty(RemoteIP) or isnotempty(RemoteDeviceName)
	| where RemoteIP !in ("127.0.0.1", "::1")
	| project Timestamp, ReportId = tostring(ReportId), Kind = strcat(ActionType, " ", LogonType), Source = iff(isnotempty(RemoteDeviceName), RemoteDeviceName, RemoteIP), Target = DeviceName, Account = AccountName, Detail = strcat_delim(" ", Protocol, FailureReason), SourceTable = "DeviceLogonEvents"),
(DeviceProcessEvents | where ${IN_WINDOW}
	| where ${ON_DEVICES} or ${BY_DEVICE_USER}
	| where FileName in~ ("psexec.exe", "psexec64.exe", "paexec.exe", "psexesvc.exe", "winrs.exe", "wsmprovhost.exe", "mstsc.exe")
		or (FileName =~ "wmic.exe" and ProcessCommandLine contains "/node:")
		or (FileName =~ "schtasks.exe" and ProcessCommandLine matches regex @"(?i)/s\s+\S+.*/create|/create.*/s\s+\S+")
		or (FileName =~ "sc.exe" and ProcessCommandLine matches regex @"(?i)\\\\\S+\s+(?:create|start|config)")
		or (FileName in~ ("powershell.exe", "pwsh.exe") and ProcessCommandLine matches regex @"(?i)invoke-command.*-computername|enter-pssession|new-pssession")
		or (InitiatingProcessFileName =~ "wmiprvse.exe" and FileName in~ ("cmd.exe", "powershell.exe", "pwsh.exe", "rundll32.exe", "mshta.exe"))
	| project Timestamp, ReportId = tostring(ReportId), Kind = "Remote execution", Source = DeviceName, Target = "", Account = AccountName, Detail = ProcessCommandLine, SourceTable = "DeviceProcessEvents"),
(DeviceFileEvents | where ${IN_WINDOW}
	| where ActionType in ("FileCreated", "FileModified", "FileRenamed") and ShareName matches regex @"(?i)^(?:\\\\[^\\]+\\)?(?:[a-z]|admin|ipc)\$$"
	| extend AccountSid = RequestAccountSid, AccountDomain = RequestAccountDomain, AccountName = RequestAccountName
	| where ${ON_DEVICES} or ${BY_DEVICE_USER}
	| project Timestamp, ReportId = tostring(ReportId), Kind = "Copy to admin share", Source = RequestSourceIP, Target = DeviceName, Account = RequestAccountName, Detail = FolderPath, SourceTable = "DeviceFileEvents"),
(IdentityLogonEvents | where ${IN_WINDOW}
	| where LogonType in ("Remote desktop", "Resource access")
	| where ${namesDevice('DeviceName')} or ${namesDevice('DestinationDeviceName')} or ${namesDevice('TargetDeviceName')} or ${BY_USER}
	| where DeviceName !~ DestinationDeviceName
	| project Timestamp, ReportId, Kind = strcat(ActionType, " ", LogonType), Source = iff(isnotempty(DeviceName), DeviceName, IPAddress), Target = iff(isnotempty(TargetDeviceName), TargetDeviceName, DestinationDeviceName), Account = iff(isnotempty(AccountUpn), AccountUpn, AccountName), Detail = strcat_delim(" ", Protocol, FailureReason), SourceTable = "IdentityLogonEvents")
| sort by Timestamp asc`,
	columns: ['Timestamp', 'ReportId', 'Kind', 'Source', 'Target', 'Account', 'Detail', 'SourceTable'],
	verify:
		'No remote logon, remote execution or copy to an admin share in the time range. Devices without a sensor appear only as the source.',
	rowCap: 1_000,
	summary: rowsSummary({
		noun: 'event',
		distinct: { column: 'Target', noun: 'target device' },
		show: ['Kind', 'Source', 'Target', 'Account', 'Detail'],
		rank: ({ SourceTable }) =>
			SourceTable === 'DeviceLogonEvents' || SourceTable === 'IdentityLogonEvents' ? 0 : 1,
	}),
};
