/** A change to the custom tags of an incident; all other tags are kept. */
export interface TagEdit {
	/** Tags that the incident must have afterwards. */
	readonly add: readonly string[];
	/** Tags to remove. `others`: every tag of the incident when it is read, except those in `add`. */
	readonly drop: readonly string[] | 'others';
}

/**
 * Returns the tag list after an edit. Tags that stay keep their position and spelling. Comparison is case-insensitive, as in
 * the portal. The complete list is sent, because it is not documented whether the service replaces or merges the list;
 * adding is correct either way.
 */
export function editTags(edit: TagEdit, existing: readonly string[]): readonly string[] {
	const { add, drop } = resolveEdit(edit, existing);
	const dropped = caselessTags(drop);
	const result = existing.filter((tag) => !dropped.has(tag.toLowerCase()));
	const present = new Set(caselessTags(result));
	for (const tag of add) {
		if (present.has(tag.toLowerCase())) continue;
		present.add(tag.toLowerCase());
		result.push(tag);
	}
	return result;
}

/** Resolves `others` against the tags present when the incident was read; tags added later are kept. */
export function resolveEdit(
	{ add, drop }: TagEdit,
	existing: readonly string[],
): { readonly add: readonly string[]; readonly drop: readonly string[] } {
	if (drop !== 'others') return { add, drop };
	const added = caselessTags(add);
	return { add, drop: existing.filter((tag) => !added.has(tag.toLowerCase())) };
}

/** Whether an edit of `before` is applied in `after`; other tags are ignored. */
export function isEditApplied(edit: TagEdit, before: readonly string[], after: readonly string[]): boolean {
	const { add, drop } = resolveEdit(edit, before);
	const present = caselessTags(after);
	return (
		add.every((tag) => present.has(tag.toLowerCase())) && !drop.some((tag) => present.has(tag.toLowerCase()))
	);
}

/** Whether two lists have the same tags in the same order and spelling. */
export function isSameTagList(one: readonly string[], other: readonly string[]): boolean {
	return one.length === other.length && one.every((tag, index) => tag === other[index]);
}

/** Returns the tags in lower case, for comparison. */
export function caselessTags(tags: readonly string[]): ReadonlySet<string> {
	return new Set(tags.map((tag) => tag.toLowerCase()));
}
