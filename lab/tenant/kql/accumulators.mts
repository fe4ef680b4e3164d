import { keyOf, order } from './comparison.mts';
import { isArray, isBag, type Value } from './types.mts';

/** The running result of one aggregate function over one group. null values are ignored by all but count. */
export interface Accumulator {
	/** The values of the function's arguments for one row. */
	add(values: readonly Value[]): void;
	result(): Value;
}

export function counting(): Accumulator {
	let count = 0n;
	return { add: () => void count++, result: () => count };
}

/** dcount: exact, where the service estimates above some thousands. */
export function countingDistinct(): Accumulator {
	const seen = new Set<string>();
	return {
		add: ([value = null]) => {
			if (value !== null) seen.add(keyOf(value));
		},
		result: () => BigInt(seen.size),
	};
}

export function summing(): Accumulator {
	let exact = 0n;
	let real = 0;
	return {
		add: ([value = null]) => {
			if (typeof value === 'bigint') exact += value;
			else if (typeof value === 'number') real += value;
		},
		result: () => (real === 0 ? BigInt.asIntN(64, exact) : Number(exact) + real),
	};
}

/** avg: a real, or null over nothing; of timespans and datetimes the mean in ticks. */
export function averaging(ticks: boolean): Accumulator {
	let exact = 0n;
	let real = 0;
	let count = 0;
	return {
		add: ([value = null]) => {
			if (typeof value === 'bigint') exact += value;
			else if (typeof value === 'number') real += value;
			else return;
			count++;
		},
		result: () => {
			if (count === 0) return null;
			return ticks ? exact / BigInt(count) : (Number(exact) + real) / count;
		},
	};
}

/** The smallest (-1) or greatest (1) value. */
export function extreme(direction: 1 | -1): Accumulator {
	let best: Value = null;
	return {
		add: ([value = null]) => {
			if (value !== null && (best === null || order(value, best) * direction > 0)) best = value;
		},
		result: () => best,
	};
}

/** make_list and make_set: arrays are taken apart, values stay in the order of their first appearance. */
export function collecting(distinct: boolean, keepsNulls = false): Accumulator {
	const found = new Map<string, Value>();
	let limit = 1_048_576;
	const keep = (value: Value): void => {
		if ((value === null && !keepsNulls) || found.size >= limit) return;
		const key = distinct ? keyOf(value) : String(found.size);
		if (!found.has(key)) found.set(key, value);
	};
	return {
		add: ([value = null, maximum]) => {
			if (typeof maximum === 'bigint') limit = Number(maximum);
			if (isArray(value)) value.forEach(keep);
			else keep(value);
		},
		result: () => [...found.values()],
	};
}

/** make_bag: the first value of each key stays. */
export function collectingBag(): Accumulator {
	const bag = new Map<string, Value>();
	return {
		add: ([value = null]) => {
			if (!isBag(value)) return;
			for (const [key, member] of value) if (!bag.has(key)) bag.set(key, member);
		},
		result: () => bag,
	};
}

/** take_any: the first value that is not empty. */
export function takingAny(): Accumulator {
	let kept: Value | undefined;
	return {
		add: ([value = null]) => {
			if (kept === undefined || kept === null || kept === '') kept = value;
		},
		result: () => kept ?? null,
	};
}

/** percentile by nearest rank. */
export function ranking(): Accumulator {
	const values: Value[] = [];
	let percent = 50;
	return {
		add: ([value = null, wanted]) => {
			if (typeof wanted === 'bigint' || typeof wanted === 'number') percent = Number(wanted);
			if (value !== null) values.push(value);
		},
		result: () => {
			values.sort(order);
			const rank = Math.ceil((percent / 100) * values.length);
			return values[Math.min(values.length, Math.max(1, rank)) - 1] ?? null;
		},
	};
}

/** Sample variance, or its root. */
export function spreading(root: boolean): Accumulator {
	const values: number[] = [];
	return {
		add: ([value = null]) => {
			if (typeof value === 'bigint' || typeof value === 'number') values.push(Number(value));
		},
		result: () => {
			if (values.length < 2) return 0;
			const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
			const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
			return root ? Math.sqrt(variance) : variance;
		},
	};
}
