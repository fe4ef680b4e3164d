import type { TimeField } from '../../incidents/incident';
import { isAscending, isDescending, otherTime, type TimedRecord } from '../../incidents/order';
import type { UnconfirmedSyntax } from '../../incidents/odata';

/** Number of sorted rows that cannot be a coincidence. */
export const CONCLUSIVE_ROWS = 10;

/** The list features that the service supports, as seen during this execution. */
export interface ListSupport {
	readonly syntax: ReadonlySet<UnconfirmedSyntax>;
	/** `proven`: rows arrived in the requested order, and another order cannot explain it. */
	readonly sorting: 'assumed' | 'proven' | 'ignored' | 'rejected';
	/** Pages with alerts failed, so lists are read without alerts, and alerts separately. */
	readonly alertPagesFailed: boolean;
}

export const ASSUMED_SUPPORT: ListSupport = {
	syntax: new Set<UnconfirmedSyntax>(['or', 'null', 'tolower']),
	sorting: 'assumed',
	alertPagesFailed: false,
};

/** What is known of the service's support. All readers of one execution share it. */
export interface KnownSupport {
	current: ListSupport;
}

/**
 * Whether rows that are sorted by one time prove that the service sorts by it. A service that ignores the order sorts by the
 * other time, which may coincide with the requested one for a while.
 */
export function showsOrder(rows: readonly TimedRecord[], field: TimeField): boolean {
	const other = otherTime(field);
	return rows.length >= CONCLUSIVE_ROWS && !isDescending(rows, other) && !isAscending(rows, other);
}
