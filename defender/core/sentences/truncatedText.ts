/**
 * @param collection name in the output item; `alerts.` precedes a collection of a single alert
 * @param cause continues the sentence after "because"
 */
export function truncated(id: string, collection: string, cause: string): string {
	const mark = `${collection.split('.').pop() ?? ''}Truncated`;
	return `Only part of the ${collection} of incident ${id} was read, because ${cause}. Its item contains ${mark}.`;
}
