/** A verdict that is not known yet ranks below suspicion and above none, so that it is never hidden by an all-clear. */
const VERDICTS = ['noThreatsFound', 'unknown', undefined, 'suspicious', 'malicious'];

/** From what is over to what still is to be done. A status that is not known yet ranks above `none`. */
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

export function rankOfVerdict(verdict: string): number {
	return rank(VERDICTS, verdict);
}

/** The status that leaves more to do; null stands for none said. */
export function moreUrgentRemediation(one: string | null, other: string | null): string | null {
	if (one === null || other === null) return one ?? other;
	return rank(REMEDIATION_STATUSES, other) > rank(REMEDIATION_STATUSES, one) ? other : one;
}

function rank(order: ReadonlyArray<string | undefined>, member: string): number {
	const place = order.indexOf(member);
	return place < 0 ? order.indexOf(undefined) : place;
}
