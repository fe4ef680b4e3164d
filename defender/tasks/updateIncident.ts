import type { SecurityApi } from '../api/securityApi';
import { asDefenderError, DefenderError } from '../core/errors';
import type { Host } from '../core/host';
import { notReadBack, redirectedIncident } from '../core/sentences/incidents';
import type { Incident } from '../incidents/incident';
import {
	changesBetween,
	isStaleRead,
	leavesOpen,
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
 * @param known the newest state that this execution has seen of the incident: reads may lag behind its own writes, and
 *   planning on such a read would take them back
 * @throws DefenderError
 */
export async function updateIncident(
	api: SecurityApi,
	host: Host,
	id: string,
	request: UpdateRequest,
	known?: Incident,
): Promise<UpdateResult> {
	refuseBadRequest(request);
	const written = await writeFields(api, host, id, request, known);
	if (written.kind === 'redirected') return conflict(written.incident, written.inDoubt);
	const { before, after, fields, notApplied } = written;
	const comment = await commentAfter(api, after, request, fields.length > 0);
	const reason = written.unproven ?? comment.reason;
	return {
		incident: comment.comments === undefined ? after : { ...after, comments: comment.comments },
		outcome: outcomeOf(written, comment.fate),
		changes: changesBetween(before, after, fields),
		notApplied,
		...(comment.fate === 'inDoubt' ? { pending: 'comment' as const } : {}),
		...(reason === undefined ? {} : { reason }),
	};
}

interface Settled {
	readonly kind: 'settled';
	/** The first read, so that changes tell the whole story. */
	readonly before: Incident;
	readonly after: Incident;
	/** Fields that were sent. */
	readonly fields: readonly PatchField[];
	/** Fields that were sent and do not hold, or are not seen to hold. */
	readonly notApplied: readonly PatchField[];
	/** Why `notApplied` is doubt rather than knowledge. */
	readonly unproven?: string;
}

type Written =
	| Settled
	/** `inDoubt`: a PATCH before the merge may have been stored. */
	| { readonly kind: 'redirected'; readonly incident: Incident; readonly inDoubt: boolean };

/**
 * The guarded write. A PATCH that certainly did nothing (throttled, not sent) is planned anew on a new read; one whose
 * fate is unknown is settled by what the next read shows.
 */
async function writeFields(
	api: SecurityApi,
	host: Host,
	id: string,
	request: UpdateRequest,
	known: Incident | undefined,
): Promise<Written> {
	let before: Incident | undefined;
	let inDoubt: readonly PatchField[] = [];
	for (let round = 1; ; round++) {
		const read = await readFresh(api, id, inDoubt.length > 0);
		const fresh = known !== undefined && read.lastUpdateDateTime < known.lastUpdateDateTime ? known : read;
		before ??= fresh;
		const plan = planUpdate(request, fresh);
		if (plan.kind === 'refuse') return { kind: 'redirected', incident: fresh, inDoubt: inDoubt.length > 0 };
		if (plan.kind === 'nothing')
			return { kind: 'settled', before, after: fresh, fields: inDoubt, notApplied: [] };
		const { patch } = plan;
		const fields = [...new Set([...inDoubt, ...fieldsOf(patch)])];
		const answer = await api.patchIncident(id, patch).catch(asDefenderError);
		if (!(answer instanceof DefenderError)) {
			const seen = await readBack(api, host, fresh, answer, patch);
			return {
				kind: 'settled',
				before,
				...seen,
				fields,
				notApplied: unmetFields(patch, seen.after),
			};
		}
		if (round >= MAX_ROUNDS || !isWorthAnotherRead(answer))
			throw inDoubt.length > 0 ? answer.withUnknownEffect() : answer;
		if (answer.effect === 'unknown') inDoubt = fields;
		await host.sleep(FIRST_READ_BACK_MS * 2 ** round * host.random());
	}
}

/** When a PATCH before may have acted, a read that fails must not sound as if nothing had happened. */
async function readFresh(api: SecurityApi, id: string, mayHaveActed: boolean): Promise<Incident> {
	try {
		return await api.getIncident(id, { alerts: false });
	} catch (failure) {
		throw mayHaveActed ? asDefenderError(failure).withUnknownEffect() : asDefenderError(failure);
	}
}

/**
 * The PATCH's answer where it proves the write, else the state read again once the service has caught up. A read-back that
 * fails leaves the answer standing, as doubt.
 */
async function readBack(
	api: SecurityApi,
	host: Host,
	before: Incident,
	answer: Incident,
	patch: IncidentPatch,
): Promise<Pick<Settled, 'after' | 'unproven'>> {
	let after = answer;
	for (let attempt = 0; attempt < READ_BACKS && leavesOpen(patch, before, after); attempt++) {
		if (attempt > 0 && !isStaleRead(before, after)) break;
		await host.sleep(FIRST_READ_BACK_MS * 2 ** attempt);
		const read = await api.getIncident(before.id, { alerts: false }).catch(asDefenderError);
		if (read instanceof DefenderError) return { after, unproven: notReadBack(read.message) };
		after = read;
	}
	return { after };
}

function isWorthAnotherRead(failure: DefenderError): boolean {
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

function outcomeOf(written: Settled, comment: CommentFate['fate']): UpdateResult['outcome'] {
	const { fields, notApplied, unproven } = written;
	if (comment === 'inDoubt' || unproven !== undefined) return 'partial';
	if (notApplied.length === 0) return fields.length > 0 || comment === 'written' ? 'updated' : 'unchanged';
	return notApplied.length === fields.length && comment === 'none' ? 'notApplied' : 'partial';
}

function conflict(incident: Incident, inDoubt: boolean): UpdateResult {
	const redirectedTo = incident.redirectIncidentId;
	const reason = redirectedIncident(incident.id, redirectedTo, inDoubt);
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
