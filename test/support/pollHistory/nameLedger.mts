import type { Item, Names, Values } from './tenantOracle.mts';

const KINDS = [
	{ field: 'comments', all: 'commentTexts', list: 'newComments' },
	{ field: 'alerts', all: 'alertIds', list: 'newAlerts' },
] as const;

/** Names in the items so far: the texts of comments and the IDs of alerts that were listed as new. */
export interface NamedSoFar {
	readonly names: ReadonlySet<string>;
	/** The names of each delivery, by its ID. */
	readonly byDelivery: ReadonlyMap<string, Pick<Item, 'newComments' | 'newAlerts'>>;
}

export const NOTHING_NAMED: NamedSoFar = { names: new Set(), byDelivery: new Map() };

/** Adds the names of a new item. */
export function withNames({ names, byDelivery }: NamedSoFar, item: Item): NamedSoFar {
	const listed = KINDS.flatMap(({ list }) => (item[list]?.listed ?? []).map((name) => `${item.id} ${name}`));
	return {
		names: new Set([...names, ...listed]),
		byDelivery: new Map([...byDelivery, [item.deliveryId, item]]),
	};
}

/**
 * Checks what a new item lists as new: nothing twice, and exactly what was added since the last item.
 * @param before values of the last item; undefined if the trigger may know others
 * @returns complaints
 */
export function checkNames(
	item: Item,
	before: Values | undefined,
	watched: readonly string[],
	{ names }: NamedSoFar,
): readonly string[] {
	return KINDS.flatMap(({ field, all, list }) => {
		const { listed = [], unlisted = 0 } = item[list] ?? {};
		const about = `I9 ${list} of ${item.id}`;
		const now = textsOf(item.values[all]);
		const known = textsOf(before?.[all]);
		const twice = listed.filter((name) => names.has(`${item.id} ${name}`));
		const added = now?.filter((name) => known?.includes(name) !== true) ?? [];
		return [
			...twice.map((name) => `${about}: ${name} twice`),
			...listed
				.filter((name) => now?.includes(name) !== true)
				.map((name) => `${about}: ${name} is not there`),
			...(unlisted > 0 ? [`${about}: ${unlisted} not listed`] : []),
			...(known === undefined || now === undefined
				? []
				: differences(about, listed, added, !item.isDoubtful && watched.includes(field))),
		];
	});
}

/**
 * A redelivered item lists the same as before. Alerts that moved in a merge are counted.
 * @param now the incident as it is
 */
export function checkRepeatedNames(item: Item, { byDelivery }: NamedSoFar, now: Values): readonly string[] {
	const first = byDelivery.get(item.deliveryId);
	if (first === undefined) return [];
	return KINDS.flatMap(({ all, list }) => {
		const before = first[list]?.listed ?? [];
		const listed = item[list]?.listed ?? [];
		const isSame =
			sizeOf(first[list]) === sizeOf(item[list]) && listed.every((name) => before.includes(name));
		const present = before.filter((name) => textsOf(now[all])?.includes(name));
		const isComplete = present.every((name) => listed.includes(name));
		return isSame && isComplete ? [] : [`I9 ${list} of ${item.deliveryId} differ when redelivered`];
	});
}

/** An item without any visible change says so. */
export function checkExplained(item: Item): readonly string[] {
	const { events, changes, newComments, newAlerts, unknownChange, addedTags, removedTags } = item;
	const isExplained =
		events.some((event) => event === 'created' || event === 'merged') ||
		Object.keys(changes).length > 0 ||
		sizeOf(newComments) + sizeOf(newAlerts) > 0;
	const { from, to } = changes['customTags'] ?? {};
	const tags = [addedTags, removedTags].map((one) => JSON.stringify(one ?? []));
	const [before, after] = [textsOf(from) ?? [], textsOf(to) ?? []];
	const wanted = [
		after.filter((tag) => !before.includes(tag)),
		before.filter((tag) => !after.includes(tag)),
	].map((one) => JSON.stringify(one));
	return [
		...(unknownChange === isExplained ? [`I9 unknownChange of ${item.deliveryId}`] : []),
		...(tags.join() === wanted.join() ? [] : [`I9 tags of ${item.deliveryId}: ${tags.join()}`]),
	];
}

function differences(
	about: string,
	listed: readonly string[],
	added: readonly string[],
	isComplete: boolean,
): readonly string[] {
	const missing = added.filter((name) => !listed.includes(name));
	const extra = listed.filter((name) => !added.includes(name));
	return [
		...extra.map((name) => `${about}: ${name} is not new`),
		...(!isComplete ? [] : missing.map((name) => `${about}: ${name} is missing`)),
	];
}

function sizeOf(names: Names): number {
	return names === undefined ? 0 : names.listed.length + names.unlisted;
}

function textsOf(value: unknown): readonly string[] | undefined {
	return Array.isArray(value) ? value.map(String) : undefined;
}
