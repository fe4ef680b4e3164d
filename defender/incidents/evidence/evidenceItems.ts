import type { UtcInstant } from '../../core/instant';
import { parseInstant } from '../../core/instant';
import type { Alert } from '../incident';
import { assess, verdictOf, type Assessment, type Mention } from './assessment';
import { isPrivateIp, parseIp } from './ipAddress';
import { keyOfPiece, keyOfValue } from './evidenceKeys';
import { splitEvidence } from './evidencePiece';
import type { NamedValue, Properties } from './valueReaders';
import { rankOfVerdict } from './severityRank';

/** One value named by the alerts of an incident. Evidence without a value becomes an item of its own. */
export interface EvidenceItem extends Assessment {
	/** A member of the vocabulary, or the original `@odata.type` of an unknown type. */
	readonly entityType: string;
	readonly iocType: string | null;
	/** In its first spelling. */
	readonly value: string | null;
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

interface ValueMention extends Mention {
	/** Null for evidence without a value. */
	readonly named: NamedValue | null;
}

/** Returns one item per value in the alerts, in order of appearance. */
export function evidenceItems(incidentId: string, alerts: readonly Alert[]): readonly EvidenceItem[] {
	const mentions = new Map<string, ValueMention[]>();
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
function mentionsIn(raw: Properties, alert: Alert): readonly ValueMention[] {
	return splitEvidence(raw).flatMap((piece, depth) => {
		const own = piece.own.map((named): ValueMention => ({ named, piece, alert, isOwn: true }));
		const others = piece.mentioned.map((named): ValueMention => ({ named, piece, alert, isOwn: false }));
		const needsItem = own.length === 0 && depth === 0;
		return [...(needsItem ? [{ named: null, piece, alert, isOwn: true }] : own), ...others];
	});
}

function toEvidenceItem(incidentId: string, all: readonly ValueMention[]): EvidenceItem {
	const main = all.reduce((worst, one) => (weightOf(one) > weightOf(worst) ? one : worst));
	const value = all[0]?.named?.value ?? null;
	const address = main.named?.entityType === 'ip' && value !== null ? parseIp(value) : undefined;
	return {
		entityType: main.named?.entityType ?? main.piece.entityType,
		iocType: main.named?.iocType ?? null,
		value,
		...assess(all),
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
