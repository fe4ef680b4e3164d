import { html, type Markup } from '../html.mts';
import type { IncidentRecord } from '../incidents/store.mts';
import type { Tenant } from '../tenant.mts';
import { facts, table } from './elements.mts';
import { changesTable } from './changes.mts';
import { addressOf } from './layout.mts';
import { segment, shownText, shownTime, shownValue } from './escaping.mts';

const linkTo = (tenant: Tenant, id: string): Markup =>
	html`<a href="${addressOf(tenant.id, 'incidents')}/${segment(id)}">${shownText(id)}</a>`;

const verdictOf = ({ classification, determination }: IncidentRecord): Markup =>
	classification === 'unknown' && determination === 'unknown'
		? shownValue(null)
		: shownText(`${classification}: ${determination}`);

/** Every incident, the last one to change first. */
export function incidentsContent(tenant: Tenant): Markup {
	const all = [...tenant.incidents.all()].sort((a, b) =>
		a.lastUpdateDateTime < b.lastUpdateDateTime ? 1 : a.lastUpdateDateTime > b.lastUpdateDateTime ? -1 : 0,
	);
	const rows = all.map((incident) => [
		linkTo(tenant, incident.id),
		shownText(incident.displayName),
		shownText(incident.severity),
		shownText(incident.status),
		shownValue(incident.assignedTo),
		verdictOf(incident),
		shownValue([...incident.customTags, ...incident.systemTags]),
		shownTime(incident.lastUpdateDateTime),
		incident.redirectIncidentId === null ? shownValue(null) : linkTo(tenant, incident.redirectIncidentId),
	]);
	return table(
		`${all.length} incidents, last update first`,
		['ID', 'Name', 'Severity', 'Status', 'Owner', 'Verdict', 'Tags', 'Last update', 'Merged into'],
		rows,
	);
}

/** One incident: its fields, comments, alerts, and what changed. */
export function incidentContent(tenant: Tenant, incident: IncidentRecord): Markup {
	const { redirectIncidentId: target } = incident;
	return html`${facts([
			['Name', shownText(incident.displayName)],
			['Severity', shownText(incident.severity)],
			['Priority', shownValue(incident.priorityScore)],
			['Status', shownText(incident.status)],
			['Merged into', target === null ? shownValue(null) : linkTo(tenant, target)],
			['Owner', shownValue(incident.assignedTo)],
			['Verdict', verdictOf(incident)],
			['Custom tags', shownValue(incident.customTags)],
			['System tags', shownValue(incident.systemTags)],
			['Description', shownValue(incident.description)],
			['Summary', shownValue(incident.summary)],
			['Resolution note', shownValue(incident.resolvingComment)],
			['Created', shownTime(incident.createdDateTime)],
			[
				'Last update',
				html`${shownTime(incident.lastUpdateDateTime)} by ${shownValue(incident.lastModifiedBy)}`,
			],
		])}
		<h2>Comments</h2>
		${table(
			`${incident.comments.length} comments, oldest first`,
			['Time', 'By', 'Comment'],
			incident.comments.map(({ createdDateTime, createdByDisplayName, comment }) => [
				shownTime(createdDateTime),
				shownValue(createdByDisplayName),
				shownValue(comment),
			]),
		)}
		<h2>Alerts</h2>
		${table(
			`${incident.alerts.length} alerts, oldest first`,
			['ID', 'Title', 'Severity', 'Status', 'Product', 'Created', 'Evidence'],
			incident.alerts.map((alert) => [
				shownText(alert.id),
				shownValue(alert.title),
				shownValue(alert.severity),
				shownValue(alert.status),
				shownValue(alert.productName),
				shownTime(alert.createdDateTime),
				shownText(String(alert.evidence.length)),
			]),
		)}
		<h2>Changes</h2>
		${changesTable(tenant.journal.filter(({ incidentId }) => incidentId === incident.id))}`;
}
