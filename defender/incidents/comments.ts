import { toMillis } from '../core/instant';
import type { IncidentComment } from './incident';
import { isSameText } from './textComparison';

/** How Defender names an application as the author of a comment: `API-App:<name>` (reference: create comment). */
const APPLICATION_AUTHOR = /^API-App:/i;
/** How far the service's own stamps may lie before our start, in milliseconds (hard-parts §4). */
const CLOCK_TOLERANCE_MS = 60_000;

/** How many comments have this text. */
export function countWithText(comments: readonly IncidentComment[], text: string): number {
	return comments.filter(({ comment }) => isSameText(comment, text)).length;
}

/**
 * How many comments may be the one that we sent and got no answer for: this text, by an application, stamped not earlier
 * than our start. A person's comment of the same words is never taken for ours.
 * @param since Unix time in milliseconds on the service's clock
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
