import type { Alert } from '../incident';
import { accountKeys, accountsIn, type Account } from './accounts';
import type { Mention } from './assessment';
import { deviceKeys, devicesIn, type DeviceEntity } from './devices';
import { splitEvidence, type EvidencePiece } from './evidencePiece';
import { fileKeys, filesIn, type FileSighting } from './files';
import { groupByIdentity, type IdentityKey } from './groupByIdentity';
import { messageKeys, messagesIn, type MessageEntity } from './messages';
import type { Sighting } from './sighting';

/** An entity as one piece of evidence of an alert describes it. */
export interface EntityMention<Fields> extends Mention {
	readonly fields: Fields;
}

/** All mentions of one entity, in order of appearance. */
export type EntityGroup<Fields> = readonly [EntityMention<Fields>, ...EntityMention<Fields>[]];

/** The entities of some alerts that a workflow may act on, in order of first appearance. */
export interface EntityGroups {
	readonly accounts: readonly EntityGroup<Account>[];
	readonly devices: readonly EntityGroup<DeviceEntity>[];
	readonly messages: readonly EntityGroup<MessageEntity>[];
	readonly files: readonly EntityGroup<FileSighting>[];
}

/** A piece of evidence with its alert. */
export interface AlertPiece {
	readonly piece: EvidencePiece;
	readonly alert: Alert;
}

/** Splits the evidence of all alerts, in order of appearance. */
export function piecesOf(alerts: readonly Alert[]): readonly AlertPiece[] {
	return alerts.flatMap((alert) =>
		alert.evidence.flatMap((raw) => splitEvidence(raw).map((piece) => ({ piece, alert }))),
	);
}

export function groupEntities(pieces: readonly AlertPiece[]): EntityGroups {
	return {
		accounts: groupMentions(pieces, accountsIn, accountKeys),
		devices: groupMentions(pieces, devicesIn, deviceKeys),
		messages: groupMentions(pieces, messagesIn, messageKeys),
		files: groupMentions(pieces, filesIn, fileKeys),
	};
}

export function fieldsOf<Fields>(group: EntityGroup<Fields>): readonly Fields[] {
	return group.map(({ fields }) => fields);
}

function groupMentions<Fields>(
	pieces: readonly AlertPiece[],
	sightingsIn: (piece: EvidencePiece) => readonly Sighting<Fields>[],
	keys: readonly IdentityKey<Fields>[],
): readonly EntityGroup<Fields>[] {
	const mentions = pieces.flatMap(({ piece, alert }) =>
		sightingsIn(piece).map((sighting): EntityMention<Fields> => ({ ...sighting, piece, alert })),
	);
	return groupByIdentity(
		mentions,
		keys.map((key) => ({ ...key, of: ({ fields }: EntityMention<Fields>) => key.of(fields) })),
	);
}
