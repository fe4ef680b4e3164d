import { count, counted, quoted } from '../../core/sentence';
import { SERVICE_ROWS } from '../schema/serviceLimits';
import type { TimeWindow } from '../range/timeRange';

/** Reasons why a query was not split, as clauses for {@link queryNotSplit}; "it" is the query. */
export const notSplit = {
	unreadable: () => 'part of it is not plain KQL',
	statements: () => 'it is not exactly one statement',
	source: () => 'it does not start with one of Defender’s event tables',
	operator: (name: string) => `it uses the operator ${quoted(name)}`,
	callOf: (name: string) =>
		`it uses ${quoted(name)}, which may depend on other rows, other tables or the time of the request`,
	subquery: () => 'it contains another query in brackets',
	listOf: (name: string) => `it compares with ${quoted(name)}, which may be a table`,
	changedTime: () => 'it may change the column Timestamp',
	earlySort: () => 'it sorts before its last operator',
	otherSort: () => 'its first sort column is not Timestamp',
	noTime: () => 'its result has no column Timestamp of type datetime',
	noRows: () => 'the parts of its time range have no rows; check the clock of the n8n server',
	library: () => 'a library hunt limits its time range itself',
	api: () => 'this credential’s API does not support Time Range',
} as const;

/** @param because a clause of {@link notSplit} */
export function queryNotSplit(because: string): string {
	return `The query was not split, because ${because}. Only a query over one event table can be split. It may use where, extend, project, parse, mv-expand and a final sort by Timestamp.`;
}

/** @param slices maximum number of time slices */
export function slicesExhausted(slices: number, covered: TimeWindow | undefined): string {
	return `The hunt needs more than ${counted(slices, 'time slice')}, so rows are missing. ${coverage(covered)} Narrow the time range, filter early, or increase Maximum Slices.`;
}

/** @param message why Microsoft Defender accepted no further request */
export function waitExhausted(message: string, covered: TimeWindow | undefined): string {
	return `Rows are missing, because Max Wait was not enough for all time slices (${message}). ${coverage(covered)} Increase Max Wait or narrow the time range.`;
}

/** @param message of the error */
export function sliceFailed(message: string, covered: TimeWindow | undefined): string {
	return `Rows are missing, because one time slice could not be read: ${message}. ${coverage(covered)} Run the query again or narrow its time range.`;
}

export function rowMaximumReached(maximum: number, covered: TimeWindow | undefined): string {
	return `The hunt has more than ${count(maximum)} rows, the maximum of a split hunt, so rows are missing. ${coverage(covered)} Narrow the time range or filter early.`;
}

/** @param starts of the shortest time slices whose results are too large */
export function slicesTooDense(starts: readonly string[]): string {
	const [first = '', ...others] = starts;
	const more = others.length === 0 ? '' : ` and ${counted(others.length, 'other time')}`;
	return `Rows are missing around ${first}${more}: a single second has more than ${count(SERVICE_ROWS)} rows or 50 MB. Filter early, or keep fewer columns with project.`;
}

function coverage(covered: TimeWindow | undefined): string {
	if (covered === undefined) return 'No part of the time range is complete.';
	const end = covered.to === undefined ? 'now' : covered.to;
	return `The rows from ${covered.from} to ${end} are complete.`;
}
