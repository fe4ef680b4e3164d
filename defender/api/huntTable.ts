import { readColumns, type HuntRow } from '../hunting/rows';
import { isObject } from './bodies';
import type { ApiAnswer } from './judgement';
import type { HuntTable } from './securityApi';
import { inAuthorsWords, reportedInSuccess, unreadableError, type CallContext } from './serviceErrors';

/**
 * The rows of a hunt, with Microsoft's error where one came next to them.
 * @throws DefenderError `reported` for an error without rows, `unreadable`
 */
export function readTable(
	answer: ApiAnswer,
	schema: unknown,
	rows: unknown,
	context: CallContext,
): HuntTable {
	const { length, numbersAsText, reported } = answer;
	const columns = readColumns(schema);
	const hasRows = columns !== undefined && isRowList(rows) && (reported === undefined || rows.length > 0);
	const said = reported && { reported: inAuthorsWords(reported, context) };
	if (hasRows) return { columns, rows, length, numbersAsText, ...said };
	if (reported !== undefined) throw reportedInSuccess(reported, context, 'none');
	throw unreadableError(answer, 'wrongShape', context, 'none');
}

function isRowList(value: unknown): value is HuntRow[] {
	return Array.isArray(value) && value.every(isObject);
}
