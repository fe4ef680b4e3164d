import Table from 'cli-table3';
import { cell } from './cells.mts';

/** A column: its heading and the maximum number of characters in a cell. */
export type Column = readonly [heading: string, width: number];

/** A table as text, without colors; every cell is printable and truncated to its column. */
export function table(columns: readonly Column[], rows: readonly (readonly unknown[])[]): string {
	const output = new Table({
		head: columns.map(([heading]) => heading),
		style: { head: [], border: [], compact: true },
	});
	for (const row of rows) output.push(columns.map(([, width], index) => cell(row[index], width)));
	return output.toString();
}
