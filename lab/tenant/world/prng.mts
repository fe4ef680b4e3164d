/**
 * A small seeded generator of pseudo-random values (mulberry32), so that the same seed creates the same data on
 * every machine. Not for anything secret.
 */
export interface Prng {
	/** Uniform in [0, 1). */
	float(): number;
	/** Uniform whole number, both ends included. */
	int(min: number, max: number): number;
	chance(probability: number): boolean;
	/** One item. Throws a RangeError for an empty list. */
	pick<T>(items: readonly T[]): T;
	/** `count` different items, in random order; all of them when there are fewer. */
	sample<T>(items: readonly T[], count: number): T[];
	/** `length` lower-case hexadecimal digits. */
	hex(length: number): string;
	/** A lower-case version-4 style GUID. */
	guid(): string;
	/** A whole number of 17 or 18 digits: always above 2^53 and below 2^63. */
	bigLong(): bigint;
	/** An independent generator: what one story draws never shifts what another one gets. */
	fork(label: string): Prng;
}

/** FNV-1a over UTF-16 units, started from the seed. */
function mix(seed: number, label: string): number {
	let hash = (seed ^ 0x811c9dc5) >>> 0;
	for (let index = 0; index < label.length; index++) {
		hash = Math.imul(hash ^ label.charCodeAt(index), 0x01000193) >>> 0;
	}
	return hash;
}

function mulberry32(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let value = Math.imul(state ^ (state >>> 15), state | 1);
		value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
		return ((value ^ (value >>> 14)) >>> 0) / 4294967296;
	};
}

export function createPrng(seed: number): Prng {
	const float = mulberry32(seed);
	const int = (min: number, max: number): number => min + Math.floor(float() * (max - min + 1));
	const pick = <T,>(items: readonly T[]): T => {
		const item = items[int(0, items.length - 1)];
		if (item === undefined) throw new RangeError('Cannot pick from an empty list.');
		return item;
	};
	const hex = (length: number): string => Array.from({ length }, () => int(0, 15).toString(16)).join('');
	return {
		float,
		int,
		pick,
		hex,
		chance: (probability) => float() < probability,
		sample: (items, count) => {
			const pool = [...items];
			const taken = [];
			while (pool.length > 0 && taken.length < count) {
				taken.push(...pool.splice(int(0, pool.length - 1), 1));
			}
			return taken;
		},
		guid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-${'89ab'[int(0, 3)] ?? '8'}${hex(3)}-${hex(12)}`,
		bigLong: () => BigInt(int(10_000_000, 899_999_999)) * 1_000_000_000n + BigInt(int(1, 999_999_999)),
		fork: (label) => createPrng(mix(seed, label)),
	};
}
