import type { Device } from '../cast.mts';
import { DAY, HOUR, shift } from '../instants.mts';
import type { Row } from '../rows/tables.mts';
import { byTime, drawsFor, type Facts, type TableWriter } from './facts.mts';

/** Every device reports about itself every three hours; of the days before, one report a day is kept. */
const TODAY = 8;
const INTERVAL = 3 * HOUR;
const EARLIER = 6;

function reportTimes(facts: Facts, table: string, device: Device): readonly string[] {
	const { scene } = facts;
	return Array.from({ length: TODAY + EARLIER }, (_, index) => {
		const draws = drawsFor(facts, table, `${device.deviceId}/${index}`);
		const age = index < TODAY ? index * INTERVAL : (index - TODAY + 1) * DAY;
		return shift(scene.now, -age - draws.float() * INTERVAL);
	});
}

const isServer = (device: Device): boolean => device.group.name === 'Servers';

function vendorOf({ osPlatform }: Device): string {
	return osPlatform === 'macOS' ? 'Apple' : 'Contoso Hardware';
}

function infoRow(facts: Facts, device: Device, Timestamp: string): Row {
	const { owner } = device;
	const draws = drawsFor(facts, 'DeviceInfo', `${device.deviceId}/${Timestamp}`);
	const isServerDevice = isServer(device);
	return {
		Timestamp,
		DeviceId: device.deviceId,
		DeviceName: device.dnsName,
		ClientVersion: '10.8792.26100.1000',
		PublicIP: device.externalIp,
		OSArchitecture: '64-bit',
		OSPlatform: device.osPlatform,
		OSBuild: device.osBuild,
		OSVersion: device.version,
		OSVersionInfo: device.version,
		OSDistribution: device.osPlatform === 'Linux' ? 'Ubuntu' : device.osPlatform,
		IsAzureADJoined: !isServerDevice,
		JoinType: isServerDevice ? 'Domain Joined' : 'AAD Registered',
		AadDeviceId: device.azureAdDeviceId,
		LoggedOnUsers: JSON.stringify(
			isServerDevice
				? []
				: [{ UserName: owner.accountName, DomainName: owner.domain.toUpperCase(), Sid: owner.sid }],
		),
		MachineGroup: device.group.name,
		ReportId: draws.int(1_000, 2_000_000_000),
		OnboardingStatus: 'Onboarded',
		AdditionalFields: '{}',
		DeviceCategory: 'Endpoint',
		DeviceType: isServerDevice ? 'Server' : 'Workstation',
		Model: isServerDevice ? 'Virtual Machine' : 'Book 14',
		Vendor: vendorOf(device),
		IsInternetFacing: device.hostName === 'srv-web-04',
		SensorHealthState: 'Active',
		IsExcluded: false,
		ExposureLevel: device.hostName === 'srv-web-04' ? 'High' : 'Medium',
		AssetValue: isServerDevice ? 'High' : 'Normal',
		ConnectivityType: 'Streamlined',
		IsTransient: false,
		DeviceManualTags: device.hostName === 'lt-0655' ? '["security-test"]' : '[]',
		DeviceDynamicTags: '[]',
	};
}

/** DeviceInfo: who owns a device, what it runs, where it is. */
export const deviceInfo: TableWriter = (facts) =>
	byTime(
		facts.scene.cast.devices.flatMap((device) =>
			reportTimes(facts, 'DeviceInfo', device).map((time) => infoRow(facts, device, time)),
		),
	);

function networkRow(facts: Facts, device: Device, Timestamp: string): Row {
	const draws = drawsFor(facts, 'DeviceNetworkInfo', device.deviceId);
	const network = isServer(device) ? '10.20.1' : '10.20.30';
	return {
		Timestamp,
		DeviceId: device.deviceId,
		DeviceName: device.dnsName,
		NetworkAdapterName: `{${draws.guid().toUpperCase()}}`,
		MacAddress: draws.hex(12).toUpperCase(),
		NetworkAdapterType: isServer(device) ? 'Ethernet' : 'Wireless80211',
		NetworkAdapterStatus: 'Up',
		TunnelType: 'None',
		ConnectedNetworks: JSON.stringify([
			{ Name: 'corp.contoso.com', Category: 'Domain', IsConnectedToInternet: true },
		]),
		DnsAddresses: JSON.stringify(['10.20.1.14']),
		IPv4Dhcp: `${network}.1`,
		DefaultGateways: JSON.stringify([`${network}.1`]),
		IPAddresses: JSON.stringify([{ IPAddress: device.ip, SubnetPrefix: 24, AddressType: 'Private' }]),
		ReportId: drawsFor(facts, 'DeviceNetworkInfo', `${device.deviceId}/${Timestamp}`).int(
			1_000,
			2_000_000_000,
		),
		OnboardingStatus: 'Onboarded',
		NetworkAdapterVendor: 'Contoso Networks',
		NetworkAdapterDnsSuffix: 'corp.contoso.com',
	};
}

/** DeviceNetworkInfo: which device had an address when. */
export const deviceNetworkInfo: TableWriter = (facts) =>
	byTime(
		facts.scene.cast.devices.flatMap((device) =>
			reportTimes(facts, 'DeviceNetworkInfo', device).map((time) => networkRow(facts, device, time)),
		),
	);

/** The newest scan of every device. */
export function scannedAt(facts: Facts, device: Device): string {
	return shift(facts.scene.now, -drawsFor(facts, 'scan', device.deviceId).float() * DAY);
}
