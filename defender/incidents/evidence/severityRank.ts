/** From least to most severe. Undefined is the rank of a new verdict: a clean verdict must not hide it. */
const VERDICTS = ['noThreatsFound', 'unknown', undefined, 'suspicious', 'malicious'];

/** From least to most urgent. Undefined is the rank of a new status. */
const REMEDIATION_STATUSES = [
	'blocked',
	'prevented',
	'remediated',
	'none',
	undefined,
	'notFound',
	'pendingApproval',
	'running',
	'partiallyRemediated',
	'declined',
	'unremediated',
	'active',
];

/** Ranks a verdict: a higher number is more severe. */
export function rankOfVerdict(verdict: string): number {
	return rank(VERDICTS, verdict);
}

/** Returns the more urgent of two remediation statuses; null means no status. */
export function moreUrgentRemediation(one: string | null, other: string | null): string | null {
	if (one === null || other === null) return one ?? other;
	return rank(REMEDIATION_STATUSES, other) > rank(REMEDIATION_STATUSES, one) ? other : one;
}

function rank(order: ReadonlyArray<string | undefined>, member: string): number {
	const index = order.indexOf(member);
	return index < 0 ? order.indexOf(undefined) : index;
}
