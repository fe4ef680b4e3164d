import { at, evidenceKind, type KindFamily } from './evidenceKind';
import { account, id, ip, mailbox, recipient, sender, text, url, username } from './valueReaders';

const networkMessageId = text('message', 'networkMessageId');
const subject = text('message', 'subject');

/** Mail and chat. */
export const mailKinds: KindFamily = {
	analyzedMessageEvidence: evidenceKind(
		'message',
		[at('networkMessageId', networkMessageId), at('internetMessageId', text('message', 'messageId'))],
		{
			mentions: [
				at('p2Sender.emailAddress', sender),
				at('p1Sender.emailAddress', sender),
				at('senderIp', ip),
				at('recipientEmailAddress', recipient),
				at('subject', subject),
				at('urls', url),
			],
		},
	),
	mailClusterEvidence: evidenceKind('mailCluster', [at('urn', id('mailCluster'))], {
		mentions: [at('networkMessageIds', networkMessageId)],
	}),
	mailboxConfigurationEvidence: evidenceKind(
		'mailboxRule',
		[at('displayName', text('mailboxRule', 'name')), at('configurationId', id('mailboxRule'))],
		{ mentions: [at('mailboxPrimaryAddress', mailbox), at('upn', username)] },
	),
	mailboxEvidence: evidenceKind('mailbox', [at('primaryAddress', mailbox)], {
		mentions: [at('userAccount', account), at('upn', username)],
	}),
	submissionMailEvidence: evidenceKind('submission', [at('submissionId', id('submission'))], {
		mentions: [
			at('networkMessageId', networkMessageId),
			at('sender', sender),
			at('senderIp', ip),
			at('recipient', recipient),
			at('submitter', recipient),
			at('subject', subject),
		],
	}),
	teamsMessageEvidence: evidenceKind('teamsMessage', [at('messageId', id('teamsMessage'))], {
		mentions: [
			at('senderFromAddress', sender),
			at('senderIP', ip),
			at('recipients', recipient),
			at('suspiciousRecipients', recipient),
			at('subject', text('teamsMessage', 'subject')),
		],
		parts: { urls: 'urlEvidence', files: 'fileEvidence' },
	}),
};
