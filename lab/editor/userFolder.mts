import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A temporary folder in which one n8n keeps its database, settings and community packages. */
export interface UserFolder {
	readonly path: string;
	readonly remove: () => void;
}

/** Followed by the id of the process that made the folder. */
const PREFIX = 'n8n-lab-';

/** Makes an empty user folder. */
export function createUserFolder(): UserFolder {
	removeAbandoned();
	const folder = mkdtempSync(path.join(tmpdir(), `${PREFIX}${process.pid}-`));
	return { path: folder, remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }) };
}

/** Makes a user folder that holds what another one holds, of which no n8n runs. */
export function copyUserFolder(original: string): UserFolder {
	const folder = createUserFolder();
	cpSync(original, folder.path, { recursive: true });
	return folder;
}

/** Folders of processes that were killed before they could remove them. */
function removeAbandoned(): void {
	for (const name of readdirSync(tmpdir())) {
		const owner = new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1];
		if (owner !== undefined && !isRunning(Number(owner)))
			rmSync(path.join(tmpdir(), name), { recursive: true, force: true });
	}
}

function isRunning(pid: number): boolean {
	try {
		return process.kill(pid, 0);
	} catch (error) {
		// EPERM: it runs, for another user.
		return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
	}
}
