import { createHash } from 'node:crypto';
import type { Behaviours } from '../behaviours.mts';
import { newestFirst } from '../incidents/order.mts';
import type { IncidentRecord } from '../incidents/store.mts';
import { readFilter } from '../odata/filter.mts';
import { readWhole, refuseUnknownOptions } from '../odata/options.mts';
import { badRequest, ServiceError } from '../serviceError.mts';
import type { Answer } from '../surface.mts';
import { legacyFilter } from './filter.mts';
import type { LegacyCall } from './legacyCall.mts';
import { incidentWire } from './wire.mts';

/** Largest page, and the size of one when `$top` is not sent. */
const TOP_MAX = 100;

/** `GET /api/incidents`: one page, alerts inline. */
export function listIncidents(call: LegacyCall): Answer {
	const { caller, incoming, origin } = call;
	const { incidents, behaviours } = caller.tenant;
	refuseUnknownOptions(incoming.query, ['$filter', '$top', '$skip']);
	const filter = incoming.query.get('$filter');
	const top = readTop(incoming.query.get('$top'));
	const skip = readWhole('$skip', incoming.query.get('$skip') ?? '0');
	const matches = filter === null ? () => true : readFilter(filter, legacyFilter(behaviours));
	const found = incidents
		.all()
		.map(({ id }) => incidents.seen(id))
		.filter((incident) => incident !== undefined)
		.filter(matches)
		.sort(ORDERS[behaviours.listOrder]);
	const page = found.slice(skip, skip + top);
	const value = page.map((incident) => presented(call, incident));
	for (const { id } of page) incidents.spend(id);
	const more = behaviours.pageLink === 'present' && skip + top < found.length;
	const link = more ? { '@odata.nextLink': nextLink(call, skip + top) } : {};
	return { status: 200, body: { '@odata.context': `${origin}/api/$metadata#Incidents`, ...link, value } };
}

/** `GET /api/incidents/{id}`. */
export function getIncident(call: LegacyCall, id: string): Answer {
	refuseUnknownOptions(call.incoming.query, []);
	const { incidents } = call.caller.tenant;
	const body = entity(call, existing(incidents.seen(id), id));
	incidents.spend(id);
	return { status: 200, body };
}

/** The incident, or the 404. */
export function existing(incident: IncidentRecord | undefined, id: string): IncidentRecord {
	if (incident !== undefined) return incident;
	throw new ServiceError(404, 'ResourceNotFound', `Incident ${id} was not found.`);
}

/** An incident as an answer of its own. */
export const entity = (call: LegacyCall, incident: IncidentRecord) => ({
	'@odata.context': `${call.origin}/api/$metadata#Incidents/$entity`,
	...presented(call, incident),
});

function presented({ caller }: LegacyCall, incident: IncidentRecord) {
	const { poisoned, behaviours } = caller.tenant;
	if (poisoned.has(incident.id))
		throw new ServiceError(500, 'InternalServerError', 'An internal error occurred.');
	return incidentWire(incident, behaviours);
}

function readTop(text: string | null): number {
	if (text === null) return TOP_MAX;
	const top = readWhole('$top', text);
	if (top > TOP_MAX || top === 0)
		throw badRequest(`The value '${top}' for $top must lie between 1 and ${TOP_MAX}.`);
	return top;
}

type Compare = (a: IncidentRecord, b: IncidentRecord) => number;

// An order that follows from nothing that a caller knows, and that stays as it is from call to call.
const rank = ({ id }: IncidentRecord) => createHash('sha256').update(id).digest('hex');
const unordered: Compare = (a, b) => (rank(a) < rank(b) ? -1 : 1);

const ORDERS: Readonly<Record<Behaviours['listOrder'], Compare>> = {
	newestCreated: newestFirst('createdDateTime'),
	newestUpdated: newestFirst('lastUpdateDateTime'),
	none: unordered,
};

function nextLink({ incoming, origin }: LegacyCall, next: number): string {
	const query = new Map([...incoming.query, ['$skip', String(next)]]);
	const text = [...query].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
	return `${origin}${incoming.path}?${text}`;
}
