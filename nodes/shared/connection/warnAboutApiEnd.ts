import { apiEnds } from '../../../defender/access/sentences/apiEndText';
import type { Notify } from '../../../defender/core/notices';
import type { Connection } from './connect';

/** Shows the date on which hunting on the credential's API ends, if one has been announced. */
export function warnAboutApiEnd({ api }: Connection, notify: Notify): void {
	const { huntingEndDate } = api.can;
	if (huntingEndDate !== undefined) notify({ topic: 'apiEnds', text: apiEnds(huntingEndDate) });
}
