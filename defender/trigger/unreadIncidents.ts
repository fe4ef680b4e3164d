import { earlier, isUtcInstant, type UtcInstant } from '../core/instant';
import { isRecord } from '../core/isRecord';
import type { MalformedIncident } from '../incidents/incident';

/** A changed incident that could not be read. It is read again by ID, because the checkpoint is past its change. */
export interface UnreadIncident extends MalformedIncident {
	readonly since: UtcInstant;
	/** Whether an item's notice has named it. */
	readonly isReported: boolean;
}

/** Maximum number in the saved state. A full list may be incomplete. */
export const MAX_UNREAD = 50;
/** How long an incident is read again by ID. After that, only a new change makes the trigger read it. */
const RETRIED_MS = 86_400_000;

/** How one poll dealt with malformed incidents. */
export interface UnreadPoll {
	readonly now: UtcInstant;
	/** Malformed incidents in the responses of this poll. */
	readonly malformed: readonly MalformedIncident[];
	/** Whether the poll requested an incident by ID and could not read it. */
	readonly wasTried: (id: string) => boolean;
	/** Whether an incident was read, or no longer exists. */
	readonly isOver: (id: string) => boolean;
}

/** Returns the incidents that are still unread after a poll. Those not tried in it come first, so that all take turns. */
export function updateUnread(before: readonly UnreadIncident[], poll: UnreadPoll): readonly UnreadIncident[] {
	const { now, malformed, wasTried, isOver } = poll;
	const oldest = earlier(now, RETRIED_MS);
	const waiting = before.filter(({ id, since }) => since > oldest && (id === undefined || !isOver(id)));
	const added = newlyUnread(before, malformed).map(
		({ id, property }): UnreadIncident => ({ id, property, since: now, isReported: false }),
	);
	const isTried = ({ id }: UnreadIncident) => id !== undefined && wasTried(id);
	const all = [...waiting, ...added];
	return [...all.filter((one) => !isTried(one)), ...all.filter(isTried)].slice(0, MAX_UNREAD);
}

/** Returns the malformed incidents that are not in the saved list yet. */
export function newlyUnread(
	before: readonly UnreadIncident[],
	malformed: readonly MalformedIncident[],
): readonly MalformedIncident[] {
	const known = new Set(before.map(keyOf));
	return malformed.filter((one) => !known.has(keyOf(one)));
}

/** Reads the list from the saved state. Damaged entries are left out. */
export function readUnread(stored: unknown): readonly UnreadIncident[] {
	if (!Array.isArray(stored)) return [];
	return stored.flatMap((entry: unknown): readonly UnreadIncident[] => {
		if (!isRecord(entry)) return [];
		const { id, property, since, isReported } = entry;
		if (typeof since !== 'string' || !isUtcInstant(since)) return [];
		return [{ id: textOrNone(id), property: textOrNone(property), since, isReported: isReported === true }];
	});
}

function textOrNone(value: unknown): string | undefined {
	return typeof value === 'string' ? value : undefined;
}

/** Malformed incidents without an ID are distinguished by the invalid property. */
function keyOf({ id, property }: MalformedIncident): string {
	return id ?? ` ${property}`;
}
