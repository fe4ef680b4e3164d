import { DefenderError } from '../../core/errors';
import { cellTooDeep } from '../sentences/queryText';
import type { HuntRow } from './rows';

/**
 * A dynamic value as JSON text.
 * @throws DefenderError unreadable, naming the column, when it is nested deeper than JSON can be written
 */
export function cellJson(value: unknown, column: string): string {
	const text = jsonOf(value);
	if (text === undefined) throw new DefenderError({ kind: 'unreadable' }, cellTooDeep(column));
	return text;
}

/** A row as JSON text. @throws as {@link cellJson} */
export function rowJson(row: HuntRow): string {
	const cell = ([name, value]: [string, unknown]) => `${cellJson(name, name)}:${cellJson(value, name)}`;
	return jsonOf(row) ?? `{${Object.entries(row).map(cell).join(',')}}`;
}

/** Undefined where the stack ends before the value does. */
function jsonOf(value: unknown): string | undefined {
	try {
		return JSON.stringify(value);
	} catch {
		return undefined;
	}
}
