import type { ServiceTrace } from '../../core/errors';
import { count, counted, quoted, type Sentence } from '../../core/sentence';
import { narrowQuery } from '../../core/sentences/narrowQueryText';
import { traceText } from '../../core/sentences/serviceText';

const SHOW_HINT = 'set On Truncation to Show Hint';
const RETRY_NARROWER = 'Run the query again or narrow its time range.';
const RETRY_PROJECTED = 'Run the query again or list its columns with project.';

const SERVICE_MAXIMUM = {
	serviceRows: (rows: number) => ({
		size: `exactly ${counted(rows, 'row')}`,
		maximum: counted(rows, 'row'),
	}),
	serviceSize: (rows: number) => ({
		size: `${counted(rows, 'row')} of about 50 MB`,
		maximum: 'about 50 MB',
	}),
} as const;

export function truncatedByService(because: keyof typeof SERVICE_MAXIMUM, rows: number): string {
	const { size } = SERVICE_MAXIMUM[because](rows);
	return `Microsoft Defender returned ${size}, its maximum, so rows may be missing. ${narrowQuery}`;
}

export function truncatedByServiceRefused(because: keyof typeof SERVICE_MAXIMUM, rows: number): Sentence {
	const { maximum } = SERVICE_MAXIMUM[because](rows);
	return {
		message: `The result may be truncated at ${maximum}, Microsoft Defender’s maximum`,
		description: `${narrowQuery} To continue with the ${counted(rows, 'row')} returned, ${SHOW_HINT}.`,
	};
}

/** Microsoft returned rows and an error in one response. */
export function incompleteByError(rows: number, trace: ServiceTrace | undefined): string {
	return `Microsoft Defender returned ${counted(rows, 'row')} and an error, so rows may be missing. ${RETRY_NARROWER}${traceText(trace)}`;
}

export function incompleteByErrorRefused(rows: number, trace: ServiceTrace | undefined): Sentence {
	return {
		message: `Incomplete result: Microsoft Defender returned ${counted(rows, 'row')} and an error`,
		description: `${RETRY_NARROWER} To continue with the returned rows, ${SHOW_HINT}.${traceText(trace)}`,
	};
}

/** @param malformed number of rows that the result omits */
export function malformedRows(malformed: number): string {
	return `Microsoft Defender returned ${counted(malformed, 'malformed row')}, which the result omits. ${RETRY_PROJECTED}`;
}

export function malformedRowsRefused(rows: number, malformed: number): Sentence {
	return {
		message: `Incomplete result: ${counted(malformed, 'malformed row')} and ${counted(rows, 'readable row')}`,
		description: `${RETRY_PROJECTED} To continue with the readable rows, ${SHOW_HINT}.`,
	};
}

/** @param columns names of the columns that contain such numbers */
export function inexactNumbers(columns: readonly string[]): string {
	return `Some numbers have too many digits for JavaScript, so they are returned as text with all digits. ${columnList(columns)}`;
}

/** @param columns names of the columns that contain such numbers */
export function notFiniteNumbers(columns: readonly string[]): string {
	return `Some numbers are NaN or infinite, which JSON cannot represent, so they are returned as text. ${columnList(columns)}`;
}

/** @param cells number of cells that stay text */
export function cellsNotJson(cells: number, columns: readonly string[]): string {
	return `${counted(cells, 'cell')} ${cells === 1 ? 'is' : 'are'} not JSON, so ${cells === 1 ? 'it stays' : 'they stay'} text. ${columnList(columns)}`;
}

function columnList(columns: readonly string[]): string {
	const names = columns.slice(0, 5).map(quoted).join(', ');
	return `Columns: ${names}${columns.length > 5 ? ' and others' : ''}.`;
}

export function limitReached(limit: number): string {
	return `The query has more rows than the limit of ${count(limit)}. Increase Limit or turn on Return All to get them.`;
}
