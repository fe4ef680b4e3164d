import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { Failure } from '../../scripts/lib/failure.mjs';

/** Where the programs that queue mode needs are installed. */
export interface Programs {
	readonly redisServer: string;
	readonly initdb: string;
	readonly postgres: string;
	readonly psql: string;
}

/** Debian installs most programs of PostgreSQL outside PATH, one folder per version. */
const DEBIAN_POSTGRES = '/usr/lib/postgresql';

/** @throws Failure that names the Debian package of each missing program */
export function findPrograms(): Programs {
	const missing = new Map<string, string>();
	const find = (name: string, debianPackage: string, folders: readonly string[]): string => {
		const found = folders.map((folder) => path.join(folder, name)).find(isExecutable);
		if (found === undefined) missing.set(name, debianPackage);
		return found ?? '';
	};
	const inPath = (process.env['PATH'] ?? '').split(path.delimiter);
	const postgresFolders = [...inPath, ...debianFolders()];
	const programs: Programs = {
		redisServer: find('redis-server', 'redis-server', inPath),
		initdb: find('initdb', 'postgresql', postgresFolders),
		postgres: find('postgres', 'postgresql', postgresFolders),
		psql: find('psql', 'postgresql', postgresFolders),
	};
	if (missing.size === 0) return programs;
	const packages = [...new Set(missing.values())].join(' ');
	throw new Failure(
		`Missing programs: ${[...missing.keys()].join(', ')}. Install their Debian packages with "apt-get install ${packages}", then start again.`,
	);
}

/** Newest version first. */
function debianFolders(): readonly string[] {
	if (!existsSync(DEBIAN_POSTGRES)) return [];
	const versions = readdirSync(DEBIAN_POSTGRES).sort((a, b) => Number(b) - Number(a));
	return versions.map((version) => path.join(DEBIAN_POSTGRES, version, 'bin'));
}

function isExecutable(file: string): boolean {
	try {
		accessSync(file, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}
