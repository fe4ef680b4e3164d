/** Names to suggest at most: more would be a list to read, not a hint. */
const SUGGESTIONS = 3;

/**
 * Names that `wanted` was probably meant to be, the closest first: equal but for case, or at most two single-character edits
 * away.
 */
export function suggestNames(wanted: string, names: readonly string[]): readonly string[] {
	const target = wanted.toLowerCase();
	const most = target.length < 4 ? 1 : 2;
	return names
		.map((name) => ({ name, distance: edits(target, name.toLowerCase(), most) }))
		.filter(({ distance }) => distance <= most)
		.sort((a, b) => a.distance - b.distance)
		.slice(0, SUGGESTIONS)
		.map(({ name }) => name);
}

/** Levenshtein distance; any number above `most` once it cannot be within. */
function edits(from: string, to: string, most: number): number {
	if (Math.abs(from.length - to.length) > most) return most + 1;
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
