import { isRecord } from '../core/isRecord';
import { readColumns, type HuntRow } from '../hunting/result/rows';
import type { JsonResponse } from './apiResponse';
import type { HuntTable } from './securityApi';
import { reportedInSuccess, rewordTrace, unreadableError } from './serviceErrors';
import type { RequestContext } from './requestContext';

/**
 * Reads the rows of a hunt, and Microsoft's error if the response contains one next to them.
 * @throws DefenderError `reported` for an error without rows; `unreadable`
 */
export function readTable(
	response: JsonResponse,
	schema: unknown,
	rows: unknown,
	context: RequestContext,
): HuntTable {
	const { hasError, length, numbersAsText, trace } = response;
	const columns = readColumns(schema);
	const read = columns === undefined ? undefined : readRows(rows);
	if (columns !== undefined && read !== undefined) {
		const isUseless = read.rows.length === 0 && (hasError || read.malformed > 0);
		const reported = hasError ? { reported: rewordTrace(trace, context) } : {};
		if (!isUseless) return { columns, ...read, length, numbersAsText, ...reported };
	}
	if (hasError) throw reportedInSuccess(trace, context, 'none');
	throw unreadableError(response, 'wrongShape', context, 'none');
}

/** Leaves out and counts rows that are no objects. They do not make the other rows unreadable. */
function readRows(value: unknown): Pick<HuntTable, 'rows' | 'malformed'> | undefined {
	if (!Array.isArray(value)) return undefined;
	const isReadable = (row: unknown): row is HuntRow => isRecord(row);
	// Usually all rows are readable, and 100,000 rows need no copy.
	const rows = value.every(isReadable) ? value : value.filter(isReadable);
	return { rows, malformed: value.length - rows.length };
}
