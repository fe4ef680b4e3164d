import type { PatchResponse, SecurityApi } from '../../api/securityApi';
import { asDefenderError, DefenderError } from '../../core/errors';
import type { Host } from '../../core/host';
import type { Incident } from '../../incidents/incident';
import { isStaleRead, unmetFields } from '../../incidents/update';
import { requestedFields, type UpdateRequest } from '../../incidents/updateRequest';
import type { PatchField } from '../../incidents/vocabulary';
import type { UnexpectedContent, Unverified } from './fieldOutcome';

/** Maximum number of reads for a state that is not older than a known one. */
export const MAX_READ_BACKS = 3;
/** Milliseconds before the second read; the time doubles with each further read. */
export const FIRST_READ_BACK_MS = 250;

/** The state of an incident after a write. */
export interface StateAfterWrite {
	readonly after: Incident;
	/** Requested fields without the requested value, or missing from the response. */
	readonly notApplied: readonly PatchField[];
	/** Why `notApplied` is not certain. */
	readonly unverified?: Unverified;
	readonly unexpected?: UnexpectedContent;
}

/**
 * Returns the response to a PATCH if it verifies the write; otherwise the state that is read once the service has caught up.
 * If no such read succeeds, the response is returned as unverified.
 * @param before the read on which the PATCH was planned
 */
export async function readBack(
	api: SecurityApi,
	host: Host,
	request: UpdateRequest,
	before: Incident,
	response: PatchResponse,
): Promise<StateAfterWrite> {
	const { omitted } = response;
	const unmet = unmetFields(request, before, response.incident);
	const notApplied = requestedFields(request).filter(
		(field) => unmet.includes(field) || omitted.includes(field),
	);
	// The item contains the tags even if the request does not. Without tags before, there were none to omit.
	const areTagsOmitted = omitted.includes('customTags') && before.customTags.length > 0;
	if (notApplied.length === 0 && !areTagsOmitted) return { after: response.incident, notApplied };
	const returned = withOmitted(response, before);
	for (let attempt = 1; ; attempt++) {
		if (attempt > 1 || unmet.length > 0) await host.sleep(FIRST_READ_BACK_MS * 2 ** (attempt - 1));
		const read = await api.getIncident(before.id, { alerts: false }).catch(asDefenderError);
		if (read instanceof DefenderError)
			return { after: returned, notApplied, unverified: { because: 'notRead', message: read.message } };
		const stillUnmet = unmetFields(request, before, read);
		const isBehind = read.lastUpdateDateTime < returned.lastUpdateDateTime;
		const isCurrent = !isBehind && !isStaleRead(before, read);
		if (isCurrent || stillUnmet.length === 0) return { after: read, notApplied: stillUnmet };
		if (attempt < MAX_READ_BACKS) continue;
		// A state that is neither newer nor behind the response: the service accepted the write and changed nothing.
		return isBehind
			? { after: returned, notApplied, unverified: { because: 'outdated' } }
			: { after: read, notApplied: stillUnmet };
	}
}

/**
 * Reads the state after a successful response without the incident.
 * @param failure Microsoft's error in the response, or the message about other JSON. After an error one read is enough; for
 * other JSON the service may need time to catch up.
 * @returns undefined if a read fails
 */
export async function readUnexpected(
	api: SecurityApi,
	host: Host,
	request: UpdateRequest,
	before: Incident,
	{ message, reason, trace }: DefenderError,
): Promise<StateAfterWrite | undefined> {
	const isError = reason.kind === 'reported';
	for (let attempt = 1; ; attempt++) {
		await host.sleep(FIRST_READ_BACK_MS * 2 ** (attempt - 1));
		const after = await api.getIncident(before.id, { alerts: false }).catch(asDefenderError);
		if (after instanceof DefenderError) return undefined;
		const notApplied = unmetFields(request, before, after);
		const isLast = isError || attempt >= MAX_READ_BACKS;
		if (!isLast && notApplied.length > 0 && isStaleRead(before, after)) continue;
		return {
			after,
			notApplied,
			unexpected: isError ? { kind: 'error', trace } : { kind: 'otherJson', message },
		};
	}
}

/** Returns the incident of a response, with the previous values of the fields that the response omits. */
function withOmitted({ incident, omitted }: PatchResponse, before: Incident): Incident {
	return { ...incident, ...Object.fromEntries(omitted.map((field) => [field, before[field]])) };
}
