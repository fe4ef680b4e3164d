/** A map of bounded size by text: when it is full, it removes the entry that was used least recently. */
export class LeastRecentlyUsed<V> {
	private readonly entries = new Map<string, V>();

	/** @param most entries that are kept */
	constructor(private readonly most: number) {}

	get(key: string): V | undefined {
		const value = this.entries.get(key);
		if (value !== undefined) this.set(key, value);
		return value;
	}

	set(key: string, value: V): void {
		this.entries.delete(key);
		this.entries.set(key, value);
		for (const oldest of this.entries.keys()) {
			if (this.entries.size <= this.most) return;
			this.entries.delete(oldest);
		}
	}

	delete(key: string): void {
		this.entries.delete(key);
	}

	/** All entries, the least recently used first. */
	*[Symbol.iterator](): Iterator<readonly [string, V]> {
		yield* [...this.entries];
	}

	get size(): number {
		return this.entries.size;
	}
}
