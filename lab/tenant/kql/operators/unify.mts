import type { HuntColumn } from '../types.mts';

/**
 * The columns of a union in the binder's order: for each one its position in every input, or -1. Columns of one name
 * and one type are one column; those of one name and several types are one column per type.
 * @param inputs the columns of each input
 */
export function unify(inputs: readonly (readonly HuntColumn[])[]): readonly (readonly number[])[] {
	const types = new Map<string, Set<string>>();
	for (const { name, type } of inputs.flat()) {
		const known = types.get(name);
		if (known) known.add(type);
		else types.set(name, new Set([type]));
	}
	return [...types].flatMap(([name, own]) =>
		[...own].map((type) =>
			inputs.map((columns) => columns.findIndex((column) => column.name === name && column.type === type)),
		),
	);
}
