import { IN_WINDOW, ON_DEVICES } from './huntConditions';
import { endpoint } from './huntProducts';
import type { LibraryHunt } from './libraryHunt';
import { rowsSummary } from './rowsSummary';

export const rarePrograms: LibraryHunt = {
	id: 'rare-programs',
	name: 'Device: Rare and Unsigned Programs',
	question: 'Which programs ran on this device that few others run and that have no trusted signature?',
	startsFrom: 'device',
	needs: [['devices']],
	uses: ['threshold', 'baselineDays'],
	licenses: [endpoint('DeviceProcessEvents', 'DeviceFileCertificateInfo')],
	attack: ['T1204.002', 'T1036'],
	window: 'event',
	windowEnd: 'activity',
	threshold: { standard: 3, counts: 'devices of the organization on which a rare program runs at most' },
	kql: String.raw`let Here = DeviceProcessEvents
| where ${IN_WINDOW}
| where ${ON_DEVICES}
| where isnotempty(SHA1)
| summarize Timestamp = min(Timestamp), LastRun = max(Timestamp), Runs = count(), ReportId = min(ReportId), Accounts = make_set(AccountName, 5), CommandLine = min(ProcessCommandLine), FolderPath = min(FolderPath), SHA256 = min(SHA256), Company = min(ProcessVersionInfoCompanyName), Initiators = make_set(InitiatingProcessFileName, 5) by DeviceName, FileName, SHA1;
let Programs = Here | distinct SHA1;
let Spread = DeviceProcessEvents
| where Timestamp between (_p_baselineFrom .. _p_to)
| where SHA1 in (Programs)
| summarize Devices = dcount(DeviceId) by SHA1;
let Signatures = DeviceFileCertificateInfo
| where SHA1 in (Programs)
| summarize arg_max(Timestamp, IsSigned, IsTrusted, Signer) by SHA1
| project SHA1, IsSigned, IsTrusted, Signer;
Here
| join kind=inner Spread on SHA1
| join kind=leftouter Signatures on SHA1
| extend IsRare = Devices <= _p_threshold, IsUnsigned = IsSigned == false or IsTrusted == false
| where IsRare and (IsUnsigned or isempty(Signer))
| project Timestamp, ReportId, DeviceName, FileName, FolderPath, SHA1, SHA256, Devices, Runs, LastRun, Accounts, IsSigned, IsTrusted, Signer, Company, CommandLine, Initiators
| sort by Devices asc, Timestamp desc`,
	columns: [
		'Timestamp',
		'ReportId',
		'DeviceName',
		'FileName',
		'FolderPath',
		'SHA1',
		'SHA256',
		'Devices',
		'Runs',
		'LastRun',
		'Accounts',
		'IsSigned',
		'IsTrusted',
		'Signer',
		'Company',
		'CommandLine',
		'Initiators',
	],
	verify:
		'Every program on the device is common or has a trusted signature. Attackers also use signed system programs: look at script-abuse.',
	rowCap: 1_000,
	summary: rowsSummary({
		noun: 'rare program',
		distinct: { column: 'DeviceName', noun: 'device' },
		show: ['DeviceName', 'FileName', 'Devices', 'Signer', 'CommandLine'],
		rank: ({ Devices }) => (typeof Devices === 'number' ? -Devices : 0),
	}),
};
