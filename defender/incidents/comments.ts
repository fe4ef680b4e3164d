import { toMillis } from '../core/instant';
import type { IncidentComment } from './incident';
import { isSameText } from './textComparison';

/**
 * Name of an application as the author of a comment: `API-App:<name>`.
 * @see https://learn.microsoft.com/graph/api/security-incident-post-comments
 */
const APPLICATION_AUTHOR = /^API-App:/i;
/** Milliseconds by which the service's timestamps may be earlier than our start, because its servers' clocks differ. */
const CLOCK_TOLERANCE_MS = 60_000;

/** Counts the comments with this text. */
export function countWithText(comments: readonly IncidentComment[], text: string): number {
	return comments.filter(({ comment }) => isSameText(comment, text)).length;
}

/**
 * Counts the comments that may be ours when no response arrived: this text, written by an application, not before our start.
 * A person's comment with the same text never counts.
 * @param since start of the update: Unix time in milliseconds on the service's clock
 */
export function countPossiblyOurs(comments: readonly IncidentComment[], text: string, since: number): number {
	return countWithText(
		comments.filter(
			({ createdByDisplayName, createdDateTime }) =>
				APPLICATION_AUTHOR.test(createdByDisplayName ?? '') &&
				createdDateTime !== undefined &&
				toMillis(createdDateTime) >= since - CLOCK_TOLERANCE_MS,
		),
		text,
	);
}
