import type { UtcInstant } from '../../core/instant';
import type { Incident } from '../../incidents/incident';
import type { Refusal, PlanSettings } from '../../incidents/update';
import type { UpdateRequest } from '../../incidents/updateRequest';
import type { PatchField } from '../../incidents/vocabulary';

/** What is to be written to one incident, and under which conditions. */
export interface FieldSettings {
	readonly request: UpdateRequest;
	readonly plan: Omit<PlanSettings, 'clearOwnerBy'>;
	/** Decide, but send nothing. */
	readonly dryRun: boolean;
}

/** What is known of an incident before its first read: reads may lag behind writes. */
export interface SeenBefore {
	/** The newest state that this execution has seen: nothing is planned on an older one. */
	readonly here: Incident | undefined;
	/** Last update of the newest state that other executions have seen lately: an older read is repeated a few times. */
	readonly elsewhere: UtcInstant | undefined;
}

export interface Told {
	/** The read before the first PATCH that may have acted, so that changes tell the whole story. */
	readonly before: Incident;
	readonly after: Incident;
	/** Fields that were sent and may have been stored, or that a dry run would send. */
	readonly fields: readonly PatchField[];
	/** Asked fields that do not hold, or are not seen to hold. */
	readonly notApplied: readonly PatchField[];
}

export interface SettledWrite extends Told {
	readonly kind: 'settled';
	/** Why `notApplied` is doubt rather than knowledge. */
	readonly unproven?: string;
	/** Microsoft's error that came with the success of the write, as a sentence. */
	readonly reported?: string;
	/** Others wrote at the same moment again and again. */
	readonly contested: boolean;
}

export interface Refused extends Told {
	readonly kind: 'refused';
	readonly refusal:
		| Refusal
		/** Somebody wrote these fields after a PATCH of ours. */
		| { readonly because: 'overtaken'; readonly fields: readonly PatchField[] }
		/** Reads stay behind what this execution has seen. */
		| { readonly because: 'lagging' }
		| { readonly because: 'maybeMerging'; readonly status: number };
	/** A PATCH without answer may have been stored. */
	readonly inDoubt: boolean;
}

export interface Planned extends Told {
	readonly kind: 'planned';
}

export type Written = SettledWrite | Planned | Refused;
