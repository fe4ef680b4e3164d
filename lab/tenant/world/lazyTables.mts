import type { Row } from './rows/tables.mts';

/** Rows per hunting table. */
export type TablesByName = Readonly<Record<string, readonly Row[]>>;

/** Tables whose rows are made when somebody first reads them, and then kept. */
export function lazyTables(makers: Readonly<Record<string, () => readonly Row[]>>): TablesByName {
	const tables: Record<string, readonly Row[]> = {};
	for (const [name, make] of Object.entries(makers)) {
		let rows: readonly Row[] | undefined;
		Object.defineProperty(tables, name, { enumerable: true, get: () => (rows ??= make()) });
	}
	return tables;
}
