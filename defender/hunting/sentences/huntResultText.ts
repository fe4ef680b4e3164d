import type { ServiceTrace } from '../../core/errors';
import { count, quoted, type Sentence } from '../../core/sentence';
import { narrowQuery } from '../../core/sentences/narrowQueryText';
import { traceText } from '../../core/sentences/serviceText';

/** What the service did to a result that is as large as one can be. */
const CUT = {
	serviceRows: (rows: number) =>
		`Exactly ${count(rows)} rows came, the most that Microsoft Defender gives, so there may be more.`,
	serviceSize: (rows: number) =>
		`The ${count(rows)} rows that came are about 50 MB, the most that Microsoft Defender gives, so there may be more.`,
} as const;

export function cutByService(because: keyof typeof CUT, rows: number): string {
	return `${CUT[because](rows)} ${narrowQuery}`;
}

export function incompleteRefused(because: keyof typeof CUT, rows: number): Sentence {
	return {
		message: `The result may lack rows: ${count(rows)} came, ${because === 'serviceRows' ? 'the most' : 'of about 50 MB, the most'} that Microsoft Defender gives`,
		description: `${narrowQuery} To go on with the rows that came, set the option On Truncation to Show Hint.`,
	};
}

/** Microsoft's error came with the rows. */
export function cutByError(rows: number, trace: ServiceTrace | undefined): string {
	return `Microsoft Defender returned an error with the ${rowsText(rows)}, so other rows may be missing. Run the query again, or narrow its time range.${traceText(trace)}`;
}

export function cutByErrorRefused(rows: number, trace: ServiceTrace | undefined): Sentence {
	return {
		message: `The result is incomplete: Microsoft Defender returned ${rowsText(rows)} and an error`,
		description: `Run the query again, or narrow its time range. To go on with the rows that came, set the option On Truncation to Show Hint.${traceText(trace)}`,
	};
}

/** @param malformed how many rows are left out */
export function malformedRows(malformed: number): string {
	return `Microsoft Defender returned ${malformedText(malformed)}, which the result leaves out. Run the query again, or name its columns with project.`;
}

export function malformedRowsRefused(rows: number, malformed: number): Sentence {
	return {
		message: `The result is incomplete: ${malformedText(malformed)} beside ${rowsText(rows)}`,
		description: `Run the query again, or name its columns with project. To continue with the readable rows, set the option On Truncation to Show Hint.`,
	};
}

function malformedText(rows: number): string {
	return rows === 1 ? '1 malformed row' : `${count(rows)} malformed rows`;
}

function rowsText(rows: number): string {
	return rows === 1 ? '1 row' : `${count(rows)} rows`;
}

/** @param columns that hold such numbers */
export function inexactNumbers(columns: readonly string[]): string {
	return `Some numbers have more digits than JavaScript holds exactly, so they are returned as text with all their digits. ${columnList(columns)}`;
}

/** @param columns that hold such numbers */
export function notFiniteNumbers(columns: readonly string[]): string {
	return `Some numbers are NaN or infinite, which JSON cannot hold, so they are returned as text. ${columnList(columns)}`;
}

function columnList(columns: readonly string[]): string {
	const names = columns.slice(0, 5).map(quoted).join(', ');
	return `Columns: ${names}${columns.length > 5 ? ' and others' : ''}.`;
}

export function rowsCut(limit: number): string {
	return `The query has more rows than the limit of ${limit}; raise Limit or switch on Return All to get them.`;
}

export function manyHunts(items: number): string {
	return `Each of the ${items} items ran a hunt of its own, and a tenant shares few of them a minute with everybody who hunts there. Pass all values as one parameter of type String List, and switch on Execute Once in the node’s settings.`;
}
