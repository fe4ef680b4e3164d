import { readColumns, type HuntRow } from '../hunting/result/rows';
import { isRecord } from '../core/isRecord';
import type { ApiAnswer } from './judgement';
import type { HuntTable } from './securityApi';
import { rewordTrace, reportedInSuccess, unreadableError, type RequestContext } from './serviceErrors';

/**
 * The rows of a hunt, with Microsoft's error where one came next to them.
 * @throws DefenderError `reported` for an error without rows, `unreadable`
 */
export function readTable(
	answer: ApiAnswer,
	schema: unknown,
	rows: unknown,
	context: RequestContext,
): HuntTable {
	const { length, numbersAsText, reported } = answer;
	const columns = readColumns(schema);
	const read = columns === undefined ? undefined : readableRows(rows);
	const isEmpty = read === undefined || read.rows.length === 0;
	const said = reported && { reported: rewordTrace(reported, context) };
	if (
		columns !== undefined &&
		read !== undefined &&
		!(isEmpty && (reported !== undefined || read.malformed > 0))
	)
		return { columns, ...read, length, numbersAsText, ...said };
	if (reported !== undefined) throw reportedInSuccess(reported, context, 'none');
	throw unreadableError(answer, 'wrongShape', context, 'none');
}

/** A row that is not an object is left out and counted: it does not make the others unreadable. */
function readableRows(value: unknown): Pick<HuntTable, 'rows' | 'malformed'> | undefined {
	if (!Array.isArray(value)) return undefined;
	const isReadable = (row: unknown): row is HuntRow => isRecord(row);
	// Usually all are readable, and 100,000 rows need no copy.
	const rows = value.every(isReadable) ? value : value.filter(isReadable);
	return { rows, malformed: value.length - rows.length };
}
