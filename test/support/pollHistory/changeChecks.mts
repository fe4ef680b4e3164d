import { same, type Item, type Values } from './tenantOracle.mts';

/** Maximum JSON length of a text whose previous wording the trigger knows. */
const MAX_KNOWN_TEXT = 100;

/**
 * Checks the changes of an item: from the values of the last item to its own ones, and nothing left out.
 * @param before values of the last item; undefined if the trigger may know others
 * @returns complaints
 */
export function checkChanges(
	item: Item,
	before: Values | undefined,
	watched: readonly string[],
): readonly string[] {
	return watched.flatMap((field) => {
		const change = item.changes[field];
		const now = item.values[field];
		const about = `I8 ${field}`;
		return [
			...(change === undefined || same(change.to, now) ? [] : [`${about} to of ${item.id}`]),
			...(before?.[field] === undefined || now === undefined || isRight(item, field, before[field])
				? []
				: [`${about} of ${item.id}: ${JSON.stringify([change, before[field], now])}`]),
		];
	});
}

function isRight({ changes, values, isDoubtful }: Item, field: string, before: unknown): boolean {
	const change = changes[field];
	if (change === undefined) return isDoubtful || same(before, values[field]);
	if (change.fromUnknown === true) return JSON.stringify(before).length > MAX_KNOWN_TEXT;
	return same(change.from, before);
}
