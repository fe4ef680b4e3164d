import type { Notify } from '../../../defender/core/notices';
import { apiEnds } from '../../../defender/core/sentences/noticeText';
import type { Connection } from './connect';

/** Shows the date on which hunting on the credential's API ends, if one has been announced. */
export function warnAboutApiEnd({ api }: Connection, notify: Notify): void {
	const { huntingEndDate } = api.can;
	if (huntingEndDate !== undefined) notify({ topic: 'apiEnds', text: apiEnds(huntingEndDate) });
}
