/** Whether two owners are the same: sign-in names are case-insensitive, and null and '' both mean no owner. */
export function isSameOwner(one: string | null, other: string | null): boolean {
	return ownerKey(one) === ownerKey(other);
}

/** Returns the same key for every spelling of an owner. */
export function ownerKey(owner: string | null): string {
	return (owner ?? '').toLowerCase();
}
