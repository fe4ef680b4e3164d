import { DefenderError } from '../../core/errors';
import { cellTooDeep } from '../sentences/queryText';
import type { HuntRow } from './rows';

/**
 * Writes a dynamic value as JSON.
 * @param column its name, for the error
 * @throws DefenderError `unreadable` if the value is nested too deeply for `JSON.stringify`
 */
export function cellJson(value: unknown, column: string): string {
	const text = stringify(value);
	if (text === undefined) throw new DefenderError({ kind: 'unreadable' }, cellTooDeep(column));
	return text;
}

/** Writes a row as JSON. @throws DefenderError like {@link cellJson} */
export function rowJson(row: HuntRow): string {
	const cell = ([name, value]: [string, unknown]) => `${cellJson(name, name)}:${cellJson(value, name)}`;
	return stringify(row) ?? `{${Object.entries(row).map(cell).join(',')}}`;
}

/** @returns undefined if the value is nested deeper than the stack allows */
function stringify(value: unknown): string | undefined {
	try {
		return JSON.stringify(value);
	} catch {
		return undefined;
	}
}
