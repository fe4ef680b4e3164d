import { hostOf, inDomains, IN_WINDOW } from './huntConditions';
import { office } from './huntProducts';
import type { LibraryHunt } from './libraryHunt';
import { rowsSummary } from './rowsSummary';

const CLICKS = ['ClickBlocked', 'ClickAllowed', 'ClickedThrough'];

export const mailClicks: LibraryHunt = {
	id: 'mail-clicks',
	name: 'Mail: Who Clicked a Link',
	question: 'Who clicked the links of this message, and who reached the page?',
	startsFrom: 'mail',
	needs: [['messageIds', 'urls', 'domains']],
	uses: [],
	licenses: [office('EmailEvents', 'EmailUrlInfo', 'UrlClickEvents')],
	attack: ['T1566.002', 'T1204.001'],
	window: 'event',
	windowEnd: 'now',
	kql: `let Messages = union
(EmailEvents | where ${IN_WINDOW} | where InternetMessageId in~ (_p_internetMessageIds) | project NetworkMessageId),
(EmailUrlInfo | where ${IN_WINDOW} | where NetworkMessageId in~ (_p_networkMessageIds) | project NetworkMessageId)
| distinct NetworkMessageId;
let Links = EmailUrlInfo | where ${IN_WINDOW} | where NetworkMessageId in (Messages) | distinct Url;
UrlClickEvents
| where ${IN_WINDOW}
| where NetworkMessageId in~ (_p_networkMessageIds) or NetworkMessageId in (Messages)
	or Url in~ (_p_urls) or Url in (Links) or ${inDomains(hostOf('Url'))}
| project Timestamp, ReportId, AccountUpn, ActionType, IsClickedThrough, Url, Workload, IPAddress, NetworkMessageId, ThreatTypes, UrlChain
| sort by Timestamp asc`,
	columns: [
		'Timestamp',
		'ReportId',
		'AccountUpn',
		'ActionType',
		'IsClickedThrough',
		'Url',
		'Workload',
		'IPAddress',
		'NetworkMessageId',
		'ThreatTypes',
		'UrlChain',
	],
	verify:
		'Nobody clicked the links where Safe Links protects them. Clicks on other devices and in other apps are not recorded: check indicator-contacts too.',
	rowCap: 1_000,
	summary: rowsSummary({
		noun: 'click',
		distinct: { column: 'AccountUpn', noun: 'user' },
		show: ['AccountUpn', 'ActionType', 'Url'],
		rank: ({ ActionType }) => CLICKS.indexOf(String(ActionType)),
	}),
};
