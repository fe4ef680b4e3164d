import { BY_MESSAGE, IN_WINDOW } from './huntConditions';
import { office } from './huntProducts';
import type { LibraryHunt } from './libraryHunt';
import { rowsSummary } from './rowsSummary';

const NAMED = [
	BY_MESSAGE,
	'SenderFromAddress in~ (_p_senderAddresses) or SenderMailFromAddress in~ (_p_senderAddresses)',
	'SenderFromDomain in~ (_p_senderDomains) or SenderMailFromDomain in~ (_p_senderDomains)',
	'(isnotempty(_p_subject) and Subject contains _p_subject)',
].join(' or ');

export const mailRecipients: LibraryHunt = {
	id: 'mail-recipients',
	name: 'Mail: All Recipients and Where It Is Now',
	question: 'Who received this message or one of its cluster, and where is it now?',
	startsFrom: 'mail',
	needs: [['messageIds', 'senders', 'subject']],
	uses: [],
	licenses: [office('EmailEvents', 'EmailPostDeliveryEvents')],
	attack: ['T1566'],
	window: 'event',
	windowEnd: 'now',
	kql: `let Mail = EmailEvents | where ${IN_WINDOW};
let Clusters = Mail | where ${NAMED} | where EmailClusterId != 0 | distinct EmailClusterId;
let Actions = EmailPostDeliveryEvents
| where ${IN_WINDOW}
| summarize arg_max(Timestamp, ActionType, ActionResult, DeliveryLocation) by NetworkMessageId, RecipientEmailAddress
| project NetworkMessageId, RecipientEmailAddress, LastActionTime = Timestamp, LastAction = ActionType, LastActionResult = ActionResult, LastActionLocation = DeliveryLocation;
Mail
| where ${NAMED} or EmailClusterId in (Clusters)
| join kind=leftouter Actions on NetworkMessageId, RecipientEmailAddress
| extend CurrentLocation = iff(isnotempty(LastActionLocation), LastActionLocation, iff(isnotempty(LatestDeliveryLocation), LatestDeliveryLocation, DeliveryLocation))
| project Timestamp, ReportId, RecipientEmailAddress, SenderFromAddress, Subject, NetworkMessageId, InternetMessageId, EmailClusterId, DeliveryAction, DeliveryLocation, CurrentLocation, LastAction, LastActionResult, LastActionTime, ThreatTypes, UrlCount, AttachmentCount
| sort by Timestamp asc`,
	columns: [
		'Timestamp',
		'ReportId',
		'RecipientEmailAddress',
		'SenderFromAddress',
		'Subject',
		'NetworkMessageId',
		'InternetMessageId',
		'EmailClusterId',
		'DeliveryAction',
		'DeliveryLocation',
		'CurrentLocation',
		'LastAction',
		'LastActionResult',
		'LastActionTime',
		'ThreatTypes',
		'UrlCount',
		'AttachmentCount',
	],
	verify:
		'No message with this ID, sender or subject arrived in the time range. Messages older than 30 days are not in the tables.',
	rowCap: 1_000,
	summary: rowsSummary({
		noun: 'message',
		distinct: { column: 'RecipientEmailAddress', noun: 'recipient' },
		show: ['RecipientEmailAddress', 'SenderFromAddress', 'Subject', 'DeliveryAction', 'CurrentLocation'],
		rank: ({ CurrentLocation }) => (/inbox/i.test(String(CurrentLocation)) ? 1 : 0),
	}),
};
