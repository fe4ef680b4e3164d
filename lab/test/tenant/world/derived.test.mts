import { describe, expect, it } from 'vitest';
import { createHuntEngine } from '../../../tenant/kql/huntEngine.mts';
import { worldSource } from '../../../tenant/worldSource.mts';
import { eachRow } from '../../support/eachRow.mts';
import { SEEDED_WORLDS } from '../../support/sampleWorlds.mts';
import { generateWorld } from '../../../tenant/world/generate.mts';

const NOW = '2026-11-22T03:00:00.0000000Z';
const OPTIONS = { seed: 1, now: NOW, tenantId: '00000000-0000-4000-8000-000000000001' };
const engine = createHuntEngine(generateWorld(OPTIONS).tables);

function hunt(query: string): readonly (readonly unknown[])[] {
	const answer = engine.run(query, { now: NOW, maxRows: 100_000 });
	if (!answer.ok) throw new Error(answer.message);
	return answer.rows;
}

/** Tables that hunts read, as the library names them. */
const HUNTED = [
	'AADSignInEventsBeta',
	'AlertEvidence',
	'AlertInfo',
	'BehaviorEntities',
	'BehaviorInfo',
	'CloudAppEvents',
	'DeviceEvents',
	'DeviceFileCertificateInfo',
	'DeviceFileEvents',
	'DeviceImageLoadEvents',
	'DeviceInfo',
	'DeviceLogonEvents',
	'DeviceNetworkEvents',
	'DeviceNetworkInfo',
	'DeviceProcessEvents',
	'DeviceRegistryEvents',
	'DeviceTvmSecureConfigurationAssessment',
	'DeviceTvmSoftwareInventory',
	'DeviceTvmSoftwareVulnerabilities',
	'DeviceTvmSoftwareVulnerabilitiesKB',
	'DisruptionAndResponseEvents',
	'EmailAttachmentInfo',
	'EmailEvents',
	'EmailPostDeliveryEvents',
	'EmailUrlInfo',
	'EntraIdSignInEvents',
	'EntraIdSpnSignInEvents',
	'ExposureGraphEdges',
	'ExposureGraphNodes',
	'GraphApiAuditEvents',
	'IdentityDirectoryEvents',
	'IdentityInfo',
	'IdentityLogonEvents',
	'IdentityQueryEvents',
	'OAuthAppInfo',
	'UrlClickEvents',
];

describe('hunting tables', () => {
	eachRow(SEEDED_WORLDS)('each seed → rows in every table that hunts read', ({ world: { tables } }) => {
		expect(HUNTED.filter((name) => (tables[name]?.length ?? 0) === 0)).toEqual([]);
	});

	it('the same seed → the same rows; another seed → others', () => {
		const written = (seed: number) =>
			JSON.stringify(generateWorld({ ...OPTIONS, seed }).tables, (_, value: unknown) =>
				typeof value === 'bigint' ? String(value) : value,
			);
		expect(written(1)).toBe(written(1));
		expect(written(2)).not.toBe(written(1));
	});

	it('a table that nobody reads → not written', () => {
		const { tables } = generateWorld(OPTIONS);
		expect(Object.getOwnPropertyDescriptor(tables, 'DeviceInfo')?.value).toBeUndefined();
		expect(tables['DeviceInfo']).toBe(tables['DeviceInfo']);
	});

	it('rows that a story adds → links and registry values follow from them', () => {
		const source = worldSource({ ...OPTIONS, empty: false });
		const run = (query: string) => {
			const answer = source.hunting().run(query, { now: NOW, maxRows: 10 });
			return answer.ok ? answer.rows : answer.message;
		};
		const before = run('DeviceRegistryEvents | where RegistryValueName == "added" | count');
		const command = 'reg.exe add HKLM\\SOFTWARE\\Run /v added /d x.exe /f';
		source.append({
			DeviceProcessEvents: [
				{ Timestamp: NOW, FileName: 'reg.exe', ProcessCommandLine: command, ProcessUniqueId: 'p1' },
			],
		});
		expect(before).toEqual([[0]]);
		expect(
			run(
				'DeviceRegistryEvents | where RegistryValueName == "added" | project RegistryKey, RegistryValueData',
			),
		).toEqual([['HKEY_LOCAL_MACHINE\\SOFTWARE\\Run', 'x.exe']]);
	});

	eachRow([
		[
			'a clicked mail → its link',
			'UrlClickEvents | join kind=leftanti (EmailUrlInfo) on NetworkMessageId, Url | count',
			0,
		],
		[
			'a mail with attachments → as many files',
			'EmailEvents | summarize n = sum(AttachmentCount) | extend files = toscalar(EmailAttachmentInfo | count) | where n == files | count',
			1,
		],
		[
			'the mailed archive → written on the infected laptop',
			'EmailAttachmentInfo | where ThreatNames != "" | join kind=inner (DeviceFileEvents) on SHA256 | distinct DeviceName | count',
			1,
		],
		[
			'a removed mail → quarantined',
			'EmailPostDeliveryEvents | join kind=inner (EmailEvents) on NetworkMessageId | where LatestDeliveryLocation == "Quarantine" | count',
			4,
		],
		[
			'a device of any event → its details',
			'union DeviceProcessEvents, DeviceNetworkEvents, DeviceLogonEvents | distinct DeviceId | join kind=leftanti (DeviceInfo) on DeviceId | count',
			0,
		],
		[
			'a user who signed in → who it is',
			'EntraIdSignInEvents | distinct AccountObjectId | join kind=leftanti (IdentityInfo) on AccountObjectId | count',
			0,
		],
		[
			'the memory dump → LSASS opened and its library loaded',
			'DeviceEvents | where ActionType == "OpenProcessApiCall" and FileName == "lsass.exe" | join kind=inner (DeviceImageLoadEvents | where FileName == "comsvcs.dll") on InitiatingProcessUniqueId | count',
			1,
		],
		[
			'the implant → a service on both servers',
			'DeviceRegistryEvents | where RegistryKey endswith @"Services\\wupd" | distinct DeviceName | count',
			2,
		],
		[
			'the granted app → its permissions and its calls',
			'CloudAppEvents | where ActionType == "Consent to application." | join kind=inner (OAuthAppInfo) on $left.OAuthAppId == $right.OAuthAppId | join kind=inner (GraphApiAuditEvents) on $left.OAuthAppId == $right.ApplicationId | count',
			12,
		],
		[
			'the sprayed accounts → also in the older sign-in table',
			'AADSignInEventsBeta | where ErrorCode == 50126 and IPAddress == "198.51.100.200" | count',
			59,
		],
		[
			'the stolen service account → blocked by attack disruption',
			'DisruptionAndResponseEvents | where SourceUserName == "svc-backup" | count',
			1,
		],
	])('a fact of a story → the same in every table that shows it', (_, query, count) => {
		expect(hunt(query)).toEqual([[count]]);
	});
});
