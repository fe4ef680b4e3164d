/** A map with a maximum size. When it is full, it removes the least recently used entry. */
export class LeastRecentlyUsed<V> {
	private readonly entries = new Map<string, V>();

	/** @param maximum number of entries */
	constructor(private readonly maximum: number) {}

	get(key: string): V | undefined {
		const value = this.entries.get(key);
		if (value !== undefined) this.set(key, value);
		return value;
	}

	set(key: string, value: V): void {
		this.entries.delete(key);
		this.entries.set(key, value);
		for (const oldest of this.entries.keys()) {
			if (this.entries.size <= this.maximum) return;
			this.entries.delete(oldest);
		}
	}

	delete(key: string): void {
		this.entries.delete(key);
	}

	/** Yields all entries, least recently used first. */
	*[Symbol.iterator](): Iterator<readonly [string, V]> {
		yield* [...this.entries];
	}

	get size(): number {
		return this.entries.size;
	}
}
