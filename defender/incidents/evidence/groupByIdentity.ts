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
		const sharing = new Map<string, number[]>();
		all.forEach((one, index) => {
			const value = of(one);
			if (value === null) return;
			const others = sharing.get(value);
			if (others === undefined) sharing.set(value, [index]);
			else others.push(index);
		});
		for (const mentions of sharing.values()) joinMentions(sets, mentions, unless);
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

/**
 * Joins mentions that share an identifier. A mention that fits two contradicting entities joins neither of them, because its
 * verdict may concern either one.
 */
function joinMentions(sets: DisjointSets, mentions: readonly number[], unless: readonly number[]): void {
	const entities: number[] = [];
	const unclear: number[] = [];
	// Mentions with more identifiers are first, so that the entities are known before a mention has to choose.
	for (const mention of sets.sortByIdentifiers(mentions, unless)) {
		const [fitting, ...others] = entities.filter((entity) => !sets.contradict(entity, mention, unless));
		if (fitting === undefined) entities.push(mention);
		else if (others.length === 0) sets.join(fitting, mention);
		else {
			const like = unclear.find((one) => !sets.contradict(one, mention, unless));
			if (like === undefined) unclear.push(mention);
			else sets.join(like, mention);
		}
	}
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

	/** Whether two sets have different values of one of the given keys. */
	contradict(one: number, other: number, places: readonly number[]): boolean {
		const [first, second] = [this.rootOf(one), this.rootOf(other)];
		if (first === second) return false;
		const [mine = [], theirs = []] = [this.values[first], this.values[second]];
		return places.some((place) => isDifferent(mine[place], theirs[place]));
	}

	/** Sorts mentions by their number of keys with a value, largest first. */
	sortByIdentifiers(mentions: readonly number[], places: readonly number[]): readonly number[] {
		const known = (index: number) => {
			const values = this.values[this.rootOf(index)] ?? [];
			return places.filter((place) => (values[place]?.size ?? 0) > 0).length;
		};
		return mentions
			.map((mention) => [mention, known(mention)] as const)
			.sort(([, one], [, other]) => other - one)
			.map(([mention]) => mention);
	}

	/** Joins two sets. The earlier one stays the root. */
	join(one: number, other: number): void {
		const [first, second] = [this.rootOf(one), this.rootOf(other)].sort((a, b) => a - b);
		if (first === undefined || second === undefined || first === second) return;
		const [mine = [], theirs = []] = [this.values[first], this.values[second]];
		mine.forEach((values, place) => theirs[place]?.forEach((value) => values.add(value)));
		this.parents[second] = first;
	}
}

/** Whether both sets have values, and none in common. */
function isDifferent(one: ReadonlySet<string> = new Set(), other: ReadonlySet<string> = new Set()): boolean {
	return one.size > 0 && other.size > 0 && ![...one].some((value) => other.has(value));
}
