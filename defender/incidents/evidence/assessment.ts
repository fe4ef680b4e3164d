import type { Alert } from '../incident';
import type { EvidencePiece } from './evidencePiece';
import { moreUrgentRemediation, rankOfVerdict } from './severityRank';
import { nonEmptyText, type Properties } from './valueReaders';

/** Where evidence names an entity or a value. */
export interface Mention {
	readonly piece: EvidencePiece;
	readonly alert: Alert;
	/** Whether the evidence is about the entity itself, so that its verdict applies. */
	readonly isOwn: boolean;
}

/** What all alerts together say about an entity or a value. */
export interface Assessment {
	/** The most severe verdict on the entity itself; `unknown` without one. */
	readonly verdict: string;
	/** The most urgent remediation status of the entity itself. */
	readonly remediationStatus: string | null;
	readonly roles: readonly string[];
	/** Alerts that name the entity. */
	readonly alertIds: readonly string[];
}

export function assess(all: readonly Mention[]): Assessment {
	const own = all.filter(({ isOwn }) => isOwn).map(({ piece }) => piece.raw);
	return {
		verdict: own.map(verdictOf).reduce(moreSevere, undefined) ?? 'unknown',
		remediationStatus: own
			.map((raw) => nonEmptyText(raw['remediationStatus']))
			.reduce(moreUrgentRemediation, null),
		roles: [...new Set(own.flatMap(({ roles }) => texts(roles)))],
		alertIds: [...new Set(all.map(({ alert }) => alert.id))],
	};
}

export function verdictOf(raw: Properties): string {
	return nonEmptyText(raw['verdict']) ?? 'unknown';
}

function moreSevere(worst: string | undefined, verdict: string): string {
	return worst === undefined || rankOfVerdict(verdict) > rankOfVerdict(worst) ? verdict : worst;
}

function texts(value: unknown): readonly string[] {
	return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}
