import type { ValueReader } from './valueReaders';
import type { EntityType } from './vocabulary';

/** Where a value stands: a path of property names with dots, '' for the piece itself. A list is read item by item. */
export interface ValueRule {
	readonly at: string;
	readonly read: ValueReader;
}

/** How one type of evidence of the published model is read. */
export interface EvidenceKind {
	readonly entityType: EntityType;
	/** Values that name the thing itself: the verdict on the evidence is one on them. */
	readonly own: readonly ValueRule[];
	/**
	 * Values of other things that take part in it. Its verdict is none on them: the image of a malicious process may be
	 * powershell.exe, and a recipient of a malicious message is not malicious.
	 */
	readonly mentions: readonly ValueRule[];
	/** Properties that hold evidence with a verdict of its own, with the type it has when it names none. */
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
