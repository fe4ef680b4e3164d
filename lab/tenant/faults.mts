import { toInstant, type Instant } from './clock.mts';
import type { CallKind, RecordedCall } from './requestLedger.mts';
import type { HuntRefusal } from './graph/huntRefusals.mts';
import type { IncidentPatch, IncidentRecord } from './incidents/store.mts';

/** The fault, instead of or after the normal response. */
export type FaultAnswer =
	/** Another answer; without `body` the service's own error body for that status. */
	| { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown }
	/** The right headers with the full length, then the connection ends after half of the body. */
	| 'cut'
	/** The connection is reset before any answer. */
	| 'reset'
	/** 200 with a page of a proxy instead of JSON. */
	| 'html'
	/** Never answered; the caller's time-out has to end it. */
	| 'hang'
	/** 302 to another place. */
	| { readonly redirect: string }
	/**
	 * 429; `asBehaviour` sends the time in the form of the tenant's `retryAfter` switch. `quota`: which of the older API's
	 * two quotas is used up, by default that of a minute.
	 */
	| {
			readonly throttle: 'seconds' | 'date' | 'none' | 'asBehaviour';
			readonly retryAfterSeconds: number;
			readonly quota?: 'minute' | 'hour';
	  }
	/** A hunt refused by one of the service's limits. */
	| { readonly refuseHunt: HuntRefusal }
	/** A sign-in refused with this AADSTS number; with a time to retry it is a 429. */
	| { readonly refuseSignIn: number; readonly retryAfterSeconds?: number }
	/** The right answer, but its next link points to this origin. */
	| { readonly nextLinkOrigin: string }
	/** The normal response; for faults that only add a change at this moment. */
	| 'pass';

/** A change to an incident right before or after a matching request is processed. */
export interface Meanwhile {
	readonly when: 'before' | 'after';
	readonly by: string;
	/** The incident that is changed; none where only a new one is created. */
	readonly incidentId?: string;
	/** Defender creates an incident. */
	readonly create?: Partial<IncidentRecord>;
	readonly patch?: IncidentPatch;
	readonly comment?: string;
	/** Defender itself merges the incident into this one, after the other changes. */
	readonly mergeInto?: string;
}

/** One scenario of trouble. Faults are tried in the order added; the first that matches decides. */
export interface Fault {
	readonly match: {
		readonly method?: string;
		/** Text: the exact path without query. RegExp: searched in path and query as sent. */
		readonly path?: RegExp | string;
		readonly kind?: CallKind;
		/** Calls that present the tenant's n-th token only. */
		readonly token?: number;
	};
	/** How many matching calls it hits. */
	readonly times: number | 'always';
	/** Matching calls that pass unharmed first; default 0. */
	readonly skip?: number;
	/** The tenant's time at which the trouble is over, ISO 8601 UTC, however often it happened; without it only `times` decides. */
	readonly until?: string;
	readonly answer: FaultAnswer;
	/** `applied`: a write takes effect although its answer is lost. Without it a write is not carried out. */
	readonly after?: 'applied';
	readonly meanwhile?: Meanwhile;
}

/** A fault that may still happen. */
export interface Waiting {
	readonly fault: Fault;
	/** Matching calls that it will still hit; infinite for `always`. */
	readonly left: number;
}

/** The faults waiting to happen in one tenant. */
export interface Faults {
	/** Adds a scenario; it stays until used up, over or cleared. Throws when `until` is no instant. */
	add(fault: Fault): void;
	clear(): void;
	/** What may still happen at `now`, in the order in which it is tried. */
	waiting(now: Instant): readonly Waiting[];
	/** The fault that hits this call, counted as used; undefined when none does. `target` is path and query as sent. */
	take(call: RecordedCall, target: string): Fault | undefined;
}

function matches({ match }: Fault, call: RecordedCall, target: string): boolean {
	if (match.kind !== undefined ? match.kind !== call.kind : call.kind === 'control') return false;
	if (match.method !== undefined && match.method.toUpperCase() !== call.method) return false;
	if (match.token !== undefined && match.token !== call.tokenSequence) return false;
	if (match.path === undefined) return true;
	return typeof match.path === 'string' ? match.path === call.path : target.search(match.path) >= 0;
}

interface Entry {
	readonly fault: Fault;
	skip: number;
	left: number;
	readonly until: Instant | undefined;
}

function endOf({ until }: Fault): Instant | undefined {
	if (until === undefined) return undefined;
	const end = toInstant(until);
	if (end === undefined) throw new Error(`"${until}" is not an ISO 8601 UTC instant.`);
	return end;
}

/** No faults yet. */
export function createFaults(): Faults {
	let waiting: Entry[] = [];
	const isOpen = (now: Instant) => (entry: Entry) =>
		entry.left > 0 && (entry.until === undefined || now < entry.until);
	return {
		add: (fault) => {
			const left = fault.times === 'always' ? Number.POSITIVE_INFINITY : fault.times;
			waiting.push({ fault, skip: fault.skip ?? 0, left, until: endOf(fault) });
		},
		clear: () => {
			waiting = [];
		},
		waiting: (now) => waiting.filter(isOpen(now)).map(({ fault, left }) => ({ fault, left })),
		take: (call, target) => {
			const entry = waiting.filter(isOpen(call.at)).find(({ fault }) => matches(fault, call, target));
			if (entry === undefined) return undefined;
			if (entry.skip > 0) {
				entry.skip -= 1;
				return undefined;
			}
			entry.left -= 1;
			return entry.fault;
		},
	};
}
