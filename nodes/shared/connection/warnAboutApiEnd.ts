import type { Notify } from '../../../defender/core/notices';
import { apiEnds } from '../../../defender/core/sentences/noticeText';
import type { Connection } from './connect';

/** Reminds of the day on which the credential's API ends, where one is announced. */
export function warnAboutApiEnd({ api }: Connection, notify: Notify): void {
	const { huntingEndDate } = api.can;
	if (huntingEndDate !== undefined) notify({ topic: 'apiEnds', text: apiEnds(huntingEndDate) });
}
