import type { UtcInstant } from '../../core/instant';
import { parseInstant } from '../../core/instant';
import type { Alert } from '../incident';
import { isPrivateIp, parseIp } from './ipAddress';
import { keyOfPiece, keyOfValue } from './evidenceKeys';
import { splitEvidence, type EvidencePiece } from './evidencePiece';
import { nonEmptyText, type NamedValue, type Properties } from './valueReaders';
import { moreUrgentRemediation, rankOfVerdict } from './severityRank';

/** One value that the alerts of an incident name. Evidence that names none is an item of its own, without value. */
export interface EvidenceItem {
	/** Of the vocabulary; the `@odata.type` as it came where that type is not known yet. */
	readonly entityType: string;
	readonly iocType: string | null;
	/** Exactly as it first came. */
	readonly value: string | null;
	/** The worst that was said of this value itself; `unknown` where nothing was. */
	readonly verdict: string;
	/** What leaves most to do of what was said of this value itself. */
	readonly remediationStatus: string | null;
	readonly roles: readonly string[];
	/** Alerts that name it. */
	readonly alertIds: readonly string[];
	readonly incidentId: string;
	/** From the first activity of these alerts to their last. */
	readonly firstSeen: UtcInstant | null;
	readonly lastSeen: UtcInstant | null;
	/** null for what is no IP address. */
	readonly isPrivateIp: boolean | null;
	/** The piece of evidence with the worst verdict on it, as it came. */
	readonly evidence: Properties;
}

interface Mention {
	readonly found: NamedValue | null;
	readonly piece: EvidencePiece;
	readonly alert: Alert;
	/** Whether the evidence is about this value itself. */
	readonly isOwn: boolean;
}

/** What the alerts name, each value once, in the order in which they first name it. */
export function evidenceItems(incidentId: string, alerts: readonly Alert[]): readonly EvidenceItem[] {
	const mentions = new Map<string, Mention[]>();
	for (const alert of alerts) {
		for (const raw of alert.evidence) {
			for (const mention of mentionsIn(raw, alert)) {
				const { found, piece } = mention;
				const key = found === null ? keyOfPiece(piece) : keyOfValue(found);
				const others = mentions.get(key);
				if (others === undefined) mentions.set(key, [mention]);
				else others.push(mention);
			}
		}
	}
	return [...mentions.values()].map((all) => toEvidenceItem(incidentId, all));
}

/** Evidence inside evidence that names nothing stands in the raw evidence around it; the outermost is always told of. */
function mentionsIn(raw: Properties, alert: Alert): readonly Mention[] {
	return splitEvidence(raw).flatMap((piece, depth) => {
		const own = piece.own.map((found): Mention => ({ found, piece, alert, isOwn: true }));
		const others = piece.mentioned.map((found): Mention => ({ found, piece, alert, isOwn: false }));
		const isSilent = own.length === 0 && depth === 0;
		return [...(isSilent ? [{ found: null, piece, alert, isOwn: true }] : own), ...others];
	});
}

function toEvidenceItem(incidentId: string, all: readonly Mention[]): EvidenceItem {
	const telling = all.reduce((worst, one) => (weightOf(one) > weightOf(worst) ? one : worst));
	const judged = all.filter(({ isOwn }) => isOwn).map(({ piece }) => piece.raw);
	const value = all[0]?.found?.value ?? null;
	const address = telling.found?.entityType === 'ip' && value !== null ? parseIp(value) : undefined;
	return {
		entityType: telling.found?.entityType ?? telling.piece.entityType,
		iocType: telling.found?.iocType ?? null,
		value,
		verdict: telling.isOwn ? verdictOf(telling.piece.raw) : 'unknown',
		remediationStatus: judged
			.map((raw) => nonEmptyText(raw['remediationStatus']))
			.reduce(moreUrgentRemediation, null),
		roles: [...new Set(judged.flatMap(({ roles }) => texts(roles)))],
		alertIds: [...new Set(all.map(({ alert }) => alert.id))],
		incidentId,
		firstSeen: all.flatMap(firstActivity).sort()[0] ?? null,
		lastSeen: all.flatMap(lastActivity).sort().pop() ?? null,
		isPrivateIp: address === undefined ? null : isPrivateIp(address),
		evidence: telling.piece.raw,
	};
}

/** What is said of the value itself weighs more than its part in something else. */
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

/** An alert without times of activity still tells when the evidence was added to it. */
function instants(activity: UtcInstant | null, { createdDateTime }: Properties): readonly UtcInstant[] {
	const instant =
		activity ?? (typeof createdDateTime === 'string' ? parseInstant(createdDateTime) : undefined);
	return instant === undefined ? [] : [instant];
}

function texts(value: unknown): readonly string[] {
	return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}
