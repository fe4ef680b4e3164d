import { createHash } from 'node:crypto';
import type { Answer } from '../surface.mts';
import { newestFirst } from '../incidents/order.mts';
import type { IncidentRecord } from '../incidents/store.mts';
import type { TenantState } from '../tenantState.mts';
import { ServiceError, badRequest } from '../serviceError.mts';
import type { GraphCall } from './graphCall.mts';
import { refuseUnknownOptions } from '../odata/options.mts';
import { readExpand, readListOptions, type ListOptions } from './listOptions.mts';
import { firstPages, furtherPage } from './nestedPages.mts';
import { toWire } from './wire.mts';

/** `GET /security/incidents`: one page. */
export function listIncidents(call: GraphCall): Answer {
	const { caller, incoming, origin } = call;
	const { incidents, behaviours } = caller.tenant;
	const options = readListOptions(incoming.query, behaviours, call.style.evolved);
	const { found, start } =
		options.skipToken === undefined
			? { found: search(caller.tenant, options), start: options.skip }
			: resumed(caller.tenant, options.skipToken);
	const next = start + options.top;
	const page = found.slice(start, next);
	const value = page.map((incident) => presented(call, incident, options.expandAlerts));
	for (const { id } of page) incidents.spend(id);
	const link = next < found.length ? { '@odata.nextLink': nextLink(call, found, next) } : {};
	return {
		status: 200,
		body: {
			'@odata.context': `${origin}/v1.0/$metadata#security/incidents${options.expandAlerts ? '(alerts())' : ''}`,
			...(options.count ? { '@odata.count': found.length } : {}),
			...link,
			value,
		},
	};
}

/** `GET /security/incidents/{id}`. */
export function getIncident(call: GraphCall, id: string): Answer {
	refuseUnknownOptions(call.incoming.query, ['$expand']);
	const expandAlerts = readExpand(call.incoming.query.get('$expand'));
	const { incidents } = call.caller.tenant;
	const incident = existing(incidents.seen(id), id);
	const body = entity(call, incident, expandAlerts);
	incidents.spend(id);
	return { status: 200, body };
}

/** The incident, or the 404. */
export function existing(incident: IncidentRecord | undefined, id: string): IncidentRecord {
	if (incident !== undefined) return incident;
	throw new ServiceError(404, 'NotFound', `Incident with id '${id}' was not found.`);
}

/** An incident as an answer of its own. */
export const entity = (
	call: GraphCall,
	incident: IncidentRecord,
	expandAlerts: boolean,
): Record<string, unknown> => ({
	'@odata.context': `${call.origin}/v1.0/$metadata#security/incidents${expandAlerts ? '(alerts())' : ''}/$entity`,
	...presented(call, incident, expandAlerts),
});

function presented(
	call: GraphCall,
	incident: IncidentRecord,
	expandAlerts: boolean,
): Record<string, unknown> {
	const { alerts, ...bare } = incident;
	if (expandAlerts && call.caller.tenant.poisoned.has(incident.id))
		throw new ServiceError(500, 'UnknownError', '');
	const etag = call.caller.tenant.behaviours.etag === 'present' ? { '@odata.etag': etagOf(incident) } : {};
	const written = toWire('incident', expandAlerts ? { ...bare, alerts } : bare, call.style);
	const wire = { ...etag, ...(typeof written === 'object' ? written : {}) };
	return firstPages(call, wire, `/incidents/${incident.id}`);
}

/** `GET /security/incidents/{id}/{collection}`, or that of one of its alerts: a further page of what is inside it. */
export function nestedPage(call: GraphCall, id: string): Answer {
	const incident = existing(call.caller.tenant.incidents.seen(id), id);
	const [, , , , , collection = '', alertId, inside] = call.incoming.path.split('/');
	const ofIncident = { type: 'incident', fields: { ...incident } };
	if (alertId === undefined) return furtherPage(call, ofIncident, `/incidents/${id}`, collection);
	const alert = incident.alerts.find((one) => one.id === decodeURIComponent(alertId));
	const path = `/incidents/${id}/alerts/${alertId}`;
	return furtherPage(call, { type: 'alert', fields: { ...alert } }, path, inside ?? '');
}

/** Identifies the returned state, also if it is stale. */
export function etagOf(incident: IncidentRecord): string {
	return `W/"${createHash('sha256').update(JSON.stringify(incident)).digest('hex').slice(0, 20)}"`;
}

// Without $orderby the newest are first, as peers observe.
const newestCreated = newestFirst('createdDateTime');

function search({ incidents }: TenantState, { matches, order }: ListOptions): readonly IncidentRecord[] {
	return incidents
		.all()
		.map(({ id }) => incidents.seen(id))
		.filter((incident) => incident !== undefined)
		.filter(matches)
		.sort((a, b) => order?.(a, b) || 0 || newestCreated(a, b));
}

function resumed({ incidents, cursors }: TenantState, token: string) {
	const cursor = cursors.get(token);
	if (cursor === undefined) throw badRequest(`The $skiptoken '${token}' is not valid.`);
	const found = cursor.ids.map((id) => incidents.seen(id)).filter((incident) => incident !== undefined);
	return { found, start: cursor.start };
}

/** Rows counted from the start move while incidents change; a token remembers the first answer's ids. */
function nextLink(
	{ caller, incoming, origin }: GraphCall,
	found: readonly IncidentRecord[],
	next: number,
): string {
	const { behaviours, cursors } = caller.tenant;
	const query = new Map(incoming.query);
	query.delete('$skip');
	query.delete('$skiptoken');
	if (behaviours.nextLink === 'skip') {
		query.set('$skip', String(next));
	} else {
		const token = createHash('sha256').update(`${cursors.size}/${incoming.target}`).digest('base64url');
		cursors.set(token, { ids: found.map(({ id }) => id), start: next });
		query.set('$skiptoken', token);
	}
	const text = [...query].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
	return `${origin}${incoming.path}?${text}`;
}
