import type { InstantText } from '../instants.mts';

export type Verdict = 'unknown' | 'suspicious' | 'malicious' | 'noThreatsFound';
export type RemediationStatus = 'none' | 'remediated' | 'prevented' | 'blocked' | 'notFound' | 'active';
export type EvidenceRole =
	| 'unknown'
	| 'contextual'
	| 'scanned'
	| 'source'
	| 'destination'
	| 'created'
	| 'added'
	| 'compromised'
	| 'edited'
	| 'attacked'
	| 'attacker'
	| 'commandAndControl'
	| 'loaded'
	| 'suspicious'
	| 'policyViolator';

/** What every evidence item carries, whatever its kind (microsoft.graph.security.alertEvidence). */
export interface EvidenceBase {
	readonly createdDateTime: InstantText;
	readonly verdict: Verdict;
	readonly remediationStatus: RemediationStatus;
	readonly remediationStatusDetails: string | null;
	readonly roles: readonly EvidenceRole[];
	readonly detailedRoles: readonly string[];
	readonly tags: readonly string[];
}

/** How one alert judges a thing: the same device can be attacked in one alert and context in another. */
export type Judge = (
	verdict: Verdict,
	roles?: readonly EvidenceRole[],
	remediationStatus?: RemediationStatus,
	tags?: readonly string[],
) => EvidenceBase;

/** A judge whose evidence was added at `createdDateTime`. */
export function judgedAt(createdDateTime: InstantText): Judge {
	return (verdict, roles = [], remediationStatus = 'none', tags = []) => ({
		createdDateTime,
		verdict,
		remediationStatus,
		remediationStatusDetails: null,
		roles,
		detailedRoles: [],
		tags,
	});
}

/** The head of an evidence item: its type name as the wire writes it, then the common properties. */
export function head<Kind extends string>(kind: Kind, base: EvidenceBase) {
	const type: `#microsoft.graph.security.${Kind}` = `#microsoft.graph.security.${kind}`;
	return { '@odata.type': type, ...base };
}
