import type { Person } from '../cast.mts';
import type { Message } from '../mail.mts';
import type { EvidenceBase } from './base.mts';
import { head } from './base.mts';
import { userAccount } from './endpoint.mts';

export function mailboxEvidence(base: EvidenceBase, person: Person) {
	return {
		...head('mailboxEvidence', base),
		displayName: person.displayName,
		primaryAddress: person.upn,
		upn: person.upn,
		userAccount: userAccount(person),
	};
}

export function analyzedMessageEvidence(base: EvidenceBase, message: Message) {
	const sender = {
		emailAddress: message.sender.address,
		displayName: message.sender.displayName,
		domainName: message.sender.domain,
	};
	return {
		...head('analyzedMessageEvidence', base),
		antiSpamDirection: message.direction,
		attachmentsCount: message.attachments.length,
		deliveryAction: message.deliveryAction,
		deliveryLocation: message.deliveryLocation,
		internetMessageId: message.internetMessageId,
		language: 'en',
		networkMessageId: message.networkMessageId,
		p1Sender: sender,
		p2Sender: sender,
		receivedDateTime: message.receivedAt,
		recipientEmailAddress: message.recipient.upn,
		senderIp: message.sender.ip,
		subject: message.subject,
		threatDetectionMethods: message.detection === null ? [] : [message.detection],
		threats: message.threats,
		urlCount: message.urls.length,
		urls: message.urls,
		urn: `urn:MailEntity:${message.networkMessageId}`,
	};
}

/** The wave as one item: all messages that share a cluster id. */
export function mailClusterEvidence(base: EvidenceBase, messages: readonly Message[]) {
	const clusterId = String(messages[0]?.clusterId ?? 0n);
	return {
		...head('mailClusterEvidence', base),
		clusterBy: 'Subject;P2SenderDomain;ContentType',
		clusterByValue: `${messages[0]?.subject ?? ''};${messages[0]?.sender.domain ?? ''};1`,
		emailCount: messages.length,
		networkMessageIds: messages.map((message) => message.networkMessageId),
		query: `EmailClusterId:${clusterId}`,
		urn: `urn:MailClusterEntity:${clusterId}`,
	};
}

export function mailboxConfigurationEvidence(
	base: EvidenceBase,
	person: Person,
	rule: { readonly id: string; readonly name: string },
) {
	return {
		...head('mailboxConfigurationEvidence', base),
		configurationId: rule.id,
		configurationType: 'userInboxRule' as const,
		displayName: rule.name,
		externalDirectoryObjectId: person.objectId,
		mailboxPrimaryAddress: person.upn,
		upn: person.upn,
	};
}

export function submissionMailEvidence(base: EvidenceBase, message: Message, submissionId: string) {
	return {
		...head('submissionMailEvidence', base),
		networkMessageId: message.networkMessageId,
		recipient: message.recipient.upn,
		reportType: 'Phish',
		sender: message.sender.address,
		senderIp: message.sender.ip,
		subject: message.subject,
		submissionDateTime: base.createdDateTime,
		submissionId,
		submitter: message.recipient.upn,
	};
}
