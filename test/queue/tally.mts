import type { Effect } from './recorder.mts';

/** What became of the incidents or webhook calls of one workflow. */
export interface Tally {
	/** Incidents that were created, or calls that were accepted. */
	readonly made: number;
	/** Those that reached the end of the workflow. */
	readonly reported: number;
	/** Those that did not. */
	readonly lost: readonly string[];
	/** Items that the trigger marked as delivered again. */
	readonly marked: number;
	/** Those that arrived a second time in an item without the mark. */
	readonly unmarked: readonly string[];
	/** Whether the unmarked items, by execution and place in it, have the order in which they were made. */
	readonly isOrdered: boolean;
}

/** Compares what was made, in this order, with what was reported, oldest first. */
export function tallyOf(made: readonly string[], effects: readonly Effect[]): Tally {
	const seen = new Set<string>();
	const unmarked: string[] = [];
	for (const { key, isMarked } of effects) {
		if (seen.has(key) && !isMarked) unmarked.push(key);
		seen.add(key);
	}
	const places = effects
		.filter(({ isMarked }) => !isMarked)
		.toSorted((a, b) => a.execution - b.execution || a.position - b.position)
		.map(({ key }) => made.indexOf(key));
	return {
		made: made.length,
		reported: made.filter((key) => seen.has(key)).length,
		lost: made.filter((key) => !seen.has(key)),
		marked: effects.filter(({ isMarked }) => isMarked).length,
		unmarked,
		isOrdered: places.every((place, index) => index === 0 || place >= (places[index - 1] ?? 0)),
	};
}
