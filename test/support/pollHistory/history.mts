import * as fc from 'fast-check';
import type { TenantHabits } from '../memoryTenant/memoryTenant.mts';

/** Fields that people, Defender or the trigger's own application change. Comments are more frequent. */
const FIELDS = [
	...(['status', 'severity', 'assignedTo', 'customTags', 'comments', 'comments'] as const),
	...(['displayName', 'description', 'resolvingComment', 'priorityScore'] as const),
] as const;

/** One thing that happens to a tenant. */
export type TenantEvent =
	| { readonly kind: 'create'; readonly severity: string; readonly lateMs: number; readonly tie: boolean }
	| {
			readonly kind: 'change';
			readonly place: number;
			readonly field: (typeof FIELDS)[number];
			readonly value: number;
			readonly silent: boolean;
			readonly tie: boolean;
			/** Done by the trigger's own application. */
			readonly own: boolean;
	  }
	| { readonly kind: 'alert'; readonly place: number }
	| { readonly kind: 'merge'; readonly place: number; readonly into: number; readonly silent: boolean };

/** One thing that happens to tenant or trigger. */
export type Step =
	| TenantEvent
	| {
			readonly kind: 'poll';
			readonly waitMs: number;
			/** The call that fails; 0 for none. */
			readonly failAt: number;
			/** What happens just before a call of it. */
			readonly during: { readonly call: number; readonly what: TenantEvent } | undefined;
	  }
	| {
			readonly kind: 'overlap';
			readonly waitMs: number;
			/** On one object, on copies of it, or on copies of which the second was made before n8n had stored the first. */
			readonly on: 'one' | 'copies' | 'late copies';
	  }
	| {
			/** n8n is killed while it saves a batch. */
			readonly kind: 'kill';
			readonly waitMs: number;
			/** Which of its two writes succeeded. */
			readonly state: boolean;
			readonly execution: boolean;
			/** The workflows that it started in the last minutes are still running, and end with it. */
			readonly running: boolean;
			readonly downMs: number;
			/** The call of the first poll afterwards that fails; 0 for none. */
			readonly failAt: number;
	  }
	| { readonly kind: 'restart'; readonly downMs: number }
	| { readonly kind: 'skew'; readonly ms: number }
	| { readonly kind: 'filter'; readonly severities: readonly string[]; readonly events: readonly string[] }
	| { readonly kind: 'credential'; readonly identity: number }
	/** The workflow is deactivated and activated again; its node may be renamed meanwhile. */
	| {
			readonly kind: 'reactivated';
			/** The name of the node from now on, under which n8n keeps the state. */
			readonly name: string;
			/** A poll is running at the deactivation, and n8n drops its items. */
			readonly duringPoll: boolean;
	  }
	/** A copy of the workflow starts without a saved state. */
	| { readonly kind: 'copied' }
	| { readonly kind: 'state'; readonly stored: unknown };

/** The tag that a workflow sets, the time that it has, and how often an incident without the tag is delivered again. */
export interface Acknowledgement {
	readonly tag: string;
	readonly afterMs: number;
	readonly times: number;
}

export interface History {
	readonly habits: Pick<TenantHabits, 'order' | 'link' | 'pageMax' | 'tellsTime'>;
	readonly events: readonly string[];
	readonly severities: readonly string[];
	readonly settleMs: number;
	readonly maxPerPoll: number;
	readonly ownChanges: 'include' | 'mark' | 'skip';
	/** Undefined when no workflow acknowledges its items. */
	readonly acknowledgement: Acknowledgement | undefined;
	readonly steps: readonly Step[];
}

const severity = fc.constantFrom('low', 'medium', 'high');
const rarely = fc.integer({ min: 0, max: 4 }).map((number) => number === 0);
const place = fc.nat(5);
const waitMs = fc.constantFrom(0, 3_000, 3_000, 60_000, 600_000);

/** Within the look-back of an hour. */
const downMs = fc.constantFrom(0, 0, 60_000, 1_500_000);

const create: fc.Arbitrary<TenantEvent> = fc.record({
	kind: fc.constant('create' as const),
	severity,
	lateMs: fc.constantFrom(0, 0, 0, 0, 90_000, 1_200_000),
	tie: rarely,
});
const change: fc.Arbitrary<TenantEvent> = fc.record({
	kind: fc.constant('change' as const),
	place,
	field: fc.constantFrom(...FIELDS),
	value: fc.nat(3),
	silent: rarely,
	tie: rarely,
	own: rarely,
});
const merge: fc.Arbitrary<TenantEvent> = fc.record({
	kind: fc.constant('merge' as const),
	place,
	into: place,
	silent: rarely,
});
const addAlert: fc.Arbitrary<TenantEvent> = fc.record({ kind: fc.constant('alert' as const), place });
const happening = fc.oneof({ weight: 4, arbitrary: create }, { weight: 4, arbitrary: change }, merge, {
	weight: 2,
	arbitrary: addAlert,
});
const events = fc.constantFrom<readonly string[]>(
	['created', 'merged', 'statusChanged', 'severityChanged', 'assigned', 'tagged', 'commented', 'updated'],
	['created', 'merged', 'alertsAdded', 'commented'],
	['created'],
	['created', 'merged', 'severityChanged'],
	['statusChanged', 'tagged'],
);
const severities = fc.constantFrom<readonly string[]>([], [], ['high'], ['medium', 'high']);

const poll: fc.Arbitrary<Step> = fc.record({
	kind: fc.constant('poll' as const),
	waitMs,
	failAt: fc.constantFrom(0, 0, 0, 1, 2, 3),
	during: fc.option(fc.record({ call: fc.integer({ min: 1, max: 3 }), what: happening }), {
		nil: undefined,
		freq: 3,
	}),
});
const kill: fc.Arbitrary<Step> = fc.record({
	kind: fc.constant('kill' as const),
	waitMs,
	...{ state: fc.constantFrom(true, true, false), execution: fc.boolean(), running: fc.boolean() },
	downMs,
	failAt: fc.constantFrom(0, 0, 1, 2),
});
const reason: fc.Arbitrary<Step> = fc.oneof(
	fc.record({
		...{ kind: fc.constant('overlap' as const), waitMs },
		on: fc.constantFrom('one', 'copies', 'late copies'),
	}),
	{ weight: 4, arbitrary: kill },
	fc.record({ kind: fc.constant('restart' as const), downMs }),
	fc.constantFrom(-900_000, 0, 900_000).map((ms): Step => ({ kind: 'skew', ms })),
	fc.record({ kind: fc.constant('filter' as const), severities, events }),
	fc.record({ kind: fc.constant('credential' as const), identity: fc.constantFrom(1, 2) }),
	fc.record({
		kind: fc.constant('reactivated' as const),
		...{ name: fc.constantFrom('a', 'b'), duringPoll: fc.boolean() },
	}),
	fc.constant<Step>({ kind: 'copied' }),
	fc
		.constantFrom({ v: 0, checkpoint: 'yesterday' }, { v: 1 }, null, 'text')
		.map((stored): Step => ({ kind: 'state', stored })),
);

/** Histories of a tenant and the trigger that watches it. */
export const histories: fc.Arbitrary<History> = fc.record({
	habits: fc.record({
		order: fc.constantFrom('honored' as const, 'ignored' as const, 'refused' as const),
		pageMax: fc.constantFrom(2, 3, 50),
		link: fc.constantFrom('skip' as const, 'counted' as const),
		tellsTime: fc.constantFrom(true, true, true, false),
	}),
	events,
	severities,
	settleMs: fc.constantFrom(0, 0, 300_000),
	maxPerPoll: fc.constantFrom(1, 2, 50),
	ownChanges: fc.constantFrom('include' as const, 'include' as const, 'mark' as const, 'skip' as const),
	acknowledgement: fc.option(
		// Less than two polls, so that a history is quiet only when nothing waits.
		fc.record({ tag: fc.constantFrom('a', 'C'), afterMs: fc.constant(90_000), times: fc.constantFrom(1, 2) }),
		{ nil: undefined, freq: 2 },
	),
	steps: fc.array(
		fc.oneof(
			{ weight: 5, arbitrary: happening },
			{ weight: 5, arbitrary: poll },
			{ weight: 2, arbitrary: reason },
		),
		{ minLength: 2, maxLength: 16 },
	),
});
