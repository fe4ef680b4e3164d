import { IN_WINDOW, ON_DEVICES } from './huntConditions';
import { endpoint, optional } from './huntProducts';
import type { LibraryHunt } from './libraryHunt';
import { rowsSummary } from './rowsSummary';

const ON_THEM = `where ${IN_WINDOW} | where ${ON_DEVICES}`;
const WHO = 'Timestamp, ReportId = tostring(ReportId), DeviceName, ActionType';
const BY = 'Initiator = InitiatingProcessFileName, InitiatorCommandLine = InitiatingProcessCommandLine';

export const deviceTimeline: LibraryHunt = {
	id: 'device-timeline',
	name: 'Device: Everything Around a Time',
	question: 'What happened on the device around this time?',
	startsFrom: 'device',
	needs: [['devices']],
	uses: ['around'],
	licenses: [
		optional(
			endpoint(
				'DeviceProcessEvents',
				'DeviceNetworkEvents',
				'DeviceFileEvents',
				'DeviceRegistryEvents',
				'DeviceLogonEvents',
				'DeviceEvents',
			),
		),
	],
	attack: [],
	window: 'event',
	windowEnd: 'activity',
	kql: `union
(DeviceProcessEvents | ${ON_THEM}
	| project ${WHO}, Account = AccountName, Subject = FileName, Detail = ProcessCommandLine, ${BY}, SourceTable = "DeviceProcessEvents"),
(DeviceNetworkEvents | ${ON_THEM}
	| project ${WHO}, Account = InitiatingProcessAccountName, Subject = strcat(RemoteIP, ":", tostring(RemotePort)), Detail = RemoteUrl, ${BY}, SourceTable = "DeviceNetworkEvents"),
(DeviceFileEvents | ${ON_THEM}
	| project ${WHO}, Account = InitiatingProcessAccountName, Subject = FileName, Detail = FolderPath, ${BY}, SourceTable = "DeviceFileEvents"),
(DeviceRegistryEvents | ${ON_THEM}
	| project ${WHO}, Account = InitiatingProcessAccountName, Subject = RegistryValueName, Detail = strcat(RegistryKey, " = ", RegistryValueData), ${BY}, SourceTable = "DeviceRegistryEvents"),
(DeviceLogonEvents | ${ON_THEM}
	| project ${WHO}, Account = AccountName, Subject = LogonType, Detail = strcat_delim(" ", RemoteDeviceName, RemoteIP, FailureReason), ${BY}, SourceTable = "DeviceLogonEvents"),
(DeviceEvents | ${ON_THEM}
	| project ${WHO}, Account = AccountName, Subject = FileName, Detail = AdditionalFields, ${BY}, SourceTable = "DeviceEvents")
| sort by Timestamp asc`,
	columns: [
		'Timestamp',
		'ReportId',
		'DeviceName',
		'ActionType',
		'Account',
		'Subject',
		'Detail',
		'Initiator',
		'InitiatorCommandLine',
		'SourceTable',
	],
	verify:
		'The device sent no event in the time range: it was off, not onboarded, or has another name. Check it with the hunt device-card.',
	rowCap: 5_000,
	summary: rowsSummary({
		noun: 'event',
		distinct: { column: 'DeviceName', noun: 'device' },
		show: ['DeviceName', 'ActionType', 'Subject', 'Detail'],
		rank: ({ ActionType }) => (ActionType === 'ProcessCreated' ? 1 : 0),
	}),
};
