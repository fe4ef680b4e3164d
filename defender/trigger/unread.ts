import { earlier, isUtcInstant, type UtcInstant } from '../core/instant';
import type { MalformedIncident } from '../incidents/incident';

/** A changed incident that could not be read. It is read again by its ID, because its change lies behind the checkpoint. */
export interface Unread extends MalformedIncident {
	readonly since: UtcInstant;
	/** Whether an item has named it. */
	readonly isNamed: boolean;
}

/** Maximum number that is kept, so that the saved state stays small. */
const MOST = 50;
/** How long they are read again. The list shows later changes. */
const KEPT_MS = 86_400_000;

/** What a poll found out about unread incidents. */
export interface UnreadPoll {
	readonly now: UtcInstant;
	/** Malformed incidents that it met. */
	readonly met: readonly MalformedIncident[];
	/** Whether it tried to read one by its ID and failed. */
	readonly wasTried: (id: string) => boolean;
	/** Whether one can be read by now, or the service does not know it any more. */
	readonly isOver: (id: string) => boolean;
}

/** Lists the incidents that are still unread after a poll. Those that it did not try are first, so that each gets its turn. */
export function unreadAfter(before: readonly Unread[], poll: UnreadPoll): readonly Unread[] {
	const { now, met, wasTried, isOver } = poll;
	const oldest = earlier(now, KEPT_MS);
	const waiting = before.filter(({ id, since }) => since > oldest && (id === undefined || !isOver(id)));
	const added = newlyMet(before, met).map(
		({ id, property }): Unread => ({ id, property, since: now, isNamed: false }),
	);
	const isTried = ({ id }: Unread) => id !== undefined && wasTried(id);
	const all = [...waiting, ...added];
	return [...all.filter((one) => !isTried(one)), ...all.filter(isTried)].slice(0, MOST);
}

/** Those that were not known before. */
export function newlyMet(
	before: readonly Unread[],
	met: readonly MalformedIncident[],
): readonly MalformedIncident[] {
	const known = new Set(before.map(keyOf));
	return met.filter((one) => !known.has(keyOf(one)));
}

/** @returns none for anything that is not such a list; damaged entries are left out */
export function readUnread(stored: unknown): readonly Unread[] {
	if (!Array.isArray(stored)) return [];
	return stored.flatMap((one: unknown): readonly Unread[] => {
		if (typeof one !== 'object' || one === null || !('since' in one)) return [];
		const { since } = one;
		if (typeof since !== 'string' || !isUtcInstant(since)) return [];
		const id = 'id' in one && typeof one.id === 'string' ? one.id : undefined;
		const property = 'property' in one && typeof one.property === 'string' ? one.property : undefined;
		return [{ id, property, since, isNamed: 'isNamed' in one && one.isNamed === true }];
	});
}

/** Rows without an ID differ by the property that is wrong. */
function keyOf({ id, property }: MalformedIncident): string {
	return id ?? ` ${property}`;
}
