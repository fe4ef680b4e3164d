import { quoteInexact } from '../../core/quoteNumbers';
import type { HuntColumn, HuntRow } from './rows';

/** What reading text as JSON changed. */
export interface JsonCells {
	/** Number of cells in columns named by the user that are not JSON. */
	readonly unparsed: number;
	/** The columns with such cells. */
	readonly columns: readonly string[];
	/** Whether some numbers in the new values are text, to keep all their digits. */
	readonly hasQuoted: boolean;
}

const DYNAMIC_TYPES = ['object', 'dynamic'];

/**
 * Replaces text that is a JSON object or list by its value, in place: in dynamic columns, because the service sends either
 * form, and in the columns that the user names. Other text stays unchanged.
 * @param named names of string columns, case-insensitive
 */
export function parseJsonCells(
	columns: readonly HuntColumn[],
	rows: readonly HuntRow[],
	named: readonly string[],
): JsonCells {
	const chosen = new Set(named.map((name) => name.toLowerCase()));
	const failed = new Set<string>();
	let unparsed = 0;
	let hasQuoted = false;
	for (const { name, type } of columns) {
		const isNamed = chosen.has(name.toLowerCase());
		if (!isNamed && !DYNAMIC_TYPES.includes(type.toLowerCase())) continue;
		for (const row of rows) {
			const text = row[name];
			if (typeof text !== 'string' || text.trim() === '') continue;
			const parsed = parseCell(text);
			if (parsed.isStructure) {
				row[name] = parsed.value;
				hasQuoted ||= parsed.hasQuoted;
			} else if (isNamed && !parsed.isJson) {
				unparsed += 1;
				failed.add(name);
			}
		}
	}
	return { unparsed, columns: [...failed], hasQuoted };
}

type ParsedCell =
	| { readonly isStructure: true; readonly value: object; readonly hasQuoted: boolean }
	| { readonly isStructure: false; readonly isJson: boolean };

function parseCell(text: string): ParsedCell {
	try {
		const { text: exact, hasQuoted } = quoteInexact(text, 'integers');
		const value: unknown = JSON.parse(exact);
		if (typeof value === 'object' && value !== null) return { isStructure: true, value, hasQuoted };
		return { isStructure: false, isJson: true };
	} catch {
		return { isStructure: false, isJson: false };
	}
}
