import type { SecurityApi } from '../../api/securityApi';
import { asDefenderError, DefenderError } from '../../core/errors';
import { countPossiblyOurs, countWithText } from '../../incidents/comments';
import type { Incident } from '../../incidents/incident';
import { isTruncated } from '../../incidents/truncation';
import type { CommentOutcome } from './updateOutcome';

type WrittenOrInDoubt = Extract<CommentOutcome, { kind: 'written' | 'inDoubt' }>;

/**
 * Adds one comment and verifies it by the returned list. Without a response, the comments are read: an additional one with
 * this text by an application is ours, if `before` has all comments. A comment in doubt is never sent again, because it
 * cannot be deleted.
 * @param since start of this update: Unix time in milliseconds on the service's clock
 * @throws DefenderError when the service certainly stored nothing
 */
export async function writeComment(
	api: SecurityApi,
	before: Incident,
	text: string,
	since: number,
): Promise<WrittenOrInDoubt> {
	const list = await api.addComment(before.id, text).catch(asDefenderError);
	if (list instanceof DefenderError) {
		if (list.effect === 'none') throw list;
		return await findComment(api, before, text, since, list.message);
	}
	const isComparable = !isTruncated(before, 'comments');
	if (isComparable && countWithText(list.comments, text) > countWithText(before.comments, text))
		return { kind: 'written', ...list };
	return await findComment(api, before, text, since, undefined);
}

async function findComment(
	api: SecurityApi,
	before: Incident,
	text: string,
	since: number,
	failure: string | undefined,
): Promise<WrittenOrInDoubt> {
	const read = await api.getIncident(before.id, { alerts: false }).catch(asDefenderError);
	if (read instanceof DefenderError) return { kind: 'inDoubt', detail: read.message };
	const { comments, truncated } = read;
	const isComparable = !isTruncated(before, 'comments');
	if (
		isComparable &&
		countPossiblyOurs(comments, text, since) > countPossiblyOurs(before.comments, text, since)
	)
		return { kind: 'written', comments, ...(truncated === undefined ? {} : { truncated }) };
	return { kind: 'inDoubt', detail: failure };
}
