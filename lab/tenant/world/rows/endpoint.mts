import type { Account, Device } from '../cast.mts';
import type { InstantText } from '../instants.mts';
import type { ProcessRun } from '../processRun.mts';
import { fullPath } from '../processRun.mts';
import type { Program } from '../programs.mts';
import type { Prng } from '../prng.mts';
import type { TimedRow } from './tables.mts';

/**
 * `ReportId` counts per device and is unique only together with device and time. One in sixty here is above 2^53,
 * where a reader that takes longs for doubles goes wrong.
 */
function reportId(prng: Prng): number | bigint {
	return prng.chance(1 / 60) ? prng.bigLong() : prng.int(1_000, 2_000_000_000);
}

function onDevice(prng: Prng, device: Device, Timestamp: InstantText, ActionType: string) {
	return {
		Timestamp,
		DeviceId: device.deviceId,
		DeviceName: device.dnsName,
		ActionType,
		ReportId: reportId(prng),
	};
}

/** The `InitiatingProcess…` columns; the path is lower case there, as in the product. */
function initiatedBy(run: ProcessRun) {
	const { account, program, parent } = run;
	return {
		InitiatingProcessAccountDomain: account.domain,
		InitiatingProcessAccountName: account.accountName,
		InitiatingProcessAccountSid: account.sid,
		InitiatingProcessAccountUpn: account.upn,
		InitiatingProcessAccountObjectId: account.objectId,
		InitiatingProcessIntegrityLevel: account.sid === 'S-1-5-18' ? 'System' : 'Medium',
		InitiatingProcessTokenElevation: 'TokenElevationTypeDefault',
		InitiatingProcessSHA1: program.sha1,
		InitiatingProcessSHA256: program.sha256,
		InitiatingProcessMD5: program.md5,
		InitiatingProcessFileName: program.fileName,
		InitiatingProcessFileSize: program.size,
		InitiatingProcessFolderPath: fullPath(program.folder, program.fileName).toLowerCase(),
		InitiatingProcessVersionInfoCompanyName: program.company,
		InitiatingProcessVersionInfoProductName: program.product,
		InitiatingProcessId: run.processId,
		InitiatingProcessCommandLine: run.commandLine,
		InitiatingProcessCreationTime: run.startedAt,
		InitiatingProcessParentId: parent?.processId ?? null,
		InitiatingProcessParentFileName: parent?.program.fileName ?? null,
		InitiatingProcessParentCreationTime: parent?.startedAt ?? null,
		InitiatingProcessUniqueId: run.uniqueId,
		IsInitiatingProcessRemoteSession: false,
	};
}

/** DeviceProcessEvents: `run` was started by its parent (unknown parents are left null). */
export function processCreated(prng: Prng, run: ProcessRun): TimedRow {
	const { account, program, parent } = run;
	return {
		...onDevice(prng, run.device, run.startedAt, 'ProcessCreated'),
		FileName: program.fileName,
		FolderPath: fullPath(program.folder, program.fileName),
		SHA1: program.sha1,
		SHA256: program.sha256,
		MD5: program.md5,
		FileSize: program.size,
		ProcessVersionInfoCompanyName: program.company,
		ProcessVersionInfoProductName: program.product,
		ProcessVersionInfoOriginalFileName: program.company === null ? null : program.fileName,
		ProcessId: run.processId,
		ProcessUniqueId: run.uniqueId,
		ProcessCommandLine: run.commandLine,
		ProcessIntegrityLevel: account.sid === 'S-1-5-18' ? 'System' : 'Medium',
		ProcessTokenElevation: 'TokenElevationTypeDefault',
		ProcessCreationTime: run.startedAt,
		AccountDomain: account.domain,
		AccountName: account.accountName,
		AccountSid: account.sid,
		AccountUpn: account.upn,
		AccountObjectId: account.objectId,
		LogonId: run.logonId,
		...(parent === null
			? {}
			: {
					...initiatedBy(parent),
					InitiatingProcessLogonId: parent.logonId,
					InitiatingProcessSignerType: parent.program.signerType,
					InitiatingProcessSignatureStatus: parent.program.signature,
				}),
	};
}

export interface Connection {
	readonly remoteIp: string;
	readonly remotePort: number;
	readonly remoteUrl?: string;
	readonly action?: 'ConnectionSuccess' | 'ConnectionFailed' | 'InboundConnectionAccepted';
}

function isPrivate(ip: string): boolean {
	return ip.startsWith('10.');
}

/** DeviceNetworkEvents */
export function connected(prng: Prng, run: ProcessRun, at: InstantText, connection: Connection): TimedRow {
	return {
		...onDevice(prng, run.device, at, connection.action ?? 'ConnectionSuccess'),
		RemoteIP: connection.remoteIp,
		RemotePort: connection.remotePort,
		RemoteUrl: connection.remoteUrl ?? null,
		LocalIP: run.device.ip,
		LocalPort: prng.int(49_152, 65_535),
		Protocol: 'Tcp',
		LocalIPType: 'Private',
		RemoteIPType: isPrivate(connection.remoteIp) ? 'Private' : 'Public',
		...initiatedBy(run),
	};
}

export interface FileChange {
	readonly action: 'FileCreated' | 'FileRenamed' | 'FileModified' | 'FileDeleted';
	readonly file: Pick<Program, 'fileName' | 'folder' | 'size'> & Partial<Program>;
	readonly previousFileName?: string;
	readonly originUrl?: string;
	readonly originIp?: string;
	readonly shareName?: string;
	readonly requestedBy?: { readonly account: Account; readonly ip: string };
}

/** DeviceFileEvents */
export function fileChanged(prng: Prng, run: ProcessRun, at: InstantText, change: FileChange): TimedRow {
	const { file, requestedBy } = change;
	return {
		...onDevice(prng, run.device, at, change.action),
		FileName: file.fileName,
		FolderPath: fullPath(file.folder, file.fileName),
		SHA1: file.sha1 ?? null,
		SHA256: file.sha256 ?? null,
		MD5: file.md5 ?? null,
		FileSize: file.size,
		FileOriginUrl: change.originUrl ?? null,
		FileOriginIP: change.originIp ?? null,
		PreviousFileName: change.previousFileName ?? null,
		PreviousFolderPath: change.previousFileName === undefined ? null : file.folder,
		ShareName: change.shareName ?? null,
		RequestProtocol: requestedBy === undefined ? 'Local' : 'Smb',
		RequestSourceIP: requestedBy?.ip ?? null,
		RequestAccountName: requestedBy?.account.accountName ?? null,
		RequestAccountDomain: requestedBy?.account.domain ?? null,
		RequestAccountSid: requestedBy?.account.sid ?? null,
		IsAzureInfoProtectionApplied: false,
		...initiatedBy(run),
	};
}

export interface Logon {
	readonly device: Device;
	readonly account: Account;
	readonly type: 'Interactive' | 'Network' | 'RemoteInteractive' | 'Service';
	readonly from?: Device;
	readonly failureReason?: string;
	readonly localAdmin?: boolean;
}

/** DeviceLogonEvents: a failed attempt if it has a reason. */
export function loggedOn(prng: Prng, at: InstantText, logon: Logon): TimedRow {
	const { device, account, from, failureReason } = logon;
	return {
		...onDevice(prng, device, at, failureReason === undefined ? 'LogonSuccess' : 'LogonFailed'),
		LogonType: logon.type,
		AccountDomain: account.domain,
		AccountName: account.accountName,
		AccountSid: account.sid,
		Protocol: from === undefined ? 'Negotiate' : 'Kerberos',
		FailureReason: failureReason ?? null,
		IsLocalAdmin: logon.localAdmin ?? false,
		LogonId: prng.int(100_000, 9_000_000),
		RemoteDeviceName: from?.hostName ?? null,
		RemoteIP: from?.ip ?? null,
		RemoteIPType: from === undefined ? null : 'Private',
		RemotePort: from === undefined ? null : prng.int(49_152, 65_535),
		AdditionalFields: JSON.stringify({ IsLocalLogon: from === undefined }),
	};
}
