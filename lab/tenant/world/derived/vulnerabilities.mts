import type { Device } from '../cast.mts';
import { DAY, shift } from '../instants.mts';
import type { Row } from '../rows/tables.mts';
import { scannedAt } from './devices.mts';
import { drawsFor, type Facts, type TableWriter } from './facts.mts';

interface Software {
	readonly vendor: string;
	readonly name: string;
	readonly versions: readonly string[];
	readonly on: (device: Device) => boolean;
	/** Fixed in the last of `versions`. The numbers are of the practice tenant, not of a real weakness. */
	readonly cve?: string;
}

const onWindows = (device: Device): boolean => device.osPlatform.startsWith('Windows');
const isLaptop = (device: Device): boolean => device.group.name === 'Laptops';

const SOFTWARE: readonly Software[] = [
	{
		vendor: 'microsoft',
		name: 'edge_chromium-based',
		versions: ['141.0.3537.57', '142.0.3595.53'],
		on: isLaptop,
		cve: 'CVE-2026-90001',
	},
	{ vendor: 'microsoft', name: 'office', versions: ['16.0.19127.20264'], on: isLaptop },
	{
		vendor: '7-zip',
		name: '7-zip',
		versions: ['24.7.0.0', '25.1.0.0'],
		on: onWindows,
		cve: 'CVE-2026-90002',
	},
	{ vendor: 'openjsf', name: 'node.js', versions: ['22.20.0'], on: isLaptop },
	{
		vendor: 'contoso',
		name: 'backup',
		versions: ['4.1.0', '4.2.1'],
		on: (device) => !isLaptop(device),
		cve: 'CVE-2026-90003',
	},
	{
		vendor: 'apache',
		name: 'http_server',
		versions: ['2.4.62', '2.4.65'],
		on: ({ hostName }) => hostName === 'srv-web-04',
		cve: 'CVE-2026-90004',
	},
	{
		vendor: 'canonical',
		name: 'ubuntu_linux',
		versions: ['24.04'],
		on: ({ osPlatform }) => osPlatform === 'Linux',
	},
];

const CVES = [
	{ id: 'CVE-2026-90001', score: '8.8', severity: 'High', exploit: true, epss: 0.41 },
	{ id: 'CVE-2026-90002', score: '7.0', severity: 'High', exploit: false, epss: 0.06 },
	{ id: 'CVE-2026-90003', score: '9.8', severity: 'Critical', exploit: true, epss: 0.83 },
	{ id: 'CVE-2026-90004', score: '5.3', severity: 'Medium', exploit: false, epss: 0.02 },
] as const;

interface Installed {
	readonly device: Device;
	readonly software: Software;
	readonly version: string;
}

function installed(facts: Facts): readonly Installed[] {
	return facts.scene.cast.devices.flatMap((device) =>
		SOFTWARE.filter((software) => software.on(device)).map((software) => ({
			device,
			software,
			version: drawsFor(facts, 'software', `${device.deviceId}/${software.name}`).pick(software.versions),
		})),
	);
}

function common({ device, software, version }: Installed): Row {
	return {
		DeviceId: device.deviceId,
		DeviceName: device.dnsName,
		OSPlatform: device.osPlatform,
		OSVersion: device.version,
		OSArchitecture: 'x64',
		SoftwareVendor: software.vendor,
		SoftwareName: software.name,
		SoftwareVersion: version,
	};
}

export const softwareInventory: TableWriter = (facts) =>
	installed(facts).map((one) => ({
		...common(one),
		EndOfSupportStatus: null,
		EndOfSupportDate: null,
		ProductCodeCpe: `cpe:2.3:a:${one.software.vendor}:${one.software.name}:${one.version}:*:*:*:*:*:*:*`,
	}));

/** DeviceTvmSoftwareVulnerabilities: every version before the last one has its software's weakness. */
export const softwareVulnerabilities: TableWriter = (facts) =>
	installed(facts).flatMap((one) => {
		const { cve, versions } = one.software;
		const known = CVES.find(({ id }) => id === cve);
		if (!known || one.version === versions.at(-1)) return [];
		return [
			{
				...common(one),
				CveId: known.id,
				VulnerabilitySeverityLevel: known.severity,
				RecommendedSecurityUpdate: `Update ${one.software.name} to ${versions.at(-1) ?? ''}`,
				RecommendedSecurityUpdateId: null,
				CveTags: known.exploit ? ['ZeroDay'] : [],
			},
		];
	});

export const vulnerabilityKnowledge: TableWriter = ({ scene }) =>
	CVES.map(({ id, score, severity, exploit, epss }, index) => ({
		CveId: id,
		CvssScore: score,
		IsExploitAvailable: exploit,
		VulnerabilitySeverityLevel: severity,
		LastModifiedTime: shift(scene.now, -(3 + index) * DAY),
		PublishedDate: shift(scene.now, -(40 + 10 * index) * DAY),
		VulnerabilityDescription: 'A weakness of the practice tenant; it does not exist outside it.',
		AffectedSoftware: SOFTWARE.filter(({ cve }) => cve === id).map(({ vendor, name }) => `${vendor}:${name}`),
		EpssScore: epss,
	}));

const CONFIGURATIONS = [
	['scid-2010', 'Antivirus', 'Turn on Microsoft Defender Antivirus', 9],
	['scid-2012', 'Antivirus', 'Turn on real-time protection', 9],
	['scid-2003', 'Onboard Devices', 'Turn on Tamper Protection', 8],
	['scid-2500', 'Attack Surface Reduction', 'Block Office child processes', 7],
	['scid-3011', 'Network', 'Disable SMBv1', 6],
] as const;

export const secureConfiguration: TableWriter = (facts) =>
	facts.scene.cast.devices
		.filter(onWindows)
		.flatMap((device) =>
			CONFIGURATIONS.map(([ConfigurationId, ConfigurationSubcategory, , ConfigurationImpact]) => ({
				DeviceId: device.deviceId,
				DeviceName: device.dnsName,
				OSPlatform: device.osPlatform,
				Timestamp: scannedAt(facts, device),
				ConfigurationId,
				ConfigurationCategory: 'Security controls',
				ConfigurationSubcategory,
				ConfigurationImpact,
				IsCompliant: drawsFor(facts, 'configuration', `${device.deviceId}/${ConfigurationId}`).chance(0.85),
				IsApplicable: true,
				Context: [],
				IsExpectedUserImpact: false,
			})),
		)
		.sort((a, b) => (a.Timestamp < b.Timestamp ? -1 : a.Timestamp > b.Timestamp ? 1 : 0));

export const secureConfigurationKnowledge: TableWriter = () =>
	CONFIGURATIONS.map(
		([ConfigurationId, ConfigurationSubcategory, ConfigurationName, ConfigurationImpact]) => ({
			ConfigurationId,
			ConfigurationImpact,
			ConfigurationName,
			ConfigurationDescription: `${ConfigurationName} on every device.`,
			RiskDescription: 'Without it, common attacks are not stopped.',
			ConfigurationCategory: 'Security controls',
			ConfigurationSubcategory,
			ConfigurationBenchmarks: [],
			Tags: [],
			RemediationOptions: 'Set it by policy.',
		}),
	);
