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
