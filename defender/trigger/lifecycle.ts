import { earlier, earliest, instantFromMillis, latest, type UtcInstant } from '../core/instant';
import type { Incident } from '../incidents/incident';
import { isMerged } from '../incidents/merge';
import { matches } from '../incidents/query';
import { reportsIn } from './recentDeliveries';
import { isNews, isSameVersion } from './classifyChange';
import type { KnownIncident } from './knownIncident';
import { watchedFields, watchHash, type Watch } from './watch';
import { fingerprintOf, isPartialPrint, pick, snapshotOf } from './snapshot';
import type { TriggerState } from './state';
import { SHALLOW_POLLS } from './advance';

/** The service's clocks differ by less. */
const WRONG_TIME_MS = 600_000;
const LONG_AGO = instantFromMillis(0);

/** Where a trigger begins. */
export interface Beginning {
	readonly identity: string;
	readonly watch: Watch;
	/** Incidents and changes from here on are told. */
	readonly start: UtcInstant;
	readonly to: UtcInstant;
	/** Incidents that are open now, so that their first change can be told with what was before. */
	readonly open: readonly Incident[];
	/** Those created before it are all among them; undefined for all. */
	readonly openUpTo?: UtcInstant | undefined;
}

/** A state in which nothing has been told yet. */
export function startState({ identity, watch, start, to, open, openUpTo }: Beginning): TriggerState {
	const floor = earliest(start, to);
	const known = open
		.filter((incident) => !isMerged(incident) && incident.lastUpdateDateTime < floor)
		.map((incident): [string, KnownIncident] => [incident.id, firstKnown(incident, watch)]);
	return {
		revision: 1,
		identity,
		watch: watchHash(watch),
		floor,
		horizon: start,
		swept: openUpTo === undefined ? to : LONG_AGO,
		sweptTo: openUpTo,
		shallow: 0,
		known: new Map(known),
		inFlight: [],
		unread: [],
	};
}

/**
 * The state under changed filters or events: nothing that was seen without matching becomes `created` by it. What had not
 * to be known so far is read by a sweep.
 */
export function adoptFilters(state: TriggerState, watch: Watch): TriggerState {
	const hash = watchHash(watch);
	if (state.watch === hash) return state;
	const known = [...state.known].map(([id, one]): [string, KnownIncident] => {
		return [id, one.due === undefined ? { ...one, isOpen: false } : one];
	});
	const horizon = latest(state.horizon, state.dropped);
	return { ...state, watch: hash, horizon, known: new Map(known), swept: LONG_AGO, sweptTo: undefined };
}

/**
 * Fills in what is not known of incidents that are as they were: those that changed before the trigger's time, and those of
 * which other events were watched so far. Nothing is told of it; the next change is told with what was before.
 */
export function fillKnown(state: TriggerState, read: Iterable<Incident>, watch: Watch): TriggerState {
	const watched = watchedFields(watch);
	if (watched.size === 0) return state;
	const known = new Map(state.known);
	for (const incident of read) {
		const before = known.get(incident.id);
		if (isMerged(incident) || isNews(incident, before, state.horizon)) continue;
		if (before === undefined) known.set(incident.id, firstKnown(incident, watch));
		else if (isSameVersion(incident, before)) {
			const values = { ...pick(snapshotOf(incident), watched), ...before.values };
			const isPartial = isPartialPrint(before.fingerprint);
			const fingerprint = isPartial ? fingerprintOf(incident) : before.fingerprint;
			known.set(incident.id, { ...before, fingerprint, values });
		}
	}
	return { ...state, known };
}

/** What n8n may have lost of what it was given. */
export type Lost =
	/** What was handed over last. */
	| { readonly what: 'newestBatch' }
	/** All that the workflows of a process that has ended may have been at work on; so long ago the next one began. */
	| { readonly what: 'inFlight'; readonly agoMs: number };

/** A killed n8n is often back at once; a look-back may be shorter than that. */
const SHORTEST_RECALL_MS = 900_000;

/**
 * The state in which what n8n may have lost is to be told again. Not when n8n began so long after it that it more likely had
 * ended it, and was restarted for another reason.
 */
export function scheduleRedelivery(
	state: TriggerState,
	lost: Lost,
	now: UtcInstant,
	lookBackMs: number,
): TriggerState {
	const from = lost.what === 'inFlight' ? 0 : Math.max(0, state.inFlight.length - 1);
	const batches = state.inFlight.slice(from);
	const newest = batches[batches.length - 1];
	if (newest === undefined) return state;
	const inFlight = state.inFlight.slice(0, from);
	const longest = Math.max(SHORTEST_RECALL_MS, lookBackMs);
	const isOver = lost.what === 'inFlight' && newest.at < earlier(now, longest + lost.agoMs);
	if (isOver) return { ...state, inFlight };
	const waiting = state.again === undefined ? [] : [state.again];
	return { ...state, inFlight, again: { at: now, told: reportsIn([...waiting, ...batches]) } };
}

/** Whether the service's time lies so far before the floor that the time told to an earlier poll must have been wrong. */
export function isAheadOf(state: TriggerState, serviceTime: UtcInstant): boolean {
	return earlier(state.floor, WRONG_TIME_MS) > serviceTime;
}

/** The state at an earlier time, from which on the look-back is read again. What is known keeps anything from coming twice. */
export function rewind(state: TriggerState, to: UtcInstant): TriggerState {
	const horizon = state.horizon > state.floor ? state.horizon : earliest(state.horizon, to);
	return { ...state, floor: to, horizon, swept: earliest(state.swept, to), shallow: SHALLOW_POLLS };
}

function firstKnown(incident: Incident, watch: Watch): KnownIncident {
	return {
		stamp: incident.lastUpdateDateTime,
		fingerprint: fingerprintOf(incident),
		nth: 0,
		isOpen: false,
		hasMatched: matches(watch.query, incident),
		isClosed: incident.status === 'resolved',
		values: pick(snapshotOf(incident), watchedFields(watch)),
	};
}
