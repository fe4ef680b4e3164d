import type { DefenderError } from '../../core/errors';

/** Statuses of a rejected write that a merge in progress may explain; Microsoft does not document which one it returns. */
const MERGE_STATUSES: readonly number[] = [400, 404, 409, 423];

/** What a failed PATCH means for the next step. */
export type FailedWrite =
	/** A successful response with Microsoft's error or other JSON: read what was stored, and write nothing again. */
	| 'unexpectedContent'
	/** The PATCH may have been stored: compare the next read. */
	| 'inDoubt'
	/** Someone changed the incident after our read. */
	| 'outdated'
	/** Another read may show a merge. */
	| 'maybeMerged'
	/** The PATCH certainly did nothing. */
	| 'readAgain'
	/** The PATCH would fail again. */
	| 'final';

export function classifyFailedWrite({ reason, effect, trace }: DefenderError): FailedWrite {
	const status = trace?.status ?? 0;
	if (reason.kind === 'reported' || (reason.kind === 'unreadable' && reason.isWhole))
		return 'unexpectedContent';
	if (effect === 'unknown') return 'inDoubt';
	if (status === 412) return 'outdated';
	if (MERGE_STATUSES.includes(status)) return 'maybeMerged';
	switch (reason.kind) {
		case 'forbidden':
			return reason.renewed === true ? 'readAgain' : 'final';
		case 'throttled':
		case 'unreachable':
		case 'serviceDown':
			return 'readAgain';
		default:
			return 'final';
	}
}
