import type { ValueReader } from './valueReaders';
import type { EntityType } from './evidenceVocabulary';

/** Reads the values at one path: property names joined by dots, '' for the evidence itself. Lists are read item by item. */
export interface ValueRule {
	readonly at: string;
	readonly read: ValueReader;
}

/** Describes how one type of evidence in Microsoft's published model is read. */
export interface EvidenceKind {
	readonly entityType: EntityType;
	/** Values that identify the entity itself; the verdict on the evidence applies to them. */
	readonly own: readonly ValueRule[];
	/**
	 * Values of other entities that take part. The verdict does not apply to them: the image of a malicious process may be
	 * powershell.exe, and the recipient of a malicious message is not malicious.
	 */
	readonly mentions: readonly ValueRule[];
	/** Properties that contain evidence with its own verdict, and the type to assume if it has no `@odata.type`. */
	readonly parts: Readonly<Record<string, string>>;
}

export type KindFamily = Readonly<Record<string, EvidenceKind>>;

export function evidenceKind(
	entityType: EntityType,
	own: readonly ValueRule[],
	more: Partial<Pick<EvidenceKind, 'mentions' | 'parts'>> = {},
): EvidenceKind {
	return { entityType, own, mentions: [], parts: {}, ...more };
}

export function at(path: string, read: ValueReader): ValueRule {
	return { at: path, read };
}
