/**
 * Whether two owners are the same. Sign-in names are case-insensitive, and services differ in how they write them; null and
 * the empty text both mean that there is no owner.
 */
export function isSameOwner(one: string | null, other: string | null): boolean {
	return ownerKey(one) === ownerKey(other);
}

/** The same text for each way to write an owner. */
export function ownerKey(owner: string | null): string {
	return (owner ?? '').toLowerCase();
}
