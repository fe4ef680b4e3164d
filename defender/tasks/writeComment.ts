import type { SecurityApi } from '../api/securityApi';
import { asDefenderError, DefenderError } from '../core/errors';
import { commentInDoubt } from '../core/sentences/incidents';
import type { Incident, IncidentComment } from '../incidents/incident';

export type CommentFate =
	| { readonly fate: 'none'; readonly comments?: undefined; readonly reason?: undefined }
	| { readonly fate: 'written'; readonly comments: readonly IncidentComment[]; readonly reason?: undefined }
	| { readonly fate: 'inDoubt'; readonly comments?: undefined; readonly reason: string };

/**
 * Adds one comment and proves it by the list that comes back. When the answer is lost, the comments are read: one more
 * with this text than in `before` is ours. A comment is never sent twice on doubt, since it cannot be taken back.
 * @throws DefenderError when the service certainly stored nothing
 */
export async function writeComment(api: SecurityApi, before: Incident, text: string): Promise<CommentFate> {
	const had = countOf(before.comments, text);
	try {
		const comments = await api.addComment(before.id, text);
		if (countOf(comments, text) > had) return { fate: 'written', comments };
		return await lookAgain(api, before.id, text, had, '');
	} catch (failure) {
		if (!(failure instanceof DefenderError) || failure.effect === 'none') throw asDefenderError(failure);
		return await lookAgain(api, before.id, text, had, failure.message);
	}
}

async function lookAgain(
	api: SecurityApi,
	id: string,
	text: string,
	had: number,
	why: string,
): Promise<CommentFate> {
	try {
		const { comments } = await api.getIncident(id, { alerts: false });
		if (countOf(comments, text) > had) return { fate: 'written', comments };
		return { fate: 'inDoubt', reason: commentInDoubt(why) };
	} catch (failure) {
		if (!(failure instanceof DefenderError)) throw asDefenderError(failure);
		return { fate: 'inDoubt', reason: commentInDoubt(failure.message) };
	}
}

/** Line ends are compared alike, since services normalise them. */
function countOf(comments: readonly IncidentComment[], text: string): number {
	const wanted = normalised(text);
	return comments.filter((comment) => normalised(comment.comment) === wanted).length;
}

function normalised(text: string): string {
	return text.replace(/\r\n?/g, '\n').trim();
}
