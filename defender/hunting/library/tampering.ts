import { TAMPERING_EVENTS } from './actionTypes';
import { IN_WINDOW, literalList, ON_DEVICES } from './huntConditions';
import { endpoint, optional } from './huntProducts';
import type { LibraryHunt } from './libraryHunt';
import { rowsSummary } from './rowsSummary';

const ON_THEM = `where ${IN_WINDOW} | where ${ON_DEVICES}`;

export const tampering: LibraryHunt = {
	id: 'tampering',
	name: 'Device: Protection Turned Off',
	question: 'Was the sensor, the antivirus or logging turned off, or were exclusions added?',
	startsFrom: 'device',
	needs: [['devices']],
	uses: [],
	licenses: [optional(endpoint('DeviceEvents', 'DeviceRegistryEvents', 'DeviceProcessEvents'))],
	attack: ['T1562.001'],
	window: 'event',
	windowEnd: 'activity',
	kql: String.raw`union
(DeviceEvents | ${ON_THEM}
	| where ActionType in (${literalList(TAMPERING_EVENTS)})
	| project Timestamp, ReportId = tostring(ReportId), DeviceName, ActionType, Account = InitiatingProcessAccountName, Detail = AdditionalFields, Initiator = InitiatingProcessFileName, SourceTable = "DeviceEvents"),
(DeviceRegistryEvents | ${ON_THEM}
	| where ActionType in ("RegistryValueSet", "RegistryKeyCreated", "RegistryValueDeleted")
	| where RegistryKey has "Windows Defender" and (RegistryKey has "Exclusions" or RegistryValueName matches regex @"(?i)^Disable(?:AntiSpyware|AntiVirus|RealtimeMonitoring|BehaviorMonitoring|IOAVProtection|ScriptScanning|OnAccessProtection)$|^(?:TamperProtection|SpyNetReporting|SubmitSamplesConsent)$")
	| project Timestamp, ReportId = tostring(ReportId), DeviceName, ActionType, Account = InitiatingProcessAccountName, Detail = strcat(RegistryKey, " ", RegistryValueName, " = ", RegistryValueData), Initiator = InitiatingProcessFileName, SourceTable = "DeviceRegistryEvents"),
(DeviceProcessEvents | ${ON_THEM}
	| where ProcessCommandLine matches regex @"(?i)\b(?:set|add)-mppreference\b.*-(?:disable|exclusion)"
		or ProcessCommandLine matches regex @"(?i)\b(?:net1?|sc)(?:\.exe)?""?\s+(?:stop|delete|config)\s+""?(?:windefend|sense|wdnissvc|wscsvc|sysmon|mpssvc|eventlog)\b"
		or ProcessCommandLine matches regex @"(?i)mpcmdrun(?:\.exe)?""?\s+.*-removedefinitions|wevtutil(?:\.exe)?""?\s+(?:cl|clear-log)\b|auditpol(?:\.exe)?""?\s+.*/(?:clear|remove)"
		or ProcessCommandLine matches regex @"(?i)netsh(?:\.exe)?""?\s+advfirewall\s+set\s+\w+\s+state\s+off"
		or ProcessCommandLine matches regex @"(?i)taskkill(?:\.exe)?""?\s+.*(?:msmpeng|mssense|sensecncproxy)"
	| project Timestamp, ReportId = tostring(ReportId), DeviceName, ActionType, Account = AccountName, Detail = ProcessCommandLine, Initiator = InitiatingProcessFileName, SourceTable = "DeviceProcessEvents")
| sort by Timestamp asc`,
	columns: [
		'Timestamp',
		'ReportId',
		'DeviceName',
		'ActionType',
		'Account',
		'Detail',
		'Initiator',
		'SourceTable',
	],
	verify:
		'No attempt was recorded. A sensor that was off could not record it: check the health of the device with device-card.',
	rowCap: 1_000,
	summary: rowsSummary({
		noun: 'tampering event',
		distinct: { column: 'DeviceName', noun: 'device' },
		show: ['DeviceName', 'ActionType', 'Account', 'Detail'],
		rank: ({ SourceTable }) => (SourceTable === 'DeviceProcessEvents' ? 1 : 0),
	}),
};
