import { readColumns, type HuntRow } from '../hunting/rows';
import { isObject } from './bodies';
import type { ApiAnswer } from './http';
import type { HuntTable } from './securityApi';
import { unreadableError, type CallContext } from './serviceErrors';

/** The rows of a hunt. @throws DefenderError `unreadable` */
export function readTable(
	answer: ApiAnswer,
	schema: unknown,
	rows: unknown,
	context: CallContext,
): HuntTable {
	const columns = readColumns(schema);
	if (columns === undefined || !isRowList(rows)) throw unreadableError(answer, 'wrongShape', context, 'none');
	return { columns, rows, length: answer.length };
}

function isRowList(value: unknown): value is HuntRow[] {
	return Array.isArray(value) && value.every(isObject);
}
