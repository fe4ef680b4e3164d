import type { HuntValues } from '../../defender/hunting/library/huntValues.ts';
import { WORLD_NOW, type HuntedTables, type WorldRow } from './libraryWorld.mts';

const textOf = (value: unknown) =>
	typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value);
type World = HuntedTables;
type Rows = readonly WorldRow[];

const keyOf = (row: WorldRow) => `${String(row['Timestamp'])} ${String(row['ReportId'])}`;
export const keys = (rows: Rows) => rows.map(keyOf).sort();
const is = (row: WorldRow, column: string, value: string) =>
	textOf(row[column]).toLowerCase() === value.toLowerCase();
const has = (row: WorldRow, column: string, text: string | RegExp) =>
	typeof text === 'string'
		? textOf(row[column]).toLowerCase().includes(text.toLowerCase())
		: text.test(textOf(row[column]));
const on = (host: string) => (row: WorldRow) => has(row, 'DeviceName', `${host}.`);
export const VICTIM = 'a.lindqvist@contoso.com';
const DEVICE_TABLES = [
	'DeviceProcessEvents',
	'DeviceNetworkEvents',
	'DeviceFileEvents',
	'DeviceRegistryEvents',
	'DeviceLogonEvents',
	'DeviceEvents',
];
export const hashOf = (world: World, file: string) => {
	const [row] = world.rows('DeviceProcessEvents', (one) => is(one, 'FileName', file));
	return { hashes: [String(row?.['SHA256'])] };
};
const messagesOf = (world: World, subject: string) =>
	world
		.rows('EmailEvents', (row) => has(row, 'Subject', subject))
		.map((row) => String(row['NetworkMessageId']));

const changedAccount = (world: World) => {
	const [row] = world.rows('IdentityDirectoryEvents', (one) =>
		is(one, 'ActionType', 'Group Membership changed'),
	);
	return String(row?.['TargetAccountUpn']);
};

interface StoryCase {
	readonly values: (world: World) => Partial<HuntValues>;
	/** Rows of the story, found without KQL. */
	readonly expected: (world: World) => Rows;
	readonly days?: number;
}

/** Hunts that return events as they are: exactly the rows of the story. */
export const STORIES: Readonly<Record<string, StoryCase>> = {
	'device-timeline': {
		values: () => ({ devices: ['lt-0471'] }),
		expected: (world) => DEVICE_TABLES.flatMap((table) => world.rows(table, on('lt-0471'))),
	},
	'process-tree': {
		values: (world) => ({
			devices: ['lt-0471.corp.contoso.com'],
			processId: world
				.rows(
					'DeviceProcessEvents',
					(row) => on('lt-0471')(row) && has(row, 'ProcessCommandLine', /^powershell .*-enc/),
				)
				.map((row) => String(row['ProcessId'])),
		}),
		// explorer → cmd → powershell → wupd → rundll32
		expected: (world) =>
			world.rows(
				'DeviceProcessEvents',
				(row) =>
					on('lt-0471')(row) &&
					(has(row, 'ProcessCommandLine', /-enc |wupd\.exe" --silent|comsvcs/) ||
						is(row, 'ProcessCommandLine', 'C:\\Windows\\explorer.exe')),
			),
	},
	'hash-spread': {
		values: (world) => hashOf(world, 'wupd.exe'),
		expected: (world) =>
			['DeviceProcessEvents', 'DeviceFileEvents', 'DeviceImageLoadEvents'].flatMap((table) =>
				world.rows(table, (row) => row['SHA256'] === hashOf(world, 'wupd.exe').hashes[0]),
			),
	},
	'indicator-contacts': {
		values: () => ({ domains: ['cdn-update.example'], ips: ['198.51.100.77'] }),
		expected: (world) =>
			world.rows(
				'DeviceNetworkEvents',
				(row) => is(row, 'RemoteIP', '198.51.100.77') || has(row, 'RemoteUrl', 'cdn-update.example'),
			),
	},
	'user-sign-ins': {
		values: () => ({ users: [VICTIM] }),
		expected: (world) =>
			['EntraIdSignInEvents', 'IdentityLogonEvents'].flatMap((table) =>
				world.rows(table, (row) => is(row, 'AccountUpn', VICTIM)),
			),
	},
	'sign-in-new-place': {
		values: () => ({ users: [VICTIM] }),
		days: 1,
		expected: (world) =>
			world.rows('EntraIdSignInEvents', (row) => is(row, 'AccountUpn', VICTIM) && is(row, 'Country', 'MD')),
	},
	'mail-recipients': {
		values: (world) => ({ messageIds: messagesOf(world, 'Invoice 2211').slice(0, 1) }),
		expected: (world) => world.rows('EmailEvents', (row) => has(row, 'Subject', 'Invoice 2211')),
	},
	'mail-clicks': {
		values: (world) => ({ messageIds: messagesOf(world, 'Action required').slice(0, 1) }),
		expected: (world) => world.rows('UrlClickEvents', (row) => has(row, 'Url', 'login-contoso.example')),
	},
	'attachment-executed': {
		values: (world) => ({ messageIds: messagesOf(world, 'Invoice 2211').slice(0, 1) }),
		expected: (world) => world.rows('DeviceFileEvents', (row) => is(row, 'FileName', 'Invoice 2211.zip')),
	},
	'mailbox-rules': {
		values: () => ({ users: [VICTIM] }),
		expected: (world) =>
			world.rows(
				'CloudAppEvents',
				(row) => has(row, 'ActionType', /-InboxRule$/) && has(row, 'AccountDisplayName', 'Lindqvist'),
			),
	},
	'oauth-consent': {
		values: () => ({ apps: ['Docs Sync Helper'] }),
		expected: (world) =>
			world.rows('CloudAppEvents', (row) => is(row, 'ActionType', 'Consent to application.')),
	},
	persistence: {
		values: () => ({ devices: ['srv-app-01'] }),
		days: 1,
		expected: (world) => [
			...world.rows(
				'DeviceRegistryEvents',
				(row) =>
					on('srv-app-01')(row) && isRecent(row) && has(row, 'RegistryKey', 'CurrentControlSet\\Services'),
			),
			...world.rows(
				'DeviceEvents',
				(row) => on('srv-app-01')(row) && isRecent(row) && is(row, 'ActionType', 'ServiceInstalled'),
			),
		],
	},
	'script-abuse': {
		values: () => ({ devices: ['lt-0471', 'lt-0702'] }),
		expected: (world) =>
			world.rows(
				'DeviceProcessEvents',
				(row) => on('lt-0471')(row) && has(row, 'ProcessCommandLine', '-enc '),
			),
	},
	'lateral-movement': {
		values: () => ({ users: ['CORP\\svc-backup'] }),
		days: 1,
		expected: (world) => [
			...world.rows(
				'DeviceLogonEvents',
				(row) => is(row, 'AccountName', 'svc-backup') && isRecent(row) && is(row, 'LogonType', 'Network'),
			),
			...world.rows(
				'DeviceFileEvents',
				(row) => is(row, 'RequestAccountName', 'svc-backup') && is(row, 'ShareName', 'C$'),
			),
			...world.rows(
				'IdentityLogonEvents',
				(row) =>
					is(row, 'AccountName', 'svc-backup') && isRecent(row) && is(row, 'LogonType', 'Resource access'),
			),
		],
	},
	'credential-access': {
		values: () => ({ devices: ['lt-0471'] }),
		expected: (world) => [
			...world.rows('DeviceProcessEvents', (row) => has(row, 'ProcessCommandLine', 'MiniDump')),
			...world.rows('DeviceEvents', (row) => is(row, 'FileName', 'lsass.exe')),
		],
	},
	'blocked-or-audited': {
		values: () => ({ devices: ['lt-0702'] }),
		expected: (world) =>
			world.rows('DeviceEvents', (row) => on('lt-0702')(row) && has(row, 'ActionType', /^(Asr|Antivirus)/)),
	},
	'account-changes': {
		values: (world) => ({ users: [changedAccount(world)] }),
		expected: (world) =>
			world.rows(
				'IdentityDirectoryEvents',
				(row) =>
					!is(row, 'ActionType', 'Account Display Name changed') &&
					(is(row, 'TargetAccountUpn', changedAccount(world)) ||
						is(row, 'AccountUpn', changedAccount(world))),
			),
	},
};

/** Entities that take part in other stories or in none. */
export const WITHOUT_STORY: Readonly<Record<string, Partial<HuntValues>>> = {
	'script-abuse': { devices: ['lt-0702', 'lt-0618', 'dc-01'] },
	'credential-access': { devices: ['lt-0702', 'lt-0618', 'dc-01'] },
	'ransomware-precursors': { devices: ['lt-0702', 'lt-0618', 'dc-01'] },
	'rare-programs': { devices: ['lt-0702', 'lt-0618', 'dc-01'] },
	tampering: { devices: ['lt-0702', 'lt-0471', 'dc-01'] },
	'staging-exfiltration': { devices: ['lt-0702', 'lt-0471'], users: [VICTIM] },
	'cloud-mass-activity': { users: [VICTIM] },
	'password-spray': { ips: ['192.0.2.10', '203.0.113.140'] },
	'oauth-consent': { users: [VICTIM] },
	'indicator-contacts': { domains: ['update.example', 'sync.example'], ips: ['198.51.100.7'] },
	'mail-clicks': { domains: ['contoso.example'] },
	'process-tree': { devices: ['lt-0471'], processId: ['1'] },
};

function isRecent(row: WorldRow): boolean {
	return Date.parse(String(row['Timestamp'])) >= Date.parse(WORLD_NOW) - 86_400_000;
}
