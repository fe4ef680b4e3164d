import { isRecord } from '../../core/isRecord';
import type { EvidencePiece } from './evidencePiece';
import type { IdentityKey } from './groupByIdentity';
import { firstOf, lowerCase, type Sighting } from './sighting';
import { identifier, nonEmptyText, type Properties } from './valueReaders';

/** An email message in the mailbox of one recipient. A null property is in none of the evidence. */
export interface MessageEntity {
	readonly networkMessageId: string | null;
	readonly recipient: string | null;
	readonly internetMessageId: string | null;
	readonly subject: string | null;
	readonly sender: string | null;
	readonly receivedAt: string | null;
	/** As of the alert. */
	readonly deliveryLocation: string | null;
}

/** Returns the message and recipient that a piece of evidence names. A mail cluster names messages without recipients. */
export function messagesIn({ entityType, raw }: EvidencePiece): readonly Sighting<MessageEntity>[] {
	if (entityType !== 'message' && entityType !== 'submission') return [];
	const isOwn = entityType === 'message';
	const fields = isOwn ? readMessage(raw) : readSubmission(raw);
	return fields.networkMessageId === null && fields.internetMessageId === null ? [] : [{ fields, isOwn }];
}

/** A message is remediated in one mailbox at a time, so message and recipient identify a target together. */
export const messageKeys: readonly IdentityKey<MessageEntity>[] = [
	{
		of: ({ networkMessageId, internetMessageId, recipient }) =>
			JSON.stringify([
				lowerCase(networkMessageId),
				networkMessageId === null ? internetMessageId : null,
				lowerCase(recipient),
			]),
	},
];

/** Returns one message with the properties from all mentions of it. */
export function mergeMessages(all: readonly MessageEntity[]): MessageEntity {
	return {
		networkMessageId: firstOf(all, 'networkMessageId'),
		recipient: firstOf(all, 'recipient'),
		internetMessageId: firstOf(all, 'internetMessageId'),
		subject: firstOf(all, 'subject'),
		sender: firstOf(all, 'sender'),
		receivedAt: firstOf(all, 'receivedAt'),
		deliveryLocation: firstOf(all, 'deliveryLocation'),
	};
}

/** microsoft.graph.security.analyzedMessageEvidence */
function readMessage(raw: Properties): MessageEntity {
	return {
		networkMessageId: identifier(raw['networkMessageId']),
		recipient: nonEmptyText(raw['recipientEmailAddress']),
		internetMessageId: nonEmptyText(raw['internetMessageId']),
		subject: nonEmptyText(raw['subject']),
		sender: addressOf(raw['p2Sender']) ?? addressOf(raw['p1Sender']),
		receivedAt: nonEmptyText(raw['receivedDateTime']),
		deliveryLocation: nonEmptyText(raw['deliveryLocation']),
	};
}

/** microsoft.graph.security.submissionMailEvidence */
function readSubmission(raw: Properties): MessageEntity {
	return {
		networkMessageId: identifier(raw['networkMessageId']),
		recipient: nonEmptyText(raw['recipient']),
		internetMessageId: null,
		subject: nonEmptyText(raw['subject']),
		sender: nonEmptyText(raw['sender']),
		receivedAt: null,
		deliveryLocation: null,
	};
}

function addressOf(sender: unknown): string | null {
	return isRecord(sender) ? nonEmptyText(sender['emailAddress']) : null;
}
