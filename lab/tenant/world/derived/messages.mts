import { DAY, shift } from '../instants.mts';
import type { Row } from '../rows/tables.mts';
import { byTime, drawsFor, rowsOf, textOf, type TableWriter } from './facts.mts';

/** A cluster with at least this many mails is a campaign. */
const CAMPAIGN_SIZE = 4;

/** CampaignInfo: mails of one cluster with a threat. */
export const campaignInfo: TableWriter = (facts) => {
	const clusters = new Map<string, Row[]>();
	for (const mail of rowsOf(facts, 'EmailEvents')) {
		if (textOf(mail, 'ThreatTypes') === '') continue;
		const id = `${textOf(mail, 'SenderFromAddress')}/${textOf(mail, 'Subject')}`;
		clusters.set(id, [...(clusters.get(id) ?? []), mail]);
	}
	const campaigns = [...clusters].filter(([, mails]) => mails.length >= CAMPAIGN_SIZE);
	return byTime(
		campaigns.flatMap(([id, mails]) =>
			mails.map((mail) => ({
				Timestamp: mail['Timestamp'] ?? null,
				CampaignName: `${textOf(mail, 'SenderFromDomain')}.${textOf(mail, 'ThreatTypes')}`,
				CampaignId: drawsFor(facts, 'campaign', id).guid(),
				CampaignType: textOf(mail, 'ThreatTypes'),
				CampaignSubtype: null,
				NetworkMessageId: mail['NetworkMessageId'] ?? null,
				RecipientEmailAddress: mail['RecipientEmailAddress'] ?? null,
				ReportId: mail['ReportId'] ?? null,
			})),
		),
	);
};

const LINKS = [
	'https://intranet.contoso.com/lunch',
	'https://news.example/today',
	'https://cdn.example/plan',
] as const;
const MESSAGES = 60;

/** MessageEvents: everyday messages in Teams. */
export const messageEvents: TableWriter = (facts) => {
	const { scene } = facts;
	return byTime(
		Array.from({ length: MESSAGES }, (_, index): Row => {
			const draws = drawsFor(facts, 'MessageEvents', String(index));
			const sender = draws.pick(scene.cast.people);
			const recipient = draws.pick(scene.cast.people);
			return {
				Timestamp: shift(scene.now, -draws.float() * 6 * DAY),
				TeamsMessageId: `teams/${draws.guid()}`,
				SenderEmailAddress: sender.upn,
				SenderDisplayName: sender.displayName,
				SenderObjectId: sender.objectId,
				SenderType: 'User',
				RecipientDetails: [
					{ RecipientSmtpAddress: recipient.upn, RecipientDisplayName: recipient.displayName },
				],
				IsOwnedThread: true,
				ThreadId: `19:${draws.hex(32)}@thread.v2`,
				ThreadType: 'chat',
				IsExternalThread: false,
				DeliveryAction: 'Delivered',
				DeliveryLocation: 'Teams',
				ReportId: draws.guid(),
			};
		}),
	);
};

/** MessageUrlInfo: one message in three contains a link. */
export const messageUrlInfo: TableWriter = (facts) =>
	messageEvents(facts).flatMap((message): Row[] => {
		const draws = drawsFor(facts, 'MessageUrlInfo', textOf(message, 'TeamsMessageId'));
		if (!draws.chance(1 / 3)) return [];
		const Url = draws.pick(LINKS);
		return [
			{
				Timestamp: message['Timestamp'] ?? null,
				TeamsMessageId: message['TeamsMessageId'] ?? null,
				Url,
				UrlDomain: new URL(Url).hostname,
				ThreatTypes: null,
				ReportId: message['ReportId'] ?? null,
			},
		];
	});
