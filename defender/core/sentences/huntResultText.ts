import type { ServiceTrace } from '../errors';
import { count, quoted, type Sentence } from '../sentence';
import { traceText } from './serviceText';

/** How to ask for less; completes every sentence about a result that is too large or a query that is too heavy. */
const ASK_FOR_LESS =
	'Narrow the time range, filter early, keep fewer columns with project, or count with summarize.';

/** What the service did to a result that is as large as one can be. */
const CUT = {
	serviceRows: (rows: number) =>
		`Exactly ${count(rows)} rows came, the most that Microsoft Defender gives, so there may be more.`,
	serviceSize: (rows: number) =>
		`The ${count(rows)} rows that came are about 50 MB, the most that Microsoft Defender gives, so there may be more.`,
} as const;

export function cutByService(because: keyof typeof CUT, rows: number): string {
	return `${CUT[because](rows)} ${ASK_FOR_LESS}`;
}

export function incompleteRefused(because: keyof typeof CUT, rows: number): Sentence {
	return {
		message: `The result may lack rows: ${count(rows)} came, ${because === 'serviceRows' ? 'the most' : 'of about 50 MB, the most'} that Microsoft Defender gives`,
		description: `${ASK_FOR_LESS} To go on with the rows that came, set the option On Truncation to Show Hint.`,
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

/** Microsoft stopped the query ("preempted") because of its use of CPU or memory. */
export function tooHeavy(trace: ServiceTrace): Sentence {
	return {
		message: 'Microsoft Defender stopped the hunting query because it uses too much CPU or memory',
		description: `${ASK_FOR_LESS} Leave out union and search over many tables. It was not asked again, since that costs the tenant’s share of CPU.${traceText(trace)}`,
	};
}

export function tooLarge(trace: ServiceTrace): Sentence {
	return {
		message: 'The result of the hunting query is larger than Microsoft Defender gives (50 MB)',
		description: `No rows came. ${ASK_FOR_LESS}${traceText(trace)}`,
	};
}

/** `trace` is absent where no answer came at all. */
export function tookTooLong(attempts: number, trace?: ServiceTrace): Sentence {
	const asked = attempts === 1 ? 'asked once' : `asked ${attempts} times`;
	return {
		message: 'The hunting query did not end within the three minutes that Microsoft Defender gives it',
		description: `It was ${asked}. ${ASK_FOR_LESS}${traceText(trace)}`,
	};
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
