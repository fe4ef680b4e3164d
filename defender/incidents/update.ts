import { unmetConditions, noConditions, type UnmetCondition, type Conditions } from './conditions';
import type { Incident } from './incident';
import { isMerged } from './merge';
import { isSameOwner } from './owner';
import { isSameText } from './textComparison';
import { editTags, isSameTagList, isEditApplied } from './tags';
import { requestedFields, type UpdateRequest } from './updateRequest';
import {
	patchFields,
	type PatchField,
	type SettableSeverity,
	type SettableStatus,
	type Verdict,
} from './vocabulary';

/** The fields of one PATCH, with canonical names. */
export interface IncidentPatch {
	readonly status?: SettableStatus;
	readonly severity?: SettableSeverity;
	readonly classification?: Verdict['classification'];
	readonly determination?: Verdict['determination'];
	/** Null or '' removes the owner; it is not documented which of them a service accepts. */
	readonly assignedTo?: string | null;
	readonly displayName?: string;
	readonly description?: string;
	readonly summary?: string;
	readonly resolvingComment?: string;
	readonly customTags?: readonly string[];
}

/** Fields that a write changed or would change, by name. */
export type Changes = Readonly<Record<string, { readonly from: unknown; readonly to: unknown }>>;

/** Conditions and options for planning a write. */
export interface PlanSettings {
	readonly conditions: Conditions;
	/** Refuse to resolve an incident that has no verdict. */
	readonly requireVerdict: boolean;
	/** Value that removes the owner. */
	readonly clearOwnerBy: null | '';
}

export const unconditional: PlanSettings = {
	conditions: noConditions,
	requireVerdict: false,
	clearOwnerBy: null,
};

export type Refusal =
	/** A change intended for this incident must not be written to the attack it was merged into. */
	| { readonly because: 'merged' }
	| { readonly because: 'conditions'; readonly unmet: readonly UnmetCondition[] }
	| { readonly because: 'noVerdict' };

export type UpdatePlan =
	/** All fields already have the requested values. Nothing is sent, so that no timestamp changes and no automation starts. */
	| { readonly kind: 'nothing' }
	| { readonly kind: 'refuse'; readonly refusal: Refusal }
	| { readonly kind: 'write'; readonly patch: IncidentPatch };

/**
 * Plans a write.
 * @param fresh the read on which the plan is based
 */
export function planUpdate(request: UpdateRequest, rules: PlanSettings, fresh: Incident): UpdatePlan {
	if (isMerged(fresh)) return { kind: 'refuse', refusal: { because: 'merged' } };
	const unmet = unmetConditions(rules.conditions, fresh);
	if (unmet.length > 0) return { kind: 'refuse', refusal: { because: 'conditions', unmet } };
	const classification = request.verdict?.classification ?? fresh.classification;
	const resolves = request.status === 'resolved' && fresh.status !== 'resolved';
	if (rules.requireVerdict && resolves && classification === 'unknown')
		return { kind: 'refuse', refusal: { because: 'noVerdict' } };
	const open = unmetFields(request, fresh, fresh);
	if (open.length === 0) return { kind: 'nothing' };
	return { kind: 'write', patch: buildPatch(request, open, rules.clearOwnerBy, fresh) };
}

function buildPatch(
	request: UpdateRequest,
	open: readonly PatchField[],
	clearOwnerBy: null | '',
	fresh: Incident,
): IncidentPatch {
	const { assignedTo, tags, verdict } = request;
	const values: IncidentPatch = {
		...request,
		...verdict,
		assignedTo: assignedTo ?? clearOwnerBy,
		...(tags && { customTags: editTags(tags, fresh.customTags) }),
	};
	const writesVerdict = open.some(isVerdictField);
	const written = patchFields.filter(
		(field) => open.includes(field) || (writesVerdict && isVerdictField(field)),
	);
	return Object.fromEntries(written.map((field) => [field, values[field]]));
}

/** Whether a field is one half of the verdict. Both halves are written together. */
function isVerdictField(field: PatchField): boolean {
	return field === 'classification' || field === 'determination';
}

/** The fields that a patch writes. */
export function fieldsOf(patch: IncidentPatch): readonly PatchField[] {
	return patchFields.filter((field) => patch[field] !== undefined);
}

/**
 * Returns the requested fields that do not have the requested value in `after`. None means that the request is verified.
 * @param base the read on which the request was planned: it defines which tags to remove
 */
export function unmetFields(request: UpdateRequest, base: Incident, after: Incident): readonly PatchField[] {
	const { tags, verdict } = request;
	const values = { ...request, ...verdict };
	return requestedFields(request).filter((field) => {
		switch (field) {
			case 'assignedTo':
				return !isSameOwner(request.assignedTo ?? null, after.assignedTo);
			case 'customTags':
				return tags && !isEditApplied(tags, base.customTags, after.customTags);
			default:
				return !isSameText(values[field] ?? '', after[field] ?? '');
		}
	});
}

/**
 * Returns the requested fields that have neither the requested value nor the one in `seen`: someone else changed them, and
 * another write would undo that. Tags are never among them, because an edit keeps the tags of others.
 */
export function fieldsChangedByOthers(
	request: UpdateRequest,
	seen: Incident,
	fresh: Incident,
): readonly PatchField[] {
	return unmetFields(request, seen, fresh).filter(
		(field) => field !== 'customTags' && !isSameField(field, seen, fresh),
	);
}

/**
 * Returns the part of a request that is worth a second PATCH after a successful one: tags that someone changed at the same
 * time, and an owner that `null` did not remove. A field that the service accepted but ignored is not repeated.
 * @returns undefined when nothing is worth repeating
 */
export function requestToRepeat(
	request: UpdateRequest,
	clearedBy: null | '',
	before: Incident,
	after: Incident,
): UpdateRequest | undefined {
	const { tags } = request;
	const unmet = unmetFields(request, before, after);
	const clears =
		request.assignedTo === null && clearedBy === null && isSameOwner(before.assignedTo, after.assignedTo);
	const tagsChanged = !isSameTagList(before.customTags, after.customTags);
	const repeated: UpdateRequest = {
		...(clears && unmet.includes('assignedTo') ? { assignedTo: null } : {}),
		...(tags && tagsChanged && unmet.includes('customTags') ? { tags } : {}),
	};
	return requestedFields(repeated).length === 0 ? undefined : repeated;
}

/** Returns the fields that differ between two reads. */
export function changesBetween(before: Incident, after: Incident, fields: readonly PatchField[]): Changes {
	const changed = fields.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
	return Object.fromEntries(changed.map((field) => [field, { from: before[field], to: after[field] }]));
}

/** Whether a read-back is not newer than the read before the write: it then proves nothing about the write. */
export function isStaleRead(before: Incident, readBack: Incident): boolean {
	return readBack.lastUpdateDateTime <= before.lastUpdateDateTime;
}

function isSameField(field: PatchField, one: Incident, other: Incident): boolean {
	if (field === 'assignedTo') return isSameOwner(one.assignedTo, other.assignedTo);
	return one[field] === other[field];
}
