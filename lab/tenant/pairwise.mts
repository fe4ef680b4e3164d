type Value = string | number;

const pairKey = (a: number, valueA: Value, b: number, valueB: Value): string =>
	`${a}=${valueA}&${b}=${valueB}`;

function openPairs(parameters: readonly (readonly Value[])[]): Set<string> {
	const open = new Set<string>();
	parameters.forEach((values, a) => {
		parameters.slice(a + 1).forEach((others, offset) => {
			for (const valueA of values) {
				for (const valueB of others) open.add(pairKey(a, valueA, a + 1 + offset, valueB));
			}
		});
	});
	return open;
}

function pairsOf(row: readonly Value[]): string[] {
	return row.flatMap((valueA, a) =>
		row.slice(a + 1).map((valueB, offset) => pairKey(a, valueA, a + 1 + offset, valueB)),
	);
}

// The value of `parameter` that covers most open pairs with what the row holds already; ties go to `turn`.
function bestValue(
	row: readonly (Value | undefined)[],
	values: readonly Value[],
	parameter: number,
	open: ReadonlySet<string>,
	turn: number,
): Value {
	const gain = (value: Value) =>
		row.reduce<number>((sum, other, index) => {
			if (other === undefined) return sum;
			const key =
				index < parameter ? pairKey(index, other, parameter, value) : pairKey(parameter, value, index, other);
			return sum + (open.has(key) ? 1 : 0);
		}, 0);
	const rotated = values.map((_, index) => values[(index + turn) % values.length]);
	return rotated.reduce<Value>(
		(best, value) => (value !== undefined && gain(value) > gain(best) ? value : best),
		rotated[0] ?? '',
	);
}

function rowFor(
	parameters: readonly (readonly Value[])[],
	open: ReadonlySet<string>,
	seed: string,
	turn: number,
): Value[] {
	const row: (Value | undefined)[] = parameters.map(() => undefined);
	for (const part of seed.split('&')) {
		const index = Number(part.slice(0, part.indexOf('=')));
		row[index] = parameters[index]?.find((value) => String(value) === part.slice(part.indexOf('=') + 1));
	}
	// Parameters with many values first: they have the most pairs to place.
	// Within one size the order turns, so that the candidates differ.
	const count = parameters.length;
	const place = (index: number) => size(parameters, index) * count + ((index * 7 + turn * 5) % count);
	const order = parameters.map((_, index) => index).sort((a, b) => place(b) - place(a));
	for (const index of order) {
		row[index] ??= bestValue(row, parameters[index] ?? [], index, open, turn);
	}
	return row.map((value) => value ?? '');
}

const size = (parameters: readonly (readonly Value[])[], index: number) => parameters[index]?.length ?? 0;

// How many different rows are tried for each place; more attempts result in fewer rows.
const CANDIDATES = 64;

/**
 * A small set of rows in which every two values of two different parameters occur together (greedy, the same input
 * results in the same rows). The first row takes the first value of every parameter.
 * @param parameters the values of each parameter
 */
export function pairwise(parameters: readonly (readonly Value[])[]): Value[][] {
	const open = openPairs(parameters);
	const rows: Value[][] = [];
	const keep = (row: Value[]) => {
		rows.push(row);
		for (const key of pairsOf(row)) open.delete(key);
	};
	keep(parameters.map((values) => values[0] ?? ''));
	while (open.size > 0) {
		const seeds = [...open];
		const step = Math.max(1, Math.floor(seeds.length / CANDIDATES));
		const candidates = seeds
			.filter((_, index) => index % step === 0)
			.map((seed, turn) => rowFor(parameters, open, seed, turn));
		const covered = (row: Value[]) => pairsOf(row).filter((key) => open.has(key)).length;
		keep(candidates.reduce((best, row) => (covered(row) > covered(best) ? row : best)));
	}
	return rows;
}
