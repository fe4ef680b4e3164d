import type { PatchResponse, SecurityApi } from '../../api/securityApi';
import { asDefenderError, DefenderError } from '../../core/errors';
import type { Host } from '../../core/host';
import { lagging, notReadBack } from '../../incidents/sentences/updateOutcomeText';
import type { Incident } from '../../incidents/incident';
import { isStaleRead, unmetFields } from '../../incidents/update';
import { requestedFields, type UpdateRequest } from '../../incidents/updateRequest';
import type { PatchField } from '../../incidents/vocabulary';

/** How often a state that is not yet the newest is read again. */
export const READ_BACKS = 3;
export const FIRST_READ_BACK_MS = 250;

/** The state after a write, as far as it is known. */
export interface SeenAfter {
	readonly after: Incident;
	/** Asked fields that do not hold in it, or of which nothing was told. */
	readonly open: readonly PatchField[];
	/** Why `open` is doubt rather than knowledge. */
	readonly unproven?: string;
}

/**
 * The PATCH's answer where it proves the write, else the state read again once the service has caught up. A read-back that
 * fails, or never catches up, leaves the answer standing, as doubt.
 * @param before the read on which the PATCH was planned
 */
export async function readBack(
	api: SecurityApi,
	host: Host,
	request: UpdateRequest,
	before: Incident,
	answer: PatchResponse,
): Promise<SeenAfter> {
	const { omitted } = answer;
	const unmet = unmetFields(request, before, answer.incident);
	const open = requestedFields(request).filter((field) => unmet.includes(field) || omitted.includes(field));
	// Tags that nobody asked for still belong on the item; an incident without any had none to leave out.
	const areTagsOmitted = omitted.includes('customTags') && before.customTags.length > 0;
	if (open.length === 0 && !areTagsOmitted) return { after: answer.incident, open };
	const answered = filledUp(answer, before);
	for (let attempt = 1; ; attempt++) {
		if (attempt > 1 || unmet.length > 0) await host.sleep(FIRST_READ_BACK_MS * 2 ** (attempt - 1));
		const read = await api.getIncident(before.id, { alerts: false }).catch(asDefenderError);
		if (read instanceof DefenderError) return { after: answered, open, unproven: notReadBack(read.message) };
		const stillOpen = unmetFields(request, before, read);
		const behind = read.lastUpdateDateTime < answered.lastUpdateDateTime;
		const caughtUp = !behind && !isStaleRead(before, read);
		if (caughtUp || stillOpen.length === 0) return { after: read, open: stillOpen };
		if (attempt < READ_BACKS) continue;
		// Nothing moved at all: the service took the write and left everything alone.
		return behind
			? { after: answered, open, unproven: lagging(before.id) }
			: { after: read, open: stillOpen };
	}
}

/**
 * The state after a write whose answer is no incident.
 * @param reads how often a state that is not yet the newest is read at most
 * @returns the error where a read fails
 */
export async function readUnproven(
	api: SecurityApi,
	host: Host,
	request: UpdateRequest,
	before: Incident,
	reads: number,
): Promise<SeenAfter | DefenderError> {
	for (let attempt = 1; ; attempt++) {
		await host.sleep(FIRST_READ_BACK_MS * 2 ** (attempt - 1));
		const after = await api.getIncident(before.id, { alerts: false }).catch(asDefenderError);
		if (after instanceof DefenderError) return after;
		const open = unmetFields(request, before, after);
		if (attempt >= reads || open.length === 0 || !isStaleRead(before, after)) return { after, open };
	}
}

/** The answer, with what it left out as it stood before. */
function filledUp({ incident, omitted }: PatchResponse, before: Incident): Incident {
	return { ...incident, ...Object.fromEntries(omitted.map((field) => [field, before[field]])) };
}
