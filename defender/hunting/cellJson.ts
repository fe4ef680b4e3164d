import { DefenderError } from '../core/errors';
import { cellTooDeep } from '../core/sentences/hunting';
import type { HuntRow } from './rows';

/**
 * A dynamic value as JSON text.
 * @throws DefenderError unreadable, naming the column, when it is nested deeper than JSON can be written
 */
export function cellJson(value: unknown, column: string): string {
	try {
		return JSON.stringify(value);
	} catch {
		throw new DefenderError({ kind: 'unreadable' }, cellTooDeep(column));
	}
}

/** A row as JSON text. @throws as {@link cellJson} */
export function rowJson(row: HuntRow): string {
	try {
		return JSON.stringify(row);
	} catch {
		const cells = Object.entries(row).map(
			([column, value]) => `${cellJson(column, column)}:${cellJson(value, column)}`,
		);
		return `{${cells.join(',')}}`;
	}
}
