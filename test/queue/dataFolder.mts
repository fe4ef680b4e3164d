import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { createUserFolder } from '../../lab/editor/userFolder.mts';

/** A temporary folder for the data of Redis and PostgreSQL. */
export interface DataFolder {
	/** Makes a folder in it that belongs to this user of the system, or to the current one. */
	folder(name: string, user?: SystemUser): string;
	remove(): void;
}

/** A user of the operating system. */
export interface SystemUser {
	readonly name: string;
	readonly uid: number;
	readonly gid: number;
}

export function createDataFolder(): DataFolder {
	const { path: root, remove } = createUserFolder();
	// Another user must reach its own folder in it.
	chmodSync(root, 0o711);
	return {
		remove,
		folder: (name, user) => {
			const made = path.join(root, name);
			mkdirSync(made, { mode: 0o700 });
			if (user !== undefined) chownSync(made, user.uid, user.gid);
			return made;
		},
	};
}

/** The user that runs PostgreSQL in place of root, which PostgreSQL rejects; undefined if nobody has to. */
export function userForPostgres(): SystemUser | undefined {
	if (process.getuid?.() !== 0) return undefined;
	const id = (option: string) => Number(execFileSync('id', [option, 'postgres'], { encoding: 'utf8' }));
	return { name: 'postgres', uid: id('-u'), gid: id('-g') };
}
