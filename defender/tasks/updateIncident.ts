import type { SecurityApi } from '../api/securityApi';
import { asDefenderError, DefenderError } from '../core/errors';
import type { Host } from '../core/host';
import { redirectedIncident } from '../core/sentences/incidents';
import type { Incident } from '../incidents/incident';
import {
	changesBetween,
	isStaleRead,
	planUpdate,
	refuseBadRequest,
	unmetFields,
	type Changes,
	type IncidentPatch,
	type PatchField,
	type UpdateRequest,
} from '../incidents/update';
import { writeComment, type CommentFate } from './writeComment';

/** What an update led to; `updated` is only said of what was seen to hold afterwards. */
export interface UpdateResult {
	readonly incident: Incident;
	readonly outcome: 'updated' | 'unchanged' | 'conflict' | 'partial' | 'notApplied';
	readonly changes: Changes;
	/** Fields that the service accepted with success and left as they were. */
	readonly notApplied: readonly PatchField[];
	readonly pending?: 'comment';
	readonly redirectedTo?: string | null;
	/** Sentence for the user where the outcome needs one. */
	readonly reason?: string;
}

const MAX_ROUNDS = 4;
const READ_BACKS = 3;
const FIRST_READ_BACK_MS = 250;

/**
 * Reads, plans on that read, writes back to back, verifies, and comments last, so that a comment never speaks of a write
 * that did not happen.
 * @throws DefenderError
 */
export async function updateIncident(
	api: SecurityApi,
	host: Host,
	id: string,
	request: UpdateRequest,
): Promise<UpdateResult> {
	refuseBadRequest(request);
	const written = await writeFields(api, host, id, request);
	if (written.kind === 'redirected') return conflict(written.incident);
	const { before, after, notApplied } = written;
	const changes = changesBetween(before, after, written.fields);
	const comment = await commentAfter(api, after, request, written.fields.length > 0);
	const nothingHeld = written.fields.length > 0 && notApplied.length === written.fields.length;
	const incident = comment.comments === undefined ? after : { ...after, comments: comment.comments };
	return {
		incident,
		outcome: outcomeOf(written.fields.length > 0, nothingHeld, notApplied.length > 0, comment.fate),
		changes,
		notApplied,
		...(comment.fate === 'inDoubt' ? { pending: 'comment' as const } : {}),
		...(comment.reason === undefined ? {} : { reason: comment.reason }),
	};
}

type Written =
	| { readonly kind: 'redirected'; readonly incident: Incident }
	| {
			readonly kind: 'settled';
			readonly before: Incident;
			readonly after: Incident;
			readonly fields: readonly PatchField[];
			readonly notApplied: readonly PatchField[];
	  };

/**
 * The guarded write. A PATCH that certainly did nothing (throttled, not sent) is planned anew on a new read; one whose
 * fate is unknown is settled by what the next read shows. `before` is the first read, so that changes tell the whole story.
 */
async function writeFields(
	api: SecurityApi,
	host: Host,
	id: string,
	request: UpdateRequest,
): Promise<Written> {
	let first: Incident | undefined;
	let fields: readonly PatchField[] = [];
	for (let round = 1; ; round++) {
		const fresh = await api.getIncident(id, { alerts: false });
		first ??= fresh;
		const plan = planUpdate(request, fresh);
		if (plan.kind === 'refuse') return { kind: 'redirected', incident: fresh };
		if (plan.kind === 'nothing')
			return { kind: 'settled', before: first, after: fresh, fields, notApplied: [] };
		fields = fieldsOf(plan.patch);
		try {
			const answer = await api.patchIncident(id, plan.patch);
			const after = await readBack(api, host, fresh, answer, plan.patch);
			return { kind: 'settled', before: first, after, fields, notApplied: unmetFields(plan.patch, after) };
		} catch (failure) {
			if (round >= MAX_ROUNDS || !isWorthAnotherRead(failure)) throw asDefenderError(failure);
			if (failure.effect === 'none') fields = [];
			await host.sleep(FIRST_READ_BACK_MS * 2 ** round * host.random());
		}
	}
}

/** The PATCH's answer where it proves the write, else the state read again once the service has caught up. */
async function readBack(
	api: SecurityApi,
	host: Host,
	before: Incident,
	answer: Incident,
	patch: IncidentPatch,
): Promise<Incident> {
	let after = answer;
	for (let attempt = 0; attempt < READ_BACKS && unmetFields(patch, after).length > 0; attempt++) {
		if (attempt > 0 && !isStaleRead(before, after)) break;
		await host.sleep(FIRST_READ_BACK_MS * 2 ** attempt);
		after = await api.getIncident(before.id, { alerts: false });
	}
	return after;
}

function isWorthAnotherRead(failure: unknown): failure is DefenderError {
	if (!(failure instanceof DefenderError)) return false;
	const { kind } = failure.trouble;
	return (
		failure.effect === 'unknown' ||
		kind === 'throttled' ||
		kind === 'unreachable' ||
		kind === 'serviceDown' ||
		failure.trace?.status === 412
	);
}

async function commentAfter(
	api: SecurityApi,
	incident: Incident,
	request: UpdateRequest,
	fieldsWritten: boolean,
): Promise<CommentFate> {
	if (request.comment === undefined) return { fate: 'none' };
	try {
		return await writeComment(api, incident, request.comment);
	} catch (failure) {
		if (!fieldsWritten || !(failure instanceof DefenderError)) throw asDefenderError(failure);
		return { fate: 'inDoubt', reason: `${failure.message}. ${failure.description}` };
	}
}

function outcomeOf(
	wrote: boolean,
	nothingHeld: boolean,
	someMissing: boolean,
	comment: CommentFate['fate'],
): UpdateResult['outcome'] {
	if (comment === 'inDoubt') return 'partial';
	if (nothingHeld) return comment === 'written' ? 'partial' : 'notApplied';
	if (someMissing) return 'partial';
	return wrote || comment === 'written' ? 'updated' : 'unchanged';
}

function conflict(incident: Incident): UpdateResult {
	const redirectedTo = incident.redirectIncidentId;
	const reason = redirectedIncident(incident.id, redirectedTo);
	return { incident, outcome: 'conflict', changes: {}, notApplied: [], redirectedTo, reason };
}

function fieldsOf(patch: IncidentPatch): readonly PatchField[] {
	const all: readonly PatchField[] = [
		'status',
		'classification',
		'determination',
		'assignedTo',
		'customTags',
	];
	return all.filter((field) => patch[field] !== undefined);
}
