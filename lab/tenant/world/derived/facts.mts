import type { TablesByName } from '../lazyTables.mts';
import type { Prng } from '../prng.mts';
import type { Row } from '../rows/tables.mts';
import type { Scene } from '../scene.mts';

/** What the derived tables are written from. */
export interface Facts {
	readonly scene: Scene;
	/** The tables that stories, background and alerts fill. */
	readonly base: TablesByName;
}

/** Writes the rows of one hunting table. */
export type TableWriter = (facts: Facts) => readonly Row[];

export function rowsOf({ base }: Facts, table: string): readonly Row[] {
	return base[table] ?? [];
}

/** A text cell; empty when it is none. */
export function textOf(row: Row, column: string): string {
	const value = row[column];
	return typeof value === 'string' ? value : '';
}

/**
 * Random values for one row, from the seed and the row's own name. Rows that are added later do not change them.
 * @param name a text that only this row has
 */
export function drawsFor({ scene }: Facts, table: string, name: string): Prng {
	return scene.prng.fork(`${table}/${name}`);
}

/** Rows in order of time. */
export function byTime(rows: readonly Row[]): readonly Row[] {
	return [...rows].sort((a, b) => {
		const [first, second] = [textOf(a, 'Timestamp'), textOf(b, 'Timestamp')];
		return first < second ? -1 : first > second ? 1 : 0;
	});
}

/** The columns of a row that are listed, under the same names. */
export function pickColumns(row: Row, columns: readonly string[]): Row {
	return Object.fromEntries(columns.map((column) => [column, row[column] ?? null]));
}
