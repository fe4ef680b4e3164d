import { packMarks, readMarks } from './marks';

/** The marks of new alerts or comments that one item lists. */
export interface NewMarks {
	readonly marks: readonly string[];
	/** Number of further ones. */
	readonly omitted: number;
}

/** Maximum number of new alerts or comments that one item lists. */
export const MAX_NEW = 50;

/** @returns undefined for none */
export function limitMarks(marks: readonly string[]): NewMarks | undefined {
	if (marks.length === 0) return undefined;
	return { marks: marks.slice(0, MAX_NEW), omitted: Math.max(0, marks.length - MAX_NEW) };
}

/** Returns joined marks, followed by `+` and the number of omitted ones if there are any. */
export function packNewMarks(found: NewMarks | undefined): string {
	if (found === undefined) return '';
	return `${packMarks(found.marks)}${found.omitted === 0 ? '' : `+${found.omitted}`}`;
}

/** @returns undefined for none, and for anything that {@link packNewMarks} did not write */
export function readNewMarks(packed: unknown, digits: number): NewMarks | undefined {
	if (typeof packed !== 'string' || !/^[0-9a-f]+(?:\+\d{1,9})?$/.test(packed)) return undefined;
	const [joined = '', omitted = '0'] = packed.split('+');
	const marks = readMarks(joined, digits);
	return marks.length === 0 ? undefined : { marks, omitted: Number(omitted) };
}
