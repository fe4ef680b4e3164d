import { createBaseline } from '../../trigger/lifecycle';
import type { TriggerState } from '../../trigger/state';
import type { Watch } from '../../trigger/watch';
import { earlier, EPOCH, type UtcInstant } from '../../core/instant';
import { MAX_CLOCK_ERROR_MS, type PollSession } from './pollSession';

/** The settings of a baseline. */
export interface BaselineSettings {
	readonly watch: Watch;
	/** Hash of API, host, tenant and client. */
	readonly identity: string;
	readonly lookBackMs: number;
}

/**
 * Reads the baseline of an activated trigger. It contains the open incidents if their changes are reported.
 * @param startFrom the instant from which changes are reported; undefined for now
 */
export async function readBaseline(
	session: PollSession,
	{ watch, identity }: BaselineSettings,
	startFrom: UtcInstant | undefined,
): Promise<TriggerState> {
	const readUpTo = await endOfChanges(session);
	const reportsChanges = [...watch.events].some((event) => event !== 'created');
	const open = reportsChanges ? await session.readOpen(undefined) : ({ incidents: [], upTo: 'all' } as const);
	await session.requireReadable();
	return createBaseline({
		identity,
		watch,
		start: startFrom ?? readUpTo,
		readUpTo,
		openIncidents: open.incidents,
		openUpTo: open.upTo === 'all' ? undefined : (open.upTo ?? EPOCH),
	});
}

/** Returns a baseline one look-back ago. No poll has succeeded yet, so no saved state reaches further back. */
export async function readLookBackBaseline(
	session: PollSession,
	{ watch, identity, lookBackMs }: BaselineSettings,
): Promise<TriggerState> {
	const readUpTo = await endOfChanges(session);
	const start = earlier(readUpTo, lookBackMs);
	return createBaseline({ identity, watch, start, readUpTo, openIncidents: [] });
}

/** Returns the instant before which all changes have happened. */
async function endOfChanges(session: PollSession): Promise<UtcInstant> {
	await session.checkAccess();
	if (session.clock.isServiceTimeKnown()) return session.now;
	return (await session.findLastChange()) ?? earlier(session.now, MAX_CLOCK_ERROR_MS);
}
