import { COMMENT_MAX } from '../graph/comments.mts';
import { effectOf, refuseRedirected, refuseUnfitVerdict } from '../incidents/patchEffect.mts';
import type { IncidentPatch, IncidentRecord } from '../incidents/store.mts';
import { jsonBody } from '../jsonBody.mts';
import { refuseUnknownOptions } from '../odata/options.mts';
import type { Answer } from '../surface.mts';
import { invalidBody, invalidInput } from './errors.mts';
import { entity, existing } from './incidents.mts';
import type { LegacyCall } from './legacyCall.mts';
import { writableMembers } from './names.mts';

/** `PATCH /api/incidents/{id}`: fields and comment in one call; answers the whole incident. */
export function patchIncident(call: LegacyCall, id: string): Answer {
	const { incidents, behaviours } = call.caller.tenant;
	refuseUnknownOptions(call.incoming.query, []);
	const { comment, ...fields } = jsonBody(call.incoming);
	const text = comment === undefined ? undefined : readComment(comment);
	const patch = readFields(fields, writableMembers(behaviours.falsePositiveNames));
	const before = existing(incidents.get(id), id);
	refuseRedirected(before);
	refuseUnfitVerdict({ ...before, ...patch });
	return { status: 200, body: entity(call, carriedOut(call, before, patch, text)) };
}

function carriedOut(
	{ caller: { tenant, name: by } }: LegacyCall,
	before: IncidentRecord,
	patch: IncidentPatch,
	comment: string | undefined,
): IncidentRecord {
	const { incidents, behaviours } = tenant;
	const writer = { by, via: 'api', staleReads: behaviours.staleReads } as const;
	const effective = effectOf(patch, before, behaviours);
	const changes = Object.keys(effective).length > 0;
	const moves = changes || behaviours.equalPatchMovesUpdate === 'yes';
	if (comment === undefined) return incidents.write(before.id, effective, { ...writer, moves });
	if (changes) incidents.write(before.id, effective, { ...writer, moves });
	return incidents.addComment(before.id, comment, {
		...writer,
		moves: behaviours.commentMovesUpdate === 'yes',
	});
}

function readComment(comment: unknown): string {
	if (typeof comment !== 'string' || comment.trim() === '') throw invalidInput("'comment' is a text.");
	if (comment.length > COMMENT_MAX) throw invalidInput(`A comment has at most ${COMMENT_MAX} characters.`);
	return comment;
}

/** The fields of the body under their names in the store; throws the 400 for an unknown or ill-typed one. */
function readFields(
	fields: Readonly<Record<string, unknown>>,
	members: ReturnType<typeof writableMembers>,
): IncidentPatch {
	const entries = Object.entries(fields).map(([name, value]): [string, unknown] => {
		const known = new Map(Object.entries(members)).get(name);
		if (known !== undefined) return [name, readMember(name, value, known)];
		if (name === 'assignedTo') return [name, readOwner(value)];
		if (name === 'tags') return ['customTags', readTags(value)];
		throw invalidBody(`The property '${name}' does not exist on type 'Microsoft.Mtp.IncidentUpdate'.`);
	});
	return Object.fromEntries(entries);
}

function readMember(name: string, value: unknown, known: ReadonlyMap<string, string>): string {
	const stored = typeof value === 'string' ? known.get(value) : undefined;
	if (stored !== undefined) return stored;
	throw invalidInput(`'${String(value)}' is not a valid value for '${name}'.`);
}

function readOwner(value: unknown): string | null {
	if (value === null || typeof value === 'string') return value;
	throw invalidInput("'assignedTo' is a text.");
}

function readTags(value: unknown): readonly string[] {
	if (Array.isArray(value) && value.every((tag) => typeof tag === 'string')) return value;
	throw invalidInput("'tags' is a list of texts.");
}
