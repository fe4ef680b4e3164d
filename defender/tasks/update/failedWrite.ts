import type { DefenderError } from '../../core/errors';

/** Statuses of a write that a merge under way may explain; its code is not documented. */
const MERGE_STATUSES: readonly number[] = [400, 404, 409, 423];

/**
 * What a failed PATCH calls for. `reported`: Microsoft's error came with a success, or other JSON came in place of the
 * incident, so its effect is read and nothing is written again. `inDoubt`: it may have acted, so the next read is compared. `outdated`: somebody wrote since the read.
 * `maybeMerged`: a read may show a merge. `readAgain`: it certainly did nothing. `final`: it would fail again.
 */
export type FailedWrite = 'reported' | 'inDoubt' | 'outdated' | 'maybeMerged' | 'readAgain' | 'final';

export function classifyFailedWrite({ reason, effect, trace }: DefenderError): FailedWrite {
	const status = trace?.status ?? 0;
	if (reason.kind === 'reported' || (reason.kind === 'unreadable' && reason.isWhole)) return 'reported';
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
