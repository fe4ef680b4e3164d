import type { Notify } from '../../../defender/core/notices';
import type { Connection } from './connect';

/** Shows the date on which hunting on the credential's API ends, if one has been announced. */
export function warnAboutApiEnd({ api }: Connection, notify: Notify): void {
	const { huntingEndDate } = api.can;
	if (huntingEndDate !== undefined) notify({ topic: 'apiEnds', text: apiEnds(huntingEndDate) });
}

/** @param date first day without hunting, in ISO 8601 */
function apiEnds(date: string): string {
	return `This credential uses the Microsoft 365 Defender API (legacy), whose hunting ends on ${date}. No end date has been announced for its incidents. Choose Microsoft Graph as API in the credential before then; docs/moving-to-graph.md of this package lists what changes.`;
}
