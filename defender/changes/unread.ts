import { earlier, isUtcInstant, type UtcInstant } from '../core/instant';
import type { MalformedIncident } from '../incidents/incident';

/** A changed incident that could not be read. It is read again by its ID, because its change lies behind the checkpoint. */
export interface Unread extends MalformedIncident {
	readonly since: UtcInstant;
	/** Whether an item has named it. */
	readonly isNamed: boolean;
}

/** As many are kept, so that the state stays small and a poll short. */
const MOST = 20;
/** So long they are read again. A later change is found by the list. */
const KEPT_MS = 86_400_000;

/** What a poll came to. */
export interface UnreadPoll {
	readonly now: UtcInstant;
	/** Malformed incidents that it met. */
	readonly met: readonly MalformedIncident[];
	/** Whether one was read by now, or the service does not know it any more. */
	readonly isOver: (id: string) => boolean;
}

/** Those that are still unread after a poll: first those that it did not try, so that each has its turn. */
export function unreadAfter(before: readonly Unread[], { now, met, isOver }: UnreadPoll): readonly Unread[] {
	const known = new Map(before.map((one) => [keyOf(one), one]));
	const again = new Map(met.map((one) => [keyOf(one), one]));
	const waiting = before.filter((one) => !again.has(keyOf(one)));
	const tried = [...again].map(([key, one]): Unread => {
		const { since, isNamed } = known.get(key) ?? { since: now, isNamed: false };
		return { id: one.id, property: one.property, since, isNamed };
	});
	const oldest = earlier(now, KEPT_MS);
	return [...waiting, ...tried]
		.filter(({ id, since }) => since > oldest && (id === undefined || !known.has(id) || !isOver(id)))
		.slice(0, MOST);
}

/** Those that were not known before. */
export function newlyUnread(before: readonly Unread[], after: readonly Unread[]): readonly Unread[] {
	const known = new Set(before.map(keyOf));
	return after.filter((one) => !known.has(keyOf(one)));
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

/** Rows without an ID are told apart by what is wrong with them. */
function keyOf({ id, property }: MalformedIncident): string {
	return id ?? ` ${property}`;
}
