/** An entity as one piece of evidence describes it. */
export interface Sighting<Fields> {
	readonly fields: Fields;
	/** Whether the evidence is about the entity itself. */
	readonly isOwn: boolean;
}

/** Returns the first value of a field that is not null. */
export function firstOf<Key extends string>(
	all: readonly Readonly<Record<Key, string | null>>[],
	field: Key,
): string | null {
	return all.find((one) => one[field] !== null)?.[field] ?? null;
}

export function lowerCase(text: string | null): string | null {
	return text === null ? null : text.toLowerCase();
}
