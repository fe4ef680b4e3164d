import type { Account, Device } from './cast.mts';
import type { InstantText } from './instants.mts';
import type { Program } from './programs.mts';
import type { Prng } from './prng.mts';

/** One process on one device. Evidence and hunting rows are both written from it, so they cannot disagree. */
export interface ProcessRun {
	readonly device: Device;
	readonly account: Account;
	readonly program: Program;
	readonly processId: number;
	/** A long above 2^53, which the hunting tables hold as text. */
	readonly uniqueId: string;
	readonly logonId: number;
	readonly commandLine: string;
	readonly startedAt: InstantText;
	readonly parent: ProcessRun | null;
}

export type ProcessSpec = Omit<ProcessRun, 'processId' | 'uniqueId' | 'logonId'>;

/** Assigns the numbers of a process. */
export function startProcess(prng: Prng, spec: ProcessSpec): ProcessRun {
	return {
		...spec,
		processId: prng.int(300, 16_000) * 4,
		uniqueId: String(72_057_594_037_927_936n + BigInt(prng.int(1, 4_000_000))),
		logonId: spec.account.sid === 'S-1-5-18' ? 999 : prng.int(100_000, 9_000_000),
	};
}

/** Full path of an executable, with the separator of its folder. */
export function fullPath(folder: string, fileName: string): string {
	return folder.startsWith('/') ? `${folder}/${fileName}` : `${folder}\\${fileName}`;
}
