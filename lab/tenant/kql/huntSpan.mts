import { parseInstant } from './ticks.mts';
import type { Table } from './types.mts';

/** The API's Timespan: which Timestamps of every table a query sees. Times as ISO text. */
export interface HuntSpan {
	readonly from?: string;
	readonly to?: string;
	/** Whether each end belongs to the span; `[)` when absent. */
	readonly ends?: '[)' | '[]' | '(]' | '()';
}

/** A table cut to the span by its Timestamp column; a table without one is left whole. */
export function withinSpan(table: Table, span: HuntSpan | undefined): Table {
	const timed = table.columns.filter(({ type }) => type === 'datetime');
	const column =
		timed.find(({ name }) => name === 'Timestamp') ?? timed.find(({ name }) => name === 'TimeGenerated');
	const index = column ? table.columns.indexOf(column) : -1;
	if (!span || index < 0) return table;
	const from = endOf(span.from);
	const to = endOf(span.to);
	const ends = span.ends ?? '[)';
	const rows = table.rows.filter((row) => {
		const at = row[index];
		if (typeof at !== 'bigint') return false;
		if (from !== undefined && (ends.startsWith('[') ? at < from : at <= from)) return false;
		return to === undefined || (ends.endsWith(']') ? at <= to : at < to);
	});
	return { columns: table.columns, rows };
}

function endOf(text: string | undefined): bigint | undefined {
	if (text === undefined) return undefined;
	const ticks = parseInstant(text);
	if (ticks === null) throw new Error(`'${text}' is no time for a hunting span`);
	return ticks;
}
