import type { Row } from '../rows/tables.mts';
import { textOf } from './facts.mts';

/** Columns that a process has as the actor of another event, by the column of the process itself. */
const ACTOR_COLUMNS: Readonly<Record<string, string>> = {
	AccountDomain: 'InitiatingProcessAccountDomain',
	AccountName: 'InitiatingProcessAccountName',
	AccountSid: 'InitiatingProcessAccountSid',
	AccountUpn: 'InitiatingProcessAccountUpn',
	AccountObjectId: 'InitiatingProcessAccountObjectId',
	SHA1: 'InitiatingProcessSHA1',
	SHA256: 'InitiatingProcessSHA256',
	MD5: 'InitiatingProcessMD5',
	FileName: 'InitiatingProcessFileName',
	FileSize: 'InitiatingProcessFileSize',
	ProcessVersionInfoCompanyName: 'InitiatingProcessVersionInfoCompanyName',
	ProcessVersionInfoProductName: 'InitiatingProcessVersionInfoProductName',
	ProcessId: 'InitiatingProcessId',
	ProcessCommandLine: 'InitiatingProcessCommandLine',
	ProcessCreationTime: 'InitiatingProcessCreationTime',
	ProcessUniqueId: 'InitiatingProcessUniqueId',
	InitiatingProcessId: 'InitiatingProcessParentId',
	InitiatingProcessFileName: 'InitiatingProcessParentFileName',
	InitiatingProcessCreationTime: 'InitiatingProcessParentCreationTime',
};

/** What a started process does: its row in DeviceProcessEvents as the `InitiatingProcess…` columns of another event. */
export function actingProcess(process: Row): Row {
	return {
		DeviceId: process['DeviceId'] ?? null,
		DeviceName: process['DeviceName'] ?? null,
		...Object.fromEntries(
			Object.entries(ACTOR_COLUMNS).map(([own, acting]) => [acting, process[own] ?? null]),
		),
		InitiatingProcessFolderPath: textOf(process, 'FolderPath').toLowerCase(),
	};
}

/** The process that started a process, as the `InitiatingProcess…` columns of another event on the same device. */
export function startingProcess(process: Row): Row {
	const own = Object.entries(process).filter(([column]) => ACTING.has(column));
	return {
		DeviceId: process['DeviceId'] ?? null,
		DeviceName: process['DeviceName'] ?? null,
		...Object.fromEntries(own),
	};
}

const ACTING = new Set([
	...Object.values(ACTOR_COLUMNS),
	'InitiatingProcessFolderPath',
	'IsInitiatingProcessRemoteSession',
]);

/** Whether a command line runs this program. */
export function runs(process: Row, fileName: string): boolean {
	return textOf(process, 'FileName').toLowerCase() === fileName;
}
