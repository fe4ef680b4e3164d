/** Maximum number of suggestions; a longer list is hard to read in an error. */
const MAX_SUGGESTIONS = 3;

/**
 * Suggests names for a misspelled one, the closest first: names that differ in case only, or by at most two single-character
 * edits (one edit for a name of up to three characters).
 */
export function suggestNames(misspelled: string, names: readonly string[]): readonly string[] {
	const target = misspelled.toLowerCase();
	const maximum = target.length < 4 ? 1 : 2;
	return names
		.map((name) => ({ name, distance: editDistance(target, name.toLowerCase(), maximum) }))
		.filter(({ distance }) => distance <= maximum)
		.sort((a, b) => a.distance - b.distance)
		.slice(0, MAX_SUGGESTIONS)
		.map(({ name }) => name);
}

/** @returns the Levenshtein distance, or any number above `maximum` if the lengths alone exceed it */
function editDistance(from: string, to: string, maximum: number): number {
	if (Math.abs(from.length - to.length) > maximum) return maximum + 1;
	let row = Array.from({ length: to.length + 1 }, (_, column) => column);
	for (let line = 1; line <= from.length; line += 1) {
		const next = [line];
		for (let column = 1; column <= to.length; column += 1) {
			const replaced = (row[column - 1] ?? 0) + (from.charAt(line - 1) === to.charAt(column - 1) ? 0 : 1);
			next.push(Math.min(replaced, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
		}
		row = next;
	}
	return row[to.length] ?? 0;
}
