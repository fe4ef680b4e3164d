import type { Reader } from './readers';
import type { EntityType } from './vocabulary';

/** Where a value stands: a path of property names with dots, '' for the piece itself. A list is read item by item. */
export interface Rule {
	readonly at: string;
	readonly read: Reader;
}

/** How one type of evidence of the published model is read. */
export interface Kind {
	readonly entityType: EntityType;
	/** Values that name the thing itself: the verdict on the evidence is one on them. */
	readonly own: readonly Rule[];
	/**
	 * Values of other things that take part in it. Its verdict is none on them: the image of a malicious process may be
	 * powershell.exe, and a recipient of a malicious message is not malicious.
	 */
	readonly mentions: readonly Rule[];
	/** Properties that hold evidence with a verdict of its own, with the type it has when it names none. */
	readonly parts: Readonly<Record<string, string>>;
}

export type Family = Readonly<Record<string, Kind>>;

export function kind(
	entityType: EntityType,
	own: readonly Rule[],
	more: Partial<Pick<Kind, 'mentions' | 'parts'>> = {},
): Kind {
	return { entityType, own, mentions: [], parts: {}, ...more };
}

export function at(path: string, read: Reader): Rule {
	return { at: path, read };
}
