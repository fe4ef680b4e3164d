import type { InstantText } from '../instants.mts';
import type { Message } from '../mail.mts';
import type { Prng } from '../prng.mts';
import type { Rows, TimedRow } from './tables.mts';

/**
 * The rows of messages in the four mail tables. Values of the links, attachments and removals are drawn per message, so
 * that they do not change the values of other tables.
 */
export function mailRows(prng: Prng, messages: readonly Message[]): Rows {
	const own = messages.map((message) => ({
		message,
		ReportId: `${message.networkMessageId}-${prng.int(1_000_000, 9_999_999)}`,
	}));
	return {
		EmailEvents: own.map(({ message, ReportId }) => mailed(message, ReportId)),
		EmailUrlInfo: own.flatMap(({ message, ReportId }) => linkRows(message, ReportId)),
		EmailAttachmentInfo: own.flatMap(({ message, ReportId }) => attachmentRows(message, ReportId)),
		EmailPostDeliveryEvents: own.flatMap(({ message, ReportId }) => removalRows(message, ReportId)),
	};
}

/** EmailUrlInfo */
function linkRows(message: Message, ReportId: string): TimedRow[] {
	return message.urls.map((Url) => ({
		Timestamp: message.receivedAt,
		NetworkMessageId: message.networkMessageId,
		Url,
		UrlDomain: new URL(Url).hostname,
		UrlLocation: 'Body',
		ReportId,
	}));
}

function detectionOf({ detection, threats }: Message): string | null {
	if (detection === null) return null;
	return JSON.stringify(Object.fromEntries(threats.map((threat) => [threat, [detection]])));
}

const threatsOf = ({ threats }: Message): string | null => (threats.length === 0 ? null : threats.join(', '));

/** EmailAttachmentInfo */
function attachmentRows(message: Message, ReportId: string): TimedRow[] {
	const { sender, recipient } = message;
	return message.attachments.map(({ fileName, sha256, size, threatName }) => ({
		Timestamp: message.receivedAt,
		NetworkMessageId: message.networkMessageId,
		SenderFromAddress: sender.address,
		SenderDisplayName: sender.displayName,
		RecipientEmailAddress: recipient.upn,
		RecipientObjectId: recipient.objectId,
		FileName: fileName,
		FileType: fileName.split('.').at(-1) ?? null,
		SHA256: sha256,
		FileSize: size,
		ThreatTypes: threatName === null ? null : threatsOf(message),
		ThreatNames: threatName,
		DetectionMethods: threatName === null ? null : detectionOf(message),
		ReportId,
	}));
}

/** EmailPostDeliveryEvents: zero-hour auto purge moved a delivered mail to quarantine. */
function removalRows(message: Message, ReportId: string): TimedRow[] {
	const { removedAt, threats } = message;
	if (!removedAt) return [];
	return [
		{
			Timestamp: removedAt,
			NetworkMessageId: message.networkMessageId,
			InternetMessageId: message.internetMessageId,
			Action: 'Moved to quarantine',
			ActionType: threats.includes('Malware') ? 'Malware ZAP' : 'Phish ZAP',
			ActionTrigger: 'ZAP',
			ActionResult: 'Success',
			RecipientEmailAddress: message.recipient.upn,
			DeliveryLocation: 'Quarantine',
			SourceLocation: message.deliveryLocation,
			ThreatTypes: threatsOf(message),
			DetectionMethods: detectionOf(message),
			ReportId,
		},
	];
}

/** EmailEvents: one row per recipient. */
function mailed(message: Message, ReportId: string): TimedRow {
	const { sender, recipient, threats, removedAt } = message;
	return {
		Timestamp: message.receivedAt,
		NetworkMessageId: message.networkMessageId,
		InternetMessageId: message.internetMessageId,
		SenderMailFromAddress: sender.address,
		SenderFromAddress: sender.address,
		SenderDisplayName: sender.displayName,
		SenderMailFromDomain: sender.domain,
		SenderFromDomain: sender.domain,
		SenderIPv4: sender.ip,
		RecipientEmailAddress: recipient.upn,
		RecipientObjectId: recipient.objectId,
		Subject: message.subject,
		EmailClusterId: message.clusterId,
		EmailDirection: message.direction,
		DeliveryAction: message.deliveryAction,
		DeliveryLocation: message.deliveryLocation,
		LatestDeliveryAction: message.deliveryAction,
		LatestDeliveryLocation: removedAt ? 'Quarantine' : message.deliveryLocation,
		ThreatTypes: threatsOf(message),
		DetectionMethods: detectionOf(message),
		AuthenticationDetails: JSON.stringify({
			SPF: threats.length === 0 ? 'pass' : 'softfail',
			DKIM: threats.length === 0 ? 'pass' : 'none',
			DMARC: threats.length === 0 ? 'pass' : 'fail',
		}),
		AttachmentCount: message.attachments.length,
		UrlCount: message.urls.length,
		EmailLanguage: 'en',
		ReportId,
	};
}

export interface Click {
	readonly message: Message;
	readonly url: string;
	readonly action: 'ClickAllowed' | 'ClickBlocked' | 'ClickedThrough';
	readonly ip: string;
}

/** UrlClickEvents: Safe Links saw a click in a mail. */
export function clicked(prng: Prng, at: InstantText, click: Click): TimedRow {
	const { message, url, action } = click;
	return {
		Timestamp: at,
		Url: url,
		ActionType: action,
		AccountUpn: message.recipient.upn,
		Workload: 'Email',
		NetworkMessageId: message.networkMessageId,
		ThreatTypes: message.threats.includes('Phish') ? 'Phish' : null,
		DetectionMethods: message.detection === null ? null : JSON.stringify({ Phish: [message.detection] }),
		IPAddress: click.ip,
		IsClickedThrough: action === 'ClickedThrough',
		UrlChain: JSON.stringify([url]),
		ReportId: prng.guid(),
		Type: 'UrlClickEvents',
		TimeGenerated: at,
	};
}
