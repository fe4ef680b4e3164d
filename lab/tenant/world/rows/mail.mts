import type { InstantText } from '../instants.mts';
import type { Message } from '../mail.mts';
import type { Prng } from '../prng.mts';
import type { Row } from './tables.mts';

/** EmailEvents: one row per recipient. */
export function mailed(prng: Prng, message: Message): Row {
	const { sender, recipient, threats } = message;
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
		LatestDeliveryLocation: message.deliveryLocation,
		ThreatTypes: threats.length === 0 ? null : threats.join(', '),
		DetectionMethods:
			message.detection === null
				? null
				: JSON.stringify(Object.fromEntries(threats.map((threat) => [threat, [message.detection]]))),
		AuthenticationDetails: JSON.stringify({
			SPF: threats.length === 0 ? 'pass' : 'softfail',
			DKIM: threats.length === 0 ? 'pass' : 'none',
			DMARC: threats.length === 0 ? 'pass' : 'fail',
		}),
		AttachmentCount: message.attachmentCount,
		UrlCount: message.urls.length,
		EmailLanguage: 'en',
		ReportId: `${message.networkMessageId}-${prng.int(1_000_000, 9_999_999)}`,
	};
}

export interface Click {
	readonly message: Message;
	readonly url: string;
	readonly action: 'ClickAllowed' | 'ClickBlocked' | 'ClickedThrough';
	readonly ip: string;
}

/** UrlClickEvents: Safe Links saw a click in a mail. */
export function clicked(prng: Prng, at: InstantText, click: Click): Row {
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
