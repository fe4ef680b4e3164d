/** What to do with the custom tags: these must stand afterwards, those must not; nothing else is touched. */
export interface TagEdit {
	readonly add: readonly string[];
	/** `others`: every tag that stands when the incident is read and is not in `add`. */
	readonly drop: readonly string[] | 'others';
}

/**
 * The tag list after an edit. What stays keeps its place and spelling; a tag that stands in another letter case is not
 * added again, and one to drop goes in every spelling, since the portal treats them alike. The whole list is sent, which
 * is right for adding whether the service replaces or merges (hard-parts §4).
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

/** The edit with its drops named, by what stood at the read: a tag that comes later was not asked to go. */
export function resolveEdit(
	{ add, drop }: TagEdit,
	existing: readonly string[],
): { readonly add: readonly string[]; readonly drop: readonly string[] } {
	if (drop !== 'others') return { add, drop };
	const added = caselessTags(add);
	return { add, drop: existing.filter((tag) => !added.has(tag.toLowerCase())) };
}

/** Whether a list holds what an edit of `before` asks for; tags of others are no concern of it. */
export function isEditApplied(edit: TagEdit, before: readonly string[], after: readonly string[]): boolean {
	const { add, drop } = resolveEdit(edit, before);
	const present = caselessTags(after);
	return (
		add.every((tag) => present.has(tag.toLowerCase())) && !drop.some((tag) => present.has(tag.toLowerCase()))
	);
}

/** Whether two lists name the same tags in the same order and spelling. */
export function isSameTagList(one: readonly string[], other: readonly string[]): boolean {
	return one.length === other.length && one.every((tag, index) => tag === other[index]);
}

/** Tags as they are compared: case-insensitive. */
export function caselessTags(tags: readonly string[]): ReadonlySet<string> {
	return new Set(tags.map((tag) => tag.toLowerCase()));
}
