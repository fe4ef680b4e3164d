/** The last entry of a list to choose from. It selects nothing. */
export function searchBound(searched: number): string {
	return `Only the ${searched} most recently updated incidents were searched; for an older one, enter its full ID`;
}
