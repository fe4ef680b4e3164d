import type { SecurityApi } from '../api/securityApi';
import { asDefenderError, DefenderError } from '../core/errors';
import type { Host } from '../core/host';
import { overtakenWrite, redirectedIncident } from '../core/sentences/incidents';
import type { Incident } from '../incidents/incident';
import {
	changesBetween,
	refuseBadRequest,
	type Changes,
	type PatchField,
	type UpdateRequest,
} from '../incidents/update';
import { writeComment, type CommentFate } from './writeComment';
import { writeFields, type SettledWrite, type Written } from './writeFields';

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
	if (written.kind !== 'settled') return conflict(written);
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

function outcomeOf(written: SettledWrite, comment: CommentFate['fate']): UpdateResult['outcome'] {
	const { fields, notApplied, unproven } = written;
	if (comment === 'inDoubt' || unproven !== undefined) return 'partial';
	if (notApplied.length === 0) return fields.length > 0 || comment === 'written' ? 'updated' : 'unchanged';
	return notApplied.length === fields.length && comment === 'none' ? 'notApplied' : 'partial';
}

function conflict(written: Exclude<Written, SettledWrite>): UpdateResult {
	const { incident } = written;
	const unwritten = { incident, outcome: 'conflict', changes: {} } as const;
	if (written.kind === 'overtaken') {
		return { ...unwritten, notApplied: written.fields, reason: overtakenWrite(incident.id, written.fields) };
	}
	const redirectedTo = incident.redirectIncidentId;
	const reason = redirectedIncident(incident.id, redirectedTo, written.inDoubt);
	return { ...unwritten, notApplied: [], redirectedTo, reason };
}
