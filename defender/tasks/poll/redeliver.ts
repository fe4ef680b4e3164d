import type { Batch } from '../../trigger/recentDeliveries';
import type { Report } from '../../trigger/report';
import { earlier, type UtcInstant } from '../../core/instant';
import type { PollSession } from './pollSession';
import type { Delivery, ReportSettings } from './changeReporter';
import { AlertReader } from '../read/readAlerts';

/** What was told again. */
export interface Redelivery {
	readonly deliveries: readonly Delivery[];
	/** What still has to be. */
	readonly waiting: readonly Report[];
	/** What could not be read, and why. */
	readonly skipped: readonly string[];
}

/** More of them would leave too little room in the state. */
const MOST_UNREAD = 100;
const GIVE_UP_MS = 3_600_000;

/**
 * What was told before, with the incidents as they are now, as much as one poll gives. One that cannot be read, or cannot be
 * seen because it is being merged, waits for the next poll, for an hour at most.
 */
export async function redeliver(
	lists: PollSession,
	{ alerts, maxPerPoll }: ReportSettings,
	{ at, told }: Batch,
	now: UtcInstant,
): Promise<Redelivery> {
	const turn = told.slice(0, maxPerPoll);
	const ids = [...new Set(turn.map(({ id }) => id))];
	const { skipped } = await lists.each(ids);
	const incidents = ids.flatMap((id) => lists.held.get(id) ?? []);
	const reader = new AlertReader(lists.clock.api);
	const filled = alerts ? await reader.fill(incidents, undefined) : incidents;
	const whole = new Map(filled.map((one) => [one.id, one]));
	const deliveries = turn.flatMap((one): readonly Delivery[] => {
		const incident = whole.get(one.id);
		return incident === undefined ? [] : [{ incident, told: one, redelivered: true, remark: undefined }];
	});
	const unread = at > earlier(now, GIVE_UP_MS) ? turn.filter(({ id }) => !whole.has(id)) : [];
	return { deliveries, waiting: [...told.slice(turn.length), ...unread.slice(0, MOST_UNREAD)], skipped };
}
