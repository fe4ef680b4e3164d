/**
 * The tag list after adding: what stands stays as it is, spelling included; a tag that stands in another letter case is
 * not added again, since the portal treats them alike. The whole list is sent, which is right whether the service
 * replaces or merges (hard-parts §4).
 */
export function addTags(existing: readonly string[], added: readonly string[]): readonly string[] {
	const result = [...existing];
	for (const tag of added) {
		if (!hasTag(result, tag)) result.push(tag);
	}
	return result;
}

/** Whether a tag stands in the list, letter case aside. */
export function hasTag(tags: readonly string[], tag: string): boolean {
	return tags.some((other) => other.toLowerCase() === tag.toLowerCase());
}
