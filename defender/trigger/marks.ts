import { shortHash } from '../core/hash';
import type { IncidentComment } from '../incidents/incident';
import { compareTexts } from '../incidents/order';

/**
 * A mark represents an alert or a comment in the saved state: a few hexadecimal digits. Marks show later which alerts and
 * comments are new.
 */
export const ALERT_MARK_DIGITS = 5;
export const COMMENT_MARK_DIGITS = 6;

export function alertMark(id: string): string {
	return shortHash(id, ALERT_MARK_DIGITS);
}

/**
 * Returns the comments with a mark each, oldest first. A comment is identified by its time, because a service may return its
 * text or author in another form later. Comments of the same time are numbered.
 */
export function markComments(comments: readonly IncidentComment[]): readonly MarkedComment[] {
	const counts = new Map<string, number>();
	const byTime = [...comments].sort((a, b) => compareTexts(a.createdDateTime ?? '', b.createdDateTime ?? ''));
	return byTime.map((comment) => {
		const identity = comment.createdDateTime ?? `text ${comment.comment}`;
		const earlierOnes = counts.get(identity) ?? 0;
		counts.set(identity, earlierOnes + 1);
		return { comment, mark: shortHash(`${identity} ${earlierOnes}`, COMMENT_MARK_DIGITS) };
	});
}

export interface MarkedComment {
	readonly comment: IncidentComment;
	readonly mark: string;
}

/** Returns the comments that have one of the marks, oldest first. */
export function commentsWithMarks(
	comments: readonly IncidentComment[],
	marks: readonly string[],
): readonly IncidentComment[] {
	const wanted = new Set(marks);
	return markComments(comments).flatMap(({ comment, mark }) => (wanted.has(mark) ? [comment] : []));
}

/** Returns the marks in `after` that are not in `before`. */
export function newMarks(before: readonly string[], after: readonly string[]): readonly string[] {
	const known = new Set(before);
	return after.filter((mark) => !known.has(mark));
}

/** Joins marks of equal length for the saved state. */
export function packMarks(marks: readonly string[]): string {
	return marks.join('');
}

/** Splits joined marks; a remainder is dropped. */
export function readMarks(packed: string, digits: number): readonly string[] {
	return Array.from({ length: Math.floor(packed.length / digits) }, (_, index) =>
		packed.slice(index * digits, (index + 1) * digits),
	);
}
