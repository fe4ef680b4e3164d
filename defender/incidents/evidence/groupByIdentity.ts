/** One way to identify an entity. A list of them starts with the most reliable one. */
export interface IdentityKey<T> {
	/** Returns the identifier in the spelling in which equal ones are equal; null if there is none. */
	readonly of: (one: T) => string | null;
	/**
	 * Places of keys that contradict this one: two entities with different values there stay separate although this key is
	 * equal.
	 */
	readonly unless?: readonly number[];
}

/**
 * Groups mentions of the same entity. Mentions without any common key may still belong together because of a third one.
 * @returns the groups in order of first appearance; a mention without any key is a group of its own
 */
export function groupByIdentity<T>(
	all: readonly T[],
	keys: ReadonlyArray<IdentityKey<T>>,
): ReadonlyArray<readonly [T, ...T[]]> {
	const sets = new DisjointSets(all.map((one) => keys.map(({ of }) => of(one))));
	for (const { of, unless = [] } of keys) {
		const separate = new Map<string, number[]>();
		all.forEach((one, index) => {
			const value = of(one);
			if (value === null) return;
			const earlier = separate.get(value) ?? [];
			const isJoined = earlier.some((other) => sets.join(other, index, unless));
			if (!isJoined) separate.set(value, [...earlier, index]);
		});
	}
	const groups = new Map<number, [T, ...T[]]>();
	all.forEach((one, index) => {
		const root = sets.rootOf(index);
		const group = groups.get(root);
		if (group === undefined) groups.set(root, [one]);
		else group.push(one);
	});
	return [...groups.values()];
}

/** Sets of mentions that belong together, with the values of their keys. */
class DisjointSets {
	private readonly parents: number[];
	private readonly values: ReadonlyArray<readonly Set<string>[]>;

	constructor(identifiers: ReadonlyArray<readonly (string | null)[]>) {
		this.parents = identifiers.map((_, index) => index);
		this.values = identifiers.map((of) => of.map((value) => new Set(value === null ? [] : [value])));
	}

	rootOf(index: number): number {
		let root = index;
		for (
			let parent = this.parents[root];
			parent !== undefined && parent !== root;
			parent = this.parents[root]
		)
			root = parent;
		this.parents[index] = root;
		return root;
	}

	/** Joins two sets unless keys contradict. The earlier one stays the root. @returns whether they are one set now */
	join(one: number, other: number, contradicting: readonly number[]): boolean {
		const [first, second] = [this.rootOf(one), this.rootOf(other)].sort((a, b) => a - b);
		if (first === undefined || second === undefined || first === second) return true;
		const [mine = [], theirs = []] = [this.values[first], this.values[second]];
		if (contradicting.some((place) => isDifferent(mine[place], theirs[place]))) return false;
		mine.forEach((values, place) => theirs[place]?.forEach((value) => values.add(value)));
		this.parents[second] = first;
		return true;
	}
}

/** Whether both sets have values, and none in common. */
function isDifferent(one: ReadonlySet<string> = new Set(), other: ReadonlySet<string> = new Set()): boolean {
	return one.size > 0 && other.size > 0 && ![...one].some((value) => other.has(value));
}
