import { counted, oneLine } from '../../core/sentence';
import type { HuntRow } from '../result/rows';
import { summaryHeadline } from '../sentences/librarySummaryText';

/** Maximum length of a summary with everything that is added to it, in UTF-16 units. */
export const SUMMARY_CHARACTERS = 1_000;
/** A line about one row. */
const ROW_CHARACTERS = 110;
const CELL_CHARACTERS = 60;
const MAX_ROWS = 5;
/** Invisible or misleading characters: text direction marks, zero-width characters, halves of characters. */
const HIDDEN = /[\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

export interface SummaryStyle {
	/** What a row is, as a singular noun: `alert`. */
	readonly noun: string;
	/** Column whose distinct values are counted, and what they are: `on 3 devices`. */
	readonly distinct?: { readonly column: string; readonly noun: string };
	/** Columns of a line about one row, in order. */
	readonly show: readonly string[];
	/** Ranks a row: a higher number is more informative. Rows of equal rank are ordered by time, the newest first. */
	readonly rank?: (row: HuntRow) => number;
}

/** Creates the `summary` of a hunt. */
export function rowsSummary(style: SummaryStyle): (rows: readonly HuntRow[]) => string {
	return (rows) =>
		[headline(rows, style), ...topRows(rows, style).map((row) => rowLine(row, style))].join('\n');
}

/** Returns a value on one line without hidden characters and with at most `maximum` UTF-16 units. */
export function plainLine(value: string, maximum: number): string {
	// A cell may have millions of characters, and only the first ones can appear.
	const line = oneLine(value.slice(0, maximum * 20).replace(HIDDEN, ''))
		.replace(/\s+/g, ' ')
		.trim();
	if (line.length <= maximum) return line;
	// A cut within a pair would leave half a character.
	return `${line.slice(0, maximum - 1).replace(HIDDEN, '')}…`;
}

function headline(rows: readonly HuntRow[], { noun, distinct }: SummaryStyle): string {
	const times = rows.map(timeOf).filter((time) => time !== '');
	const names =
		distinct === undefined
			? undefined
			: new Set(
					rows.map((row) => cellText(row[distinct.column]).toLowerCase()).filter((name) => name !== ''),
				);
	return summaryHeadline({
		found: counted(rows.length, noun),
		spread: distinct === undefined || names === undefined ? undefined : counted(names.size, distinct.noun),
		first: times.reduce((one, other) => (other < one ? other : one), times[0] ?? ''),
		last: times.reduce((one, other) => (other > one ? other : one), times[0] ?? ''),
	});
}

function topRows(rows: readonly HuntRow[], { rank = () => 0 }: SummaryStyle): readonly HuntRow[] {
	return rows
		.map((row) => ({ row, rank: rank(row), time: timeOf(row) }))
		.sort((a, b) => b.rank - a.rank || (a.time < b.time ? 1 : a.time > b.time ? -1 : 0))
		.slice(0, MAX_ROWS)
		.map(({ row }) => row);
}

function rowLine(row: HuntRow, { show }: SummaryStyle): string {
	const cells = show.map((column) => cellText(row[column])).filter((text) => text !== '');
	return `- ${plainLine([timeOf(row).replace('T', ' '), ...cells].filter((text) => text !== '').join(' · '), ROW_CHARACTERS)}`;
}

/** Seconds are exact enough for a comment. */
function timeOf(row: HuntRow): string {
	const time = row['Timestamp'];
	return typeof time === 'string' ? plainLine(time.replace(/\.\d+Z?$/, 'Z'), 30) : '';
}

function cellText(value: unknown): string {
	if (value === null || value === undefined) return '';
	if (Array.isArray(value)) return plainLine(value.map(cellText).join(', '), CELL_CHARACTERS);
	if (typeof value === 'object') return '';
	return plainLine(String(value), CELL_CHARACTERS);
}
