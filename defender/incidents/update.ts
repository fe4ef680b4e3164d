import { invalidInput } from '../core/errors';
import * as say from '../core/sentences/incidents';
import type { Incident } from './incident';
import { addTags, hasTag } from './tags';
import type { SettableStatus, Verdict } from './vocabulary';

/** What the user wants to hold afterwards. Absent properties are left as they are. */
export interface UpdateRequest {
	readonly status?: SettableStatus;
	readonly verdict?: Verdict;
	readonly assignedTo?: string;
	/** Tags to add; empty adds none. */
	readonly addTags: readonly string[];
	/** Plain text, at most `MAX_COMMENT` characters. */
	readonly comment?: string;
}

/** Longest comment that the portal and API accept, in UTF-16 units (reference: incident comments). */
export const MAX_COMMENT = 30_000;

/** The fields of one PATCH, in the canonical names. */
export interface IncidentPatch {
	readonly status?: SettableStatus;
	readonly classification?: Verdict['classification'];
	readonly determination?: Verdict['determination'];
	readonly assignedTo?: string;
	readonly customTags?: readonly string[];
}

export type PatchField = keyof IncidentPatch;

/** What a write changed or would change, by field. */
export type Changes = Readonly<Record<string, { readonly from: unknown; readonly to: unknown }>>;

export type UpdatePlan =
	/** Everything asked already holds: no call, so that no time stamp moves and no automation is woken. */
	| { readonly kind: 'nothing' }
	/** The incident was merged away; a verdict meant for it must not land on the attack it was merged into. */
	| { readonly kind: 'refuse' }
	| { readonly kind: 'write'; readonly patch: IncidentPatch };

/**
 * Refuses a request that cannot be right, before any call.
 * @throws DefenderError `invalidInput` naming the field
 */
export function refuseBadRequest({
	status,
	verdict,
	assignedTo,
	addTags: tags,
	comment,
}: UpdateRequest): void {
	const asked = [status, verdict, assignedTo, tags[0], comment].some((part) => part !== undefined);
	if (!asked) throw invalidInput('updateFields', say.nothingAsked());
	if (assignedTo?.trim() === '') throw invalidInput('updateFields.assignedTo', say.emptyOwner());
	if (comment === undefined) return;
	if (comment.trim() === '') throw invalidInput('comment', say.emptyComment());
	if (comment.length > MAX_COMMENT)
		throw invalidInput('comment', say.commentTooLong(comment.length, MAX_COMMENT));
}

/** `verdict` pairs and owners are compared exactly, owners without letter case. Decided on a fresh read alone. */
export function planUpdate(request: UpdateRequest, fresh: Incident): UpdatePlan {
	if (fresh.status === 'redirected' || fresh.redirectIncidentId !== null) {
		return { kind: 'refuse' };
	}
	const { status, verdict, assignedTo } = request;
	const customTags = addTags(fresh.customTags, request.addTags);
	const patch: IncidentPatch = {
		...(status === undefined || status === fresh.status ? {} : { status }),
		...(verdict === undefined || holdsVerdict(verdict, fresh) ? {} : verdict),
		...(assignedTo === undefined || sameOwner(assignedTo, fresh.assignedTo) ? {} : { assignedTo }),
		...(customTags.length === fresh.customTags.length ? {} : { customTags }),
	};
	return Object.keys(patch).length === 0 ? { kind: 'nothing' } : { kind: 'write', patch };
}

/** The fields that a patch writes. */
export function fieldsOf(patch: IncidentPatch): readonly PatchField[] {
	const all: readonly PatchField[] = [
		'status',
		'classification',
		'determination',
		'assignedTo',
		'customTags',
	];
	return all.filter((field) => patch[field] !== undefined);
}

/** The written fields that do not hold in what came back; empty means the write is proven. */
export function unmetFields(patch: IncidentPatch, after: Incident): readonly PatchField[] {
	const unmet: PatchField[] = [];
	if (patch.status !== undefined && patch.status !== after.status) unmet.push('status');
	if (patch.classification !== undefined && patch.classification !== after.classification)
		unmet.push('classification');
	if (patch.determination !== undefined && patch.determination !== after.determination)
		unmet.push('determination');
	if (patch.assignedTo !== undefined && !sameOwner(patch.assignedTo, after.assignedTo))
		unmet.push('assignedTo');
	if (patch.customTags?.some((tag) => !hasTag(after.customTags, tag)) === true) unmet.push('customTags');
	return unmet;
}

/**
 * Whether an answer to a write says too little: a written field does not hold in it, or tags that nobody asked to change
 * are gone from it, as some answers leave them out.
 */
export function leavesOpen(patch: IncidentPatch, before: Incident, answer: Incident): boolean {
	const tagsMissing =
		patch.customTags === undefined && answer.customTags.length === 0 && before.customTags.length > 0;
	return tagsMissing || unmetFields(patch, answer).length > 0;
}

/**
 * The fields of a PATCH whose answer was lost that now hold neither what stood before it nor what it asked for: somebody
 * else has written them since, and writing again would take that back. Tags never count, since adding keeps theirs.
 */
export function overtakenFields(
	patch: IncidentPatch,
	seen: Incident,
	fresh: Incident,
): readonly PatchField[] {
	return unmetFields(patch, fresh).filter((field) => field !== 'customTags' && seen[field] !== fresh[field]);
}

/** What really differs between two reads, for the fields of a patch. */
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

function holdsVerdict(verdict: Verdict, incident: Incident): boolean {
	return (
		verdict.classification === incident.classification && verdict.determination === incident.determination
	);
}

function sameOwner(wanted: string, actual: string | null): boolean {
	return wanted.toLowerCase() === (actual ?? '').toLowerCase();
}
