import { z } from 'zod';
import type { Instant } from '../../tenant/clock.mts';
import type { IncidentRecord, JournalEntry } from '../../tenant/practice.mts';

/** A poll that did not fail and whose result counted. Positions are numbers of journal entries. */
export interface FinishedPoll {
	/** What the tenant's journal held when it began. */
	readonly from: number;
	/** What it held when it ended. */
	readonly to: number;
	/** The tenant's clock when it began. */
	readonly at: Instant;
	/** Number of items. */
	readonly items: number;
}

/** What reached the workflow, and when n8n died, in order. */
export type Happening =
	| { readonly kind: 'items'; readonly items: readonly unknown[] }
	| {
			readonly kind: 'crash';
			/** A batch had reached the workflow whose state n8n had not kept; undefined where nobody knows. */
			readonly forgot?: boolean;
	  };

/** What the trigger was asked to watch, as far as it decides what must be told. */
export interface Promised {
	readonly lookBackMs: number;
	readonly sweepMs: number;
	/** Severities of the filter; none: all. */
	readonly severities: readonly string[];
	/** A poll with this number of items was cut: it has not reported all that it read. */
	readonly maxPerPoll: number;
}

/** All that the checker is told of one life of a trigger. */
export interface LifeRecord {
	readonly journal: readonly JournalEntry[];
	/** The tenant's incidents at the end. */
	readonly incidents: readonly IncidentRecord[];
	/** The tenant's clock when the trigger was activated: what is stamped earlier is none of its business. */
	readonly startedAt: Instant;
	/** The journal's length then. */
	readonly startedWith: number;
	readonly polls: readonly FinishedPoll[];
	readonly happenings: readonly Happening[];
	readonly promised: Promised;
}

const item = z.object({
	id: z.string(),
	lastUpdateDateTime: z.string(),
	deliveryId: z.string(),
	firstSeen: z.boolean(),
	redelivered: z.literal(true).optional(),
	status: z.string(),
	severity: z.string(),
	assignedTo: z.string().nullable(),
	classification: z.string(),
	determination: z.string(),
	displayName: z.string(),
	customTags: z.array(z.string()),
	redirectIncidentId: z.string().nullable(),
	comments: z.array(z.object({ comment: z.string() })),
});

/** An item of the trigger as a workflow sees it. */
export type TriggerItem = z.infer<typeof item>;

/** Reads an item; throws a ZodError for one that lacks what the contract promises. */
export const readItem = (value: unknown): TriggerItem => item.parse(value);
