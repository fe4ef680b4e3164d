import type { CommentList, SecurityApi } from '../../api/securityApi';
import { asDefenderError, DefenderError } from '../../core/errors';
import { commentInDoubt } from '../../incidents/sentences/updateOutcomeText';
import { countWithText, countPossiblyOurs } from '../../incidents/comments';
import type { Incident } from '../../incidents/incident';
import { isTruncated } from '../../incidents/truncation';

export type CommentFate =
	| ({ readonly fate: 'written' } & CommentList)
	| { readonly fate: 'inDoubt'; readonly reason: string };

/**
 * Adds one comment and proves it by the list that comes back. When the answer is lost, the comments are read: one more
 * with this text by an application than in `before` is ours, where `before` has all comments. A comment is never sent twice on doubt, since it cannot be
 * taken back.
 * @param since when this update began: Unix time in milliseconds on the service's clock
 * @throws DefenderError when the service certainly stored nothing
 */
export async function writeComment(
	api: SecurityApi,
	before: Incident,
	text: string,
	since: number,
): Promise<CommentFate> {
	try {
		const list = await api.addComment(before.id, text);
		const isProof = !isTruncated(before, 'comments');
		if (isProof && countWithText(list.comments, text) > countWithText(before.comments, text))
			return { fate: 'written', ...list };
		return await lookAgain(api, before, text, since, '');
	} catch (failure) {
		if (!(failure instanceof DefenderError) || failure.effect === 'none') throw asDefenderError(failure);
		return await lookAgain(api, before, text, since, failure.message);
	}
}

async function lookAgain(
	api: SecurityApi,
	before: Incident,
	text: string,
	since: number,
	why: string,
): Promise<CommentFate> {
	const read = await api.getIncident(before.id, { alerts: false }).catch(asDefenderError);
	if (read instanceof DefenderError) return { fate: 'inDoubt', reason: commentInDoubt(read.message) };
	const { comments, truncated } = read;
	const isProof = !isTruncated(before, 'comments');
	if (isProof && countPossiblyOurs(comments, text, since) > countPossiblyOurs(before.comments, text, since))
		return { fate: 'written', comments, ...(truncated === undefined ? {} : { truncated }) };
	return { fate: 'inDoubt', reason: commentInDoubt(why) };
}
