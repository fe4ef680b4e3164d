import type { SecurityApi } from '../api/securityApi';
import { asDefenderError, DefenderError } from '../core/errors';
import type { Host } from '../core/host';
import { notReadBack } from '../core/sentences/incidents';
import type { Incident } from '../incidents/incident';
import {
	fieldsOf,
	isStaleRead,
	leavesOpen,
	overtakenFields,
	planUpdate,
	unmetFields,
	type IncidentPatch,
	type PatchField,
	type UpdateRequest,
} from '../incidents/update';

const MAX_ROUNDS = 4;
const READ_BACKS = 3;
const FIRST_READ_BACK_MS = 250;

/** What is known of the fields after the write. */
export interface SettledWrite {
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

export type Written =
	| SettledWrite
	/** `inDoubt`: a PATCH before the merge may have been stored. */
	| { readonly kind: 'redirected'; readonly incident: Incident; readonly inDoubt: boolean }
	/** Somebody wrote these fields after a PATCH of ours that got no answer. */
	| { readonly kind: 'overtaken'; readonly incident: Incident; readonly fields: readonly PatchField[] };

/**
 * The guarded write. A PATCH that certainly did nothing (throttled, not sent, refused to a token that is renewed now) is planned anew on a new read; one whose
 * fate is unknown is settled by what the next read shows, and given up where somebody else has written since.
 */
export async function writeFields(
	api: SecurityApi,
	host: Host,
	id: string,
	request: UpdateRequest,
	known: Incident | undefined,
): Promise<Written> {
	let before: Incident | undefined;
	let inDoubt: readonly PatchField[] = [];
	let unanswered: { readonly patch: IncidentPatch; readonly seen: Incident } | undefined;
	for (let round = 1; ; round++) {
		const read = await readFresh(api, id, inDoubt.length > 0);
		const fresh = known !== undefined && read.lastUpdateDateTime < known.lastUpdateDateTime ? known : read;
		before ??= fresh;
		const plan = planUpdate(request, fresh);
		if (plan.kind === 'refuse') return { kind: 'redirected', incident: fresh, inDoubt: inDoubt.length > 0 };
		const overtaken = unanswered && overtakenFields(unanswered.patch, unanswered.seen, fresh);
		if (overtaken?.[0] !== undefined) return { kind: 'overtaken', incident: fresh, fields: overtaken };
		if (plan.kind === 'nothing')
			return { kind: 'settled', before, after: fresh, fields: inDoubt, notApplied: [] };
		const { patch } = plan;
		const fields = [...new Set([...inDoubt, ...fieldsOf(patch)])];
		const answer = await api.patchIncident(id, patch).catch(asDefenderError);
		if (!(answer instanceof DefenderError)) {
			const seen = await readBack(api, host, fresh, answer, patch);
			return { kind: 'settled', before, ...seen, fields, notApplied: unmetFields(patch, seen.after) };
		}
		if (round >= MAX_ROUNDS || !isWorthAnotherRead(answer))
			throw inDoubt.length > 0 ? answer.withUnknownEffect() : answer;
		if (answer.effect === 'unknown') {
			inDoubt = fields;
			unanswered = { patch, seen: fresh };
		}
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
): Promise<Pick<SettledWrite, 'after' | 'unproven'>> {
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
		(failure.trouble.kind === 'forbidden' && failure.trouble.renewed === true) ||
		failure.effect === 'unknown' ||
		kind === 'throttled' ||
		kind === 'unreachable' ||
		kind === 'serviceDown' ||
		failure.trace?.status === 412
	);
}
