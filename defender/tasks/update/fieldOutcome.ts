import type { ServiceTrace } from '../../core/errors';
import type { UtcInstant } from '../../core/instant';
import type { Incident } from '../../incidents/incident';
import type { PlanSettings, Refusal } from '../../incidents/update';
import type { UpdateRequest } from '../../incidents/updateRequest';
import type { PatchField } from '../../incidents/vocabulary';

/** Settings of one write to the fields of an incident. */
export interface FieldSettings {
	readonly request: UpdateRequest;
	readonly plan: Omit<PlanSettings, 'clearOwnerBy'>;
	/** Whether to plan the write without sending it. */
	readonly dryRun: boolean;
}

/** States of an incident that were seen before its first read, because a read may be older than an earlier write. */
export interface SeenBefore {
	/** The newest state seen by this execution; no write is planned on an older one. */
	readonly here: Incident | undefined;
	/** Last update of the newest state seen lately by other executions; an older read is repeated a few times. */
	readonly elsewhere: UtcInstant | undefined;
}

/** Facts about every write to the fields of an incident. */
export interface FieldReport {
	/** The read before the first PATCH that may have been stored, so that changes include those of every PATCH. */
	readonly before: Incident;
	readonly after: Incident;
	/** Fields that were sent and may have been stored, or that a dry run would send. */
	readonly fields: readonly PatchField[];
	/** Requested fields that do not have the requested value, or are not verified. */
	readonly notApplied: readonly PatchField[];
}

/** Why an accepted write could not be verified: the read-back failed, or returned only an older state. */
export type Unverified =
	| { readonly because: 'notRead'; readonly message: string }
	| { readonly because: 'outdated' };

/** Content of a successful response to a PATCH in place of the incident: Microsoft's error, or other JSON. */
export type UnexpectedContent =
	| { readonly kind: 'error'; readonly trace: ServiceTrace | undefined }
	| { readonly kind: 'otherJson'; readonly message: string };

/** Nothing more is to be written. */
export interface SettledFields extends FieldReport {
	readonly kind: 'settled';
	readonly unverified?: Unverified;
	readonly unexpected?: UnexpectedContent;
	/** Others changed the incident during every attempt. */
	readonly contested: boolean;
}

/** Why the fields of an incident were not written. */
export type FieldRefusal =
	| Refusal
	/** Someone changed these fields after one of our PATCHes. */
	| { readonly because: 'overtaken'; readonly fields: readonly PatchField[] }
	/** Reads stay older than a state that this execution has seen. */
	| { readonly because: 'lagging' }
	/** The service rejected the PATCH, possibly because of a merge in progress. */
	| { readonly because: 'maybeMerging'; readonly status: number };

export interface RefusedFields extends FieldReport {
	readonly kind: 'refused';
	readonly refusal: FieldRefusal;
	/** Whether a PATCH without response may have been stored. */
	readonly inDoubt: boolean;
}

/** A dry run: `after` is the planned state. */
export interface PlannedFields extends FieldReport {
	readonly kind: 'planned';
}

/** How writing the fields of one incident ended. */
export type FieldOutcome = SettledFields | PlannedFields | RefusedFields;
