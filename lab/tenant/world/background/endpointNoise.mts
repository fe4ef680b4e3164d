import type { Device } from '../cast.mts';
import { connected, fileChanged, loggedOn, processCreated } from '../rows/endpoint.mts';
import type { TimedRow, Rows } from '../rows/tables.mts';
import type { ProgramKey } from '../programs.mts';
import type { ProcessRun } from '../processRun.mts';
import type { Scene } from '../scene.mts';
import { quietAge, repeat } from './spread.mts';

const PROCESSES = 900;
const CONNECTIONS = 850;
const FILES = 650;
const LOGONS = 400;

/** Parent, child and command line of everyday processes. */
const WINDOWS_HABITS: readonly (readonly [ProgramKey, ProgramKey, string])[] = [
	[
		'explorer',
		'edge',
		'"C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe" --profile-directory=Default',
	],
	['explorer', 'outlook', '"C:\\Program Files\\Microsoft Office\\root\\Office16\\OUTLOOK.EXE"'],
	['explorer', 'winword', 'WINWORD.EXE /n "C:\\Users\\Public\\Documents\\minutes.docx"'],
	['explorer', 'teams', 'ms-teams.exe'],
	['services', 'svchost', 'svchost.exe -k netsvcs -p -s Schedule'],
	['svchost', 'taskhostw', 'taskhostw.exe'],
	['explorer', 'sevenZip', '7z.exe a archive.7z "C:\\Users\\Public\\Documents\\*"'],
	['services', 'backupAgent', 'contoso-backup.exe --nightly'],
	['svchost', 'schtasks', 'schtasks.exe /query /fo csv'],
	['explorer', 'powershell', 'powershell.exe Get-ChildItem'],
];
const LINUX_HABITS: readonly (readonly [ProgramKey, ProgramKey, string])[] = [
	['bash', 'git', 'git fetch --prune origin'],
	['bash', 'tar', 'tar -czf build.tgz ./out'],
	['bash', 'bash', "bash -c 'npm run build'"],
];
const SITES = [
	['intranet.contoso.com', '10.20.1.80'],
	['outlook.contoso.com', '192.0.2.200'],
	['news.example', '192.0.2.210'],
	['updates.example', '192.0.2.220'],
	['cdn.example', '203.0.113.8'],
] as const;
const FILE_NAMES = [
	'minutes.docx',
	'plan.xlsx',
	'photo.jpg',
	'report.pdf',
	'notes.txt',
	'setup.log',
	'~$plan.xlsx',
];

function everydayProcess(scene: Scene, device: Device, secondsAgo: number): ProcessRun {
	const habits =
		device.osPlatform === 'Linux' || device.osPlatform === 'macOS' ? LINUX_HABITS : WINDOWS_HABITS;
	const [parentKey, key, command] = scene.prng.pick(habits);
	const parentCommand = scene.programs(parentKey).fileName;
	const options = parentKey === 'services' || parentKey === 'svchost' ? { account: scene.cast.system } : {};
	const parent = scene.run(device, parentKey, secondsAgo + scene.prng.int(60, 7200), parentCommand, options);
	return scene.run(device, key, secondsAgo, command, { parent });
}

function connection(scene: Scene, device: Device, secondsAgo: number): TimedRow {
	const [site, ip] = scene.prng.pick(SITES);
	return connected(scene.prng, everydayProcess(scene, device, secondsAgo + 120), scene.ago(secondsAgo), {
		remoteIp: ip,
		remotePort: 443,
		remoteUrl: site,
		action: scene.prng.chance(0.06) ? 'ConnectionFailed' : 'ConnectionSuccess',
	});
}

function fileChange(scene: Scene, device: Device, secondsAgo: number): TimedRow {
	const { prng } = scene;
	const unix = device.osPlatform === 'Linux' || device.osPlatform === 'macOS';
	const folder = unix
		? `/home/${device.owner.accountName}`
		: `C:\\Users\\${device.owner.accountName}\\Documents`;
	const file = {
		fileName: prng.pick(FILE_NAMES),
		folder,
		size: prng.int(800, 3_000_000),
		sha1: prng.hex(40),
		sha256: prng.hex(64),
	};
	const action = prng.pick([
		'FileCreated',
		'FileCreated',
		'FileModified',
		'FileRenamed',
		'FileDeleted',
	] as const);
	return fileChanged(prng, everydayProcess(scene, device, secondsAgo + 60), scene.ago(secondsAgo), {
		action,
		file,
		...(action === 'FileRenamed' ? { previousFileName: `New ${file.fileName}` } : {}),
	});
}

function logon(scene: Scene, device: Device, secondsAgo: number): TimedRow {
	const { prng, cast } = scene;
	const server = device.owner === cast.system;
	const account = server
		? prng.pick([cast.backupService, cast.person('it.admin'), ...cast.people])
		: device.owner;
	// The backup account belongs on its own server: seen anywhere near a laptop it is the ransomware story's clue.
	const from = account === cast.backupService ? cast.device('srv-sql-03') : prng.pick(cast.laptops);
	return loggedOn(prng, scene.ago(secondsAgo), {
		device,
		account,
		type: server ? 'Network' : 'Interactive',
		...(server ? { from } : {}),
		...(prng.chance(0.05) ? { failureReason: 'InvalidUserNameOrPassword' } : {}),
	});
}

/** Everyday life of all devices, spread over the days the tables hold. */
export function endpointNoise(scene: Scene): Rows {
	const { prng, cast } = scene;
	const row = (count: number, make: (device: Device, secondsAgo: number) => TimedRow): TimedRow[] =>
		repeat(count, () => make(prng.pick(cast.devices), quietAge(prng)));
	return {
		DeviceProcessEvents: row(PROCESSES, (device, ago) =>
			processCreated(prng, everydayProcess(scene, device, ago)),
		),
		DeviceNetworkEvents: row(CONNECTIONS, (device, ago) => connection(scene, device, ago)),
		DeviceFileEvents: row(FILES, (device, ago) => fileChange(scene, device, ago)),
		DeviceLogonEvents: row(LOGONS, (device, ago) => logon(scene, device, ago)),
	};
}
