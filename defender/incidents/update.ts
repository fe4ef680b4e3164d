import { unmetConditions, noConditions, type UnmetCondition, type Conditions } from './conditions';
import type { Incident } from './incident';
import { isMerged } from './merge';
import { isSameOwner } from './owner';
import { isSameText } from './textComparison';
import { editTags, isSameTagList, isEditApplied } from './tags';
import { requestedFields, textFields, type UpdateRequest } from './updateRequest';
import {
	patchFields,
	type PatchField,
	type SettableSeverity,
	type SettableStatus,
	type Verdict,
} from './vocabulary';

/** The fields of one PATCH, in the canonical names. */
export interface IncidentPatch {
	readonly status?: SettableStatus;
	readonly severity?: SettableSeverity;
	readonly classification?: Verdict['classification'];
	readonly determination?: Verdict['determination'];
	/** Null or the empty text takes the owner away; which of them a service understands is not documented. */
	readonly assignedTo?: string | null;
	readonly displayName?: string;
	readonly description?: string;
	readonly summary?: string;
	readonly resolvingComment?: string;
	readonly customTags?: readonly string[];
}

/** What a write changed or would change, by field. */
export type Changes = Readonly<Record<string, { readonly from: unknown; readonly to: unknown }>>;

/** Under which conditions a request may be written. */
export interface PlanSettings {
	readonly conditions: Conditions;
	/** Refuse to resolve an incident that has no verdict. */
	readonly requireVerdict: boolean;
	/** How to take the owner away. */
	readonly clearOwnerBy: null | '';
}

export const unconditional: PlanSettings = {
	conditions: noConditions,
	requireVerdict: false,
	clearOwnerBy: null,
};

export type Refusal =
	/** A verdict meant for this incident must not land on the attack it was merged into. */
	| { readonly because: 'merged' }
	| { readonly because: 'conditions'; readonly unmet: readonly UnmetCondition[] }
	| { readonly because: 'noVerdict' };

export type UpdatePlan =
	/** Everything asked already holds: no call, so that no time stamp moves and no automation is woken. */
	| { readonly kind: 'nothing' }
	| { readonly kind: 'refuse'; readonly refusal: Refusal }
	| { readonly kind: 'write'; readonly patch: IncidentPatch };

/** Decides on one fresh read alone. Verdicts are written as pairs; owners are compared without letter case. */
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
	const { status, severity, verdict, assignedTo, tags } = request;
	const writes = (field: PatchField) => open.includes(field);
	const texts = textFields.filter(writes).map((field) => [field, request[field]]);
	return {
		...(status !== undefined && writes('status') ? { status } : {}),
		...(severity !== undefined && writes('severity') ? { severity } : {}),
		...(writes('classification') || writes('determination') ? verdict : {}),
		...(assignedTo !== undefined && writes('assignedTo') ? { assignedTo: assignedTo ?? clearOwnerBy } : {}),
		...Object.fromEntries(texts),
		...(tags !== undefined && writes('customTags') ? { customTags: editTags(tags, fresh.customTags) } : {}),
	};
}

/** The fields that a patch writes. */
export function fieldsOf(patch: IncidentPatch): readonly PatchField[] {
	return patchFields.filter((field) => patch[field] !== undefined);
}

/**
 * The asked fields that do not hold in `after`; empty means the request is proven.
 * @param base the read on which the request was planned: it says which tags were to go
 */
export function unmetFields(request: UpdateRequest, base: Incident, after: Incident): readonly PatchField[] {
	const { verdict, tags } = request;
	return requestedFields(request).filter((field) => {
		switch (field) {
			case 'status':
			case 'severity':
				return request[field] !== after[field];
			case 'classification':
			case 'determination':
				return verdict?.[field] !== after[field];
			case 'assignedTo':
				return !isSameOwner(request.assignedTo ?? null, after.assignedTo);
			case 'customTags':
				return tags !== undefined && !isEditApplied(tags, base.customTags, after.customTags);
			default:
				return !isSameText(request[field] ?? '', after[field] ?? '');
		}
	});
}

/**
 * The fields that now hold neither what stood at `seen` nor what is asked: somebody else has written them since, and writing
 * again would take that back. Tags never count, since an edit keeps theirs.
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
 * What is worth a second PATCH after one that was answered with success: tags that somebody moved at the same moment, and an
 * owner that the first way of clearing did not clear. A field that the service took and left alone is not.
 * @returns undefined when there is nothing
 */
export function requestToRepeat(
	request: UpdateRequest,
	clearedBy: null | '',
	before: Incident,
	after: Incident,
): UpdateRequest | undefined {
	const unmet = unmetFields(request, before, after);
	const clears =
		request.assignedTo === null && clearedBy === null && isSameOwner(before.assignedTo, after.assignedTo);
	const tagsMoved = !isSameTagList(before.customTags, after.customTags);
	const again: UpdateRequest = {
		...(clears && unmet.includes('assignedTo') ? { assignedTo: null } : {}),
		...(request.tags !== undefined && tagsMoved && unmet.includes('customTags')
			? { tags: request.tags }
			: {}),
	};
	return requestedFields(again).length === 0 ? undefined : again;
}

/** What really differs between two reads, for some fields. */
export function changesBetween(before: Incident, after: Incident, fields: readonly PatchField[]): Changes {
	const changed = fields.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
	return Object.fromEntries(changed.map((field) => [field, { from: before[field], to: after[field] }]));
}

/**
 * Whether a read-back shows the state from before our write, time stamp included: the service has not caught up, so this
 * read says nothing about the write.
 */
export function isStaleRead(before: Incident, readBack: Incident): boolean {
	return readBack.lastUpdateDateTime <= before.lastUpdateDateTime;
}

function isSameField(field: PatchField, one: Incident, other: Incident): boolean {
	if (field === 'assignedTo') return isSameOwner(one.assignedTo, other.assignedTo);
	return one[field] === other[field];
}
