import { PERSISTENCE_EVENTS } from './actionTypes';
import { IN_WINDOW, literalList, ON_DEVICES } from './huntConditions';
import { endpoint, optional } from './huntProducts';
import type { LibraryHunt } from './libraryHunt';
import { rowsSummary } from './rowsSummary';

const ON_THEM = `where ${IN_WINDOW} | where ${ON_DEVICES}`;
const BY =
	'Account = InitiatingProcessAccountName, Initiator = InitiatingProcessFileName, InitiatorCommandLine = InitiatingProcessCommandLine';

export const persistence: LibraryHunt = {
	id: 'persistence',
	name: 'Device: Persistence',
	question: 'Were programs set up on the device to start again by themselves?',
	startsFrom: 'device',
	needs: [['devices']],
	uses: [],
	licenses: [optional(endpoint('DeviceRegistryEvents', 'DeviceEvents', 'DeviceFileEvents'))],
	attack: ['T1547.001', 'T1543.003', 'T1053.005'],
	window: 'event',
	windowEnd: 'activity',
	kql: String.raw`union
(DeviceRegistryEvents | ${ON_THEM}
	| where ActionType in ("RegistryValueSet", "RegistryKeyCreated")
	| where RegistryKey has_any (@"CurrentVersion\Run", @"CurrentVersion\RunOnce", @"CurrentVersion\Winlogon", @"Image File Execution Options", @"Explorer\StartupApproved")
		or (RegistryKey has @"CurrentControlSet\Services" and RegistryValueName in~ ("ImagePath", "ServiceDll"))
	| project Timestamp, ReportId = tostring(ReportId), DeviceName, ActionType, Mechanism = RegistryKey, Target = strcat(RegistryValueName, " = ", RegistryValueData), ${BY}, SourceTable = "DeviceRegistryEvents"),
(DeviceEvents | ${ON_THEM}
	| where ActionType in (${literalList(PERSISTENCE_EVENTS)})
	| project Timestamp, ReportId = tostring(ReportId), DeviceName, ActionType, Mechanism = ActionType, Target = iff(isnotempty(FileName), strcat(FolderPath, " ", AdditionalFields), AdditionalFields), ${BY}, SourceTable = "DeviceEvents"),
(DeviceFileEvents | ${ON_THEM}
	| where ActionType in ("FileCreated", "FileRenamed", "FileModified")
	| where FolderPath has @"Start Menu\Programs\Startup"
	| project Timestamp, ReportId = tostring(ReportId), DeviceName, ActionType, Mechanism = "Startup folder", Target = FolderPath, ${BY}, SourceTable = "DeviceFileEvents")
| sort by Timestamp asc`,
	columns: [
		'Timestamp',
		'ReportId',
		'DeviceName',
		'ActionType',
		'Mechanism',
		'Target',
		'Account',
		'Initiator',
		'InitiatorCommandLine',
		'SourceTable',
	],
	verify:
		'No run key, service, task, startup file or WMI subscription was written in the time range. Other mechanisms exist, and earlier ones still work.',
	rowCap: 1_000,
	summary: rowsSummary({
		noun: 'persistence event',
		distinct: { column: 'DeviceName', noun: 'device' },
		show: ['DeviceName', 'ActionType', 'Target', 'Initiator'],
	}),
};
