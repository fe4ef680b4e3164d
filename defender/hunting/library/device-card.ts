import { ON_DEVICES } from './huntConditions';
import { endpoint } from './huntProducts';
import type { LibraryHunt } from './libraryHunt';
import { rowsSummary } from './rowsSummary';

export const deviceCard: LibraryHunt = {
	id: 'device-card',
	name: 'Device: What It Is, or Who Had an Address',
	question: 'What is this device, who uses it, and which device had this IP address?',
	startsFrom: 'device',
	needs: [['devices', 'ips']],
	uses: [],
	licenses: [endpoint('DeviceInfo', 'DeviceNetworkInfo', 'DeviceTvmSoftwareVulnerabilities')],
	attack: [],
	window: 'none',
	windowEnd: 'now',
	// IPAddresses is JSON text in a list of objects, so an address is matched with its quotes, not as part of a longer one.
	kql: `let Adapters = DeviceNetworkInfo
| mv-expand Address = parse_json(IPAddresses)
| extend IPAddress = tostring(Address.IPAddress)
| where isnotempty(IPAddress)
| where IPAddress in~ (_p_ips) or ${ON_DEVICES}
| summarize AddressFirstSeen = min(Timestamp), AddressLastSeen = max(Timestamp) by DeviceId, IPAddress;
let Addressed = Adapters | where IPAddress in~ (_p_ips) | distinct DeviceId;
let Addresses = Adapters
| summarize IPAddresses = make_set(IPAddress, 20), AddressFirstSeen = min(AddressFirstSeen), AddressLastSeen = max(AddressLastSeen) by DeviceId;
let Weaknesses = DeviceTvmSoftwareVulnerabilities
| where ${ON_DEVICES} or DeviceId in (Addressed)
| summarize CriticalVulnerabilities = countif(VulnerabilitySeverityLevel =~ "Critical"), Vulnerabilities = dcount(CveId) by DeviceId;
DeviceInfo
| where ${ON_DEVICES} or DeviceId in (Addressed) or PublicIP in~ (_p_ips)
| summarize arg_max(Timestamp, ReportId, DeviceName, OSPlatform, OSVersionInfo, MachineGroup, LoggedOnUsers, OnboardingStatus, SensorHealthState, ExposureLevel, AssetValue, IsInternetFacing, PublicIP, DeviceType, JoinType, DeviceManualTags) by DeviceId
| join kind=leftouter Addresses on DeviceId
| join kind=leftouter Weaknesses on DeviceId
| project Timestamp, ReportId, DeviceId, DeviceName, DeviceType, OSPlatform, OSVersionInfo, MachineGroup, LoggedOnUsers, JoinType, OnboardingStatus, SensorHealthState, ExposureLevel, AssetValue, IsInternetFacing, PublicIP, IPAddresses, AddressFirstSeen, AddressLastSeen, CriticalVulnerabilities, Vulnerabilities, DeviceManualTags
| sort by Timestamp desc`,
	columns: [
		'Timestamp',
		'ReportId',
		'DeviceId',
		'DeviceName',
		'DeviceType',
		'OSPlatform',
		'OSVersionInfo',
		'MachineGroup',
		'LoggedOnUsers',
		'JoinType',
		'OnboardingStatus',
		'SensorHealthState',
		'ExposureLevel',
		'AssetValue',
		'IsInternetFacing',
		'PublicIP',
		'IPAddresses',
		'AddressFirstSeen',
		'AddressLastSeen',
		'CriticalVulnerabilities',
		'Vulnerabilities',
		'DeviceManualTags',
	],
	verify:
		'The device is not in Defender for Endpoint, or it sent no report for 30 days. The name may belong to a device that is not onboarded.',
	rowCap: 1_000,
	summary: rowsSummary({
		noun: 'device',
		show: ['DeviceName', 'OSPlatform', 'MachineGroup', 'SensorHealthState', 'ExposureLevel', 'IPAddresses'],
		rank: ({ CriticalVulnerabilities }) =>
			typeof CriticalVulnerabilities === 'number' ? CriticalVulnerabilities : 0,
	}),
};
