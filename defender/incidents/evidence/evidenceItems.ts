import type { UtcInstant } from '../../core/instant';
import { parseInstant } from '../../core/instant';
import type { Alert } from '../incident';
import { isPrivateIp, parseIp } from './ipAddress';
import { keyOfPiece, keyOfValue } from './evidenceKeys';
import { splitEvidence, type EvidencePiece } from './evidencePiece';
import { nonEmptyText, type NamedValue, type Properties } from './valueReaders';
import { moreUrgentRemediation, rankOfVerdict } from './severityRank';

/** One value named by the alerts of an incident. Evidence without a value becomes an item of its own. */
export interface EvidenceItem {
	/** A member of the vocabulary, or the original `@odata.type` of an unknown type. */
	readonly entityType: string;
	readonly iocType: string | null;
	/** In its first spelling. */
	readonly value: string | null;
	/** The most severe verdict on this value itself; `unknown` without one. */
	readonly verdict: string;
	/** The most urgent remediation status of this value itself. */
	readonly remediationStatus: string | null;
	readonly roles: readonly string[];
	/** Alerts that name the value. */
	readonly alertIds: readonly string[];
	readonly incidentId: string;
	/** First activity of these alerts. */
	readonly firstSeen: UtcInstant | null;
	/** Last activity of these alerts. */
	readonly lastSeen: UtcInstant | null;
	/** Null if the value is not an IP address. */
	readonly isPrivateIp: boolean | null;
	/** The original evidence with the most severe verdict on the value. */
	readonly evidence: Properties;
}

interface Mention {
	readonly named: NamedValue | null;
	readonly piece: EvidencePiece;
	readonly alert: Alert;
	/** Whether the evidence is about this value itself. */
	readonly isOwn: boolean;
}

/** Returns one item per value in the alerts, in order of appearance. */
export function evidenceItems(incidentId: string, alerts: readonly Alert[]): readonly EvidenceItem[] {
	const mentions = new Map<string, Mention[]>();
	for (const alert of alerts) {
		for (const raw of alert.evidence) {
			for (const mention of mentionsIn(raw, alert)) {
				const { named, piece } = mention;
				const key = named === null ? keyOfPiece(piece) : keyOfValue(named);
				const earlier = mentions.get(key);
				if (earlier === undefined) mentions.set(key, [mention]);
				else earlier.push(mention);
			}
		}
	}
	return [...mentions.values()].map((all) => toEvidenceItem(incidentId, all));
}

/** Nested evidence without a value is part of the raw evidence around it; outermost evidence always gets an item. */
function mentionsIn(raw: Properties, alert: Alert): readonly Mention[] {
	return splitEvidence(raw).flatMap((piece, depth) => {
		const own = piece.own.map((named): Mention => ({ named, piece, alert, isOwn: true }));
		const others = piece.mentioned.map((named): Mention => ({ named, piece, alert, isOwn: false }));
		const needsItem = own.length === 0 && depth === 0;
		return [...(needsItem ? [{ named: null, piece, alert, isOwn: true }] : own), ...others];
	});
}

function toEvidenceItem(incidentId: string, all: readonly Mention[]): EvidenceItem {
	const main = all.reduce((worst, one) => (weightOf(one) > weightOf(worst) ? one : worst));
	const assessments = all.filter(({ isOwn }) => isOwn).map(({ piece }) => piece.raw);
	const value = all[0]?.named?.value ?? null;
	const address = main.named?.entityType === 'ip' && value !== null ? parseIp(value) : undefined;
	return {
		entityType: main.named?.entityType ?? main.piece.entityType,
		iocType: main.named?.iocType ?? null,
		value,
		verdict: main.isOwn ? verdictOf(main.piece.raw) : 'unknown',
		remediationStatus: assessments
			.map((raw) => nonEmptyText(raw['remediationStatus']))
			.reduce(moreUrgentRemediation, null),
		roles: [...new Set(assessments.flatMap(({ roles }) => texts(roles)))],
		alertIds: [...new Set(all.map(({ alert }) => alert.id))],
		incidentId,
		firstSeen: all.flatMap(firstActivity).sort()[0] ?? null,
		lastSeen: all.flatMap(lastActivity).sort().pop() ?? null,
		isPrivateIp: address === undefined ? null : isPrivateIp(address),
		evidence: main.piece.raw,
	};
}

/** Evidence about the value itself outweighs evidence in which it takes part. */
function weightOf({ isOwn, piece }: Mention): number {
	return isOwn ? rankOfVerdict(verdictOf(piece.raw)) : -1;
}

function verdictOf(raw: Properties): string {
	return nonEmptyText(raw['verdict']) ?? 'unknown';
}

function firstActivity({ alert, piece }: Mention): readonly UtcInstant[] {
	return instants(alert.firstActivityDateTime, piece.raw);
}

function lastActivity({ alert, piece }: Mention): readonly UtcInstant[] {
	return instants(alert.lastActivityDateTime, piece.raw);
}

/** Without activity times, the time at which the evidence was added to the alert is used. */
function instants(activity: UtcInstant | null, { createdDateTime }: Properties): readonly UtcInstant[] {
	const instant =
		activity ?? (typeof createdDateTime === 'string' ? parseInstant(createdDateTime) : undefined);
	return instant === undefined ? [] : [instant];
}

function texts(value: unknown): readonly string[] {
	return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}
