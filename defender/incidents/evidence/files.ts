import { deviceIdOf } from './devices';
import type { EvidencePiece } from './evidencePiece';
import type { IdentityKey } from './groupByIdentity';
import { firstOf, lowerCase, type Sighting } from './sighting';
import type { NamedValue } from './valueReaders';

/** A file, and the device on which one piece of evidence found it. */
export interface FileSighting {
	readonly name: string | null;
	readonly sha256: string | null;
	readonly sha1: string | null;
	readonly md5: string | null;
	readonly deviceId: string | null;
}

/** A file. A null property is in none of the evidence. */
export type FileEntity = Omit<FileSighting, 'deviceId'>;

/** Returns the file that a piece of evidence names: itself, or the image of a process. */
export function filesIn(piece: EvidencePiece): readonly Sighting<FileSighting>[] {
	const { entityType, own, mentioned, raw } = piece;
	if (entityType !== 'file' && entityType !== 'process') return [];
	const values = [...own, ...mentioned];
	const fields: FileSighting = {
		name: firstValue(values, 'filename'),
		sha256: firstValue(values, 'sha256'),
		sha1: firstValue(values, 'sha1'),
		md5: firstValue(values, 'md5'),
		deviceId: deviceIdOf(raw),
	};
	const { name, sha256, sha1, md5 } = fields;
	const isIdentified = name !== null || sha256 !== null || sha1 !== null || md5 !== null;
	return isIdentified ? [{ fields, isOwn: entityType === 'file' }] : [];
}

/** A name identifies only a file without a hash. */
export const fileKeys: readonly IdentityKey<FileSighting>[] = [
	{ of: ({ sha256 }) => lowerCase(sha256) },
	{ of: ({ sha1 }) => lowerCase(sha1), unless: [0] },
	{ of: ({ md5 }) => lowerCase(md5), unless: [0, 1] },
	{ of: (file) => (hasHash(file) ? null : file.name) },
];

/** Returns one file with the properties from all mentions of it. */
export function mergeFiles(all: readonly FileSighting[]): FileEntity {
	return {
		name: firstOf(all, 'name'),
		sha256: firstOf(all, 'sha256'),
		sha1: firstOf(all, 'sha1'),
		md5: firstOf(all, 'md5'),
	};
}

function hasHash({ sha256, sha1, md5 }: FileSighting): boolean {
	return sha256 !== null || sha1 !== null || md5 !== null;
}

function firstValue(named: readonly NamedValue[], iocType: NamedValue['iocType']): string | null {
	return named.find((one) => one.iocType === iocType)?.value ?? null;
}
