import { counted, type Sentence } from '../../core/sentence';
import { malformedForNow } from '../../core/sentences/malformedText';
import type { MalformedIncident } from '../../incidents/incident';
import type { Remark } from '../../trigger/state';

export function pollTooLong(seconds: number): Sentence {
	return {
		message: `Reading incidents exceeded n8n's time limit of ${counted(seconds, 'second')} for a poll`,
		description:
			'Wait for the next poll: it continues at the same place, and no change is lost. If this happens again, narrow Filters by severity or status, or reduce the requests of other automations in this tenant.',
	};
}

/** @param reason why the poll failed */
export function startFailed(reason: string): string {
	return `Incident Trigger could not read incidents when n8n started: ${reason}. The next poll tries again.`;
}

/** Notices in the next item when the trigger may report fewer changes than expected. */
export const REMARKS = {
	reset:
		'The trigger was reset, because its saved state is damaged or belongs to another tenant, API or version. Earlier changes were not reported.',
	forgot:
		'More incidents changed within Look Back than the trigger can save, so its look-back is temporarily shorter.',
	forgotAwaited:
		'More incidents wait for their Acknowledge Tag than the trigger can save, so some are not delivered again.',
} as const satisfies Record<Remark, string>;

/** The incidents that a notice names because they could not be read yet. */
export interface UnreadNotice {
	readonly incidents: readonly MalformedIncident[];
	/** False when there may be more, because the saved list is full. */
	readonly isComplete: boolean;
}

/** Returns the notices of an item about the trigger itself. */
export function deliveryNotices(
	remark: Remark | undefined,
	unread: UnreadNotice | undefined,
): readonly string[] {
	return [
		...(remark === undefined ? [] : [REMARKS[remark]]),
		...(unread === undefined || unread.incidents.length === 0
			? []
			: [malformedForNow(unread.incidents, unread.isComplete)]),
	];
}

/** The figures of one poll, for n8n's log. */
export type PollSummary = Readonly<Record<string, number | string>>;

/** Returns the log line of a poll, such as `Incident Trigger polled: read 12, changed 3, delivered 2`. */
export function pollLine(nodeName: string, summary: PollSummary): string {
	const figures = Object.entries(summary).map(([name, value]) => `${name} ${value}`);
	return `${nodeName} polled: ${figures.join(', ')}`;
}

/** Returns the log line of a poll whose result was not used. */
export function pollSkipped(nodeName: string): string {
	return `${nodeName} polled: skipped, because n8n is still saving the last items or another poll was faster`;
}
