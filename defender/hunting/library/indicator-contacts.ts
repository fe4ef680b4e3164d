import { hostOf, inDomains, IN_WINDOW } from './huntConditions';
import { endpoint, office, optional } from './huntProducts';
import type { LibraryHunt } from './libraryHunt';
import { rowsSummary } from './rowsSummary';

export const indicatorContacts: LibraryHunt = {
	id: 'indicator-contacts',
	name: 'Address: Who Contacted an IP Address, Domain or URL',
	question: 'Who contacted this IP address, domain or URL, or received it by mail?',
	startsFrom: 'address',
	needs: [['ips', 'domains', 'urls']],
	uses: [],
	licenses: [optional(endpoint('DeviceNetworkEvents')), optional(office('UrlClickEvents', 'EmailUrlInfo'))],
	attack: ['T1071', 'T1105'],
	window: 'event',
	windowEnd: 'now',
	searchesUrlHosts: true,
	kql: `union
(DeviceNetworkEvents | where ${IN_WINDOW}
	| where RemoteIP in~ (_p_ips) or RemoteUrl in~ (_p_urls) or ${inDomains(hostOf('RemoteUrl'))}
	| project Timestamp, ReportId = tostring(ReportId), Who = DeviceName, Account = InitiatingProcessAccountName, ActionType, RemoteIP, Url = RemoteUrl, Detail = InitiatingProcessCommandLine, SourceTable = "DeviceNetworkEvents"),
(UrlClickEvents | where ${IN_WINDOW}
	| where Url in~ (_p_urls) or ${inDomains(hostOf('Url'))}
	| project Timestamp, ReportId, Who = AccountUpn, Account = AccountUpn, ActionType, RemoteIP = "", Url, Detail = Workload, SourceTable = "UrlClickEvents"),
(EmailUrlInfo | where ${IN_WINDOW}
	| where Url in~ (_p_urls) or ${inDomains(hostOf('Url'))}
	| project Timestamp, ReportId, Who = NetworkMessageId, Account = "", ActionType = "Mailed", RemoteIP = "", Url, Detail = UrlLocation, SourceTable = "EmailUrlInfo")
| sort by Timestamp asc`,
	columns: [
		'Timestamp',
		'ReportId',
		'Who',
		'Account',
		'ActionType',
		'RemoteIP',
		'Url',
		'Detail',
		'SourceTable',
	],
	verify:
		'No onboarded device connected to it, nobody clicked it in a protected app, and no message contained it. Devices without a sensor, such as phones, are not included.',
	rowCap: 1_000,
	summary: rowsSummary({
		noun: 'contact',
		distinct: { column: 'Who', noun: 'source' },
		show: ['ActionType', 'Who', 'Url', 'RemoteIP', 'Detail'],
		rank: ({ ActionType }) =>
			/^(ConnectionSuccess|ClickAllowed|ClickedThrough)$/.test(String(ActionType)) ? 1 : 0,
	}),
};
