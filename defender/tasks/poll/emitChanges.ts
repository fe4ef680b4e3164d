import { pendingChanges } from '../../trigger/advance';
import type { TriggerState } from '../../trigger/state';
import type { Incident } from '../../incidents/incident';
import type { PollSession } from './pollSession';
import type { ChangesRead } from './readChanges';
import { NO_REDELIVERY, redeliver, type Redelivery } from './redeliver';
import {
	redeliverUnacknowledged,
	type UnacknowledgedDeliveries,
	type UnacknowledgedSettings,
} from './redeliverUnacknowledged';
import { reportChanges, type ChangeReport } from './reportChanges';

/** The items of a poll, and the changes that it had to report. */
export interface EmittedChanges {
	readonly redelivery: Redelivery;
	readonly unacknowledged: UnacknowledgedDeliveries;
	readonly report: ChangeReport;
	/** Oldest first; those without a decision are left for the next poll. */
	readonly pending: readonly Incident[];
}

/** Emits lost and unacknowledged deliveries again first, and then as many new changes as there is room for. */
export async function emitChanges(
	session: PollSession,
	settings: UnacknowledgedSettings,
	state: TriggerState,
	{ incidents, readUpTo }: ChangesRead,
): Promise<EmittedChanges> {
	const { now } = session;
	const redelivery =
		state.redelivery === undefined
			? NO_REDELIVERY
			: await redeliver(session, settings, state.redelivery, now);
	const pending = pendingChanges(state, incidents.values(), readUpTo, now);
	const roomAfterLost = settings.maxPerPoll - redelivery.deliveries.length;
	const unacknowledged = await redeliverUnacknowledged(session, settings, state, roomAfterLost);
	const room = roomAfterLost - unacknowledged.deliveries.length;
	const report = await reportChanges(session, settings, state, pending, now, room);
	return { redelivery, unacknowledged, pending, report };
}
