import { BY_HASH, BY_USER, hostOf, inDomains, IN_WINDOW, ON_DEVICES } from './huntConditions';
import type { LibraryHunt } from './libraryHunt';
import { rowsSummary } from './rowsSummary';

const SEVERITIES = ['Informational', 'Low', 'Medium', 'High'];

export const alertsAboutEntity: LibraryHunt = {
	id: 'alerts-about-entity',
	name: 'Incident: Other Alerts That Name the Same Entities',
	question: 'Which alerts name these devices, users, files, addresses or messages?',
	startsFrom: 'incident',
	needs: [['devices', 'users', 'hashes', 'ips', 'domains', 'urls', 'messageIds']],
	uses: [],
	licenses: [{ tables: ['AlertEvidence', 'AlertInfo'], product: 'Microsoft Defender XDR' }],
	attack: [],
	window: 'event',
	windowEnd: 'now',
	lookBackDays: 30,
	omitsOwnAlerts: true,
	kql: `let Named = AlertEvidence
| where ${IN_WINDOW}
| extend MD5 = ""
| where ${ON_DEVICES}
	or ${BY_USER}
	or ${BY_HASH}
	or RemoteIP in~ (_p_ips) or LocalIP in~ (_p_ips)
	or RemoteUrl in~ (_p_urls) or ${inDomains(hostOf('RemoteUrl'))}
	or NetworkMessageId in~ (_p_networkMessageIds)
| summarize FirstSeen = min(Timestamp), EntityTypes = make_set(EntityType, 20) by AlertId;
AlertInfo
| summarize arg_max(Timestamp, Title, Severity, Category, ServiceSource, DetectionSource, AttackTechniques) by AlertId
| join kind=inner Named on AlertId
| project Timestamp, AlertId, Title, Severity, Category, ServiceSource, DetectionSource, AttackTechniques, EntityTypes, FirstSeen
| sort by Timestamp desc`,
	columns: [
		'Timestamp',
		'AlertId',
		'Title',
		'Severity',
		'Category',
		'ServiceSource',
		'DetectionSource',
		'AttackTechniques',
		'EntityTypes',
		'FirstSeen',
	],
	verify:
		'No alert names them in the time range. Alerts older than 30 days and alerts of products without evidence in Defender XDR are not included.',
	rowCap: 1_000,
	summary: rowsSummary({
		noun: 'alert',
		show: ['Severity', 'Title', 'ServiceSource'],
		rank: ({ Severity }) => SEVERITIES.indexOf(String(Severity)),
	}),
};
