import type { Answer } from '../surface.mts';
import { readWhole, refuseUnknownOptions } from '../odata/options.mts';
import { badRequest } from '../serviceError.mts';
import type { GraphCall } from './graphCall.mts';
import { toWire } from './wire.mts';

/** Page size of a collection inside an incident, where it is paged. */
const NESTED_PAGE = 2;

/** Collections inside an entity that may be paged. */
const PAGED = ['alerts', 'comments', 'evidence'];

type Wire = Readonly<Record<string, unknown>>;

const isWire = (value: unknown): value is Wire =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** An entity with its collections cut to their first pages, in a tenant that pages them. @param path of the entity */
export function firstPages(call: GraphCall, entity: Wire, path: string): Wire {
	if (call.caller.tenant.behaviours.nestedPages === 'whole') return entity;
	const entries = Object.entries(entity).flatMap(([name, value]): [string, unknown][] => {
		if (!PAGED.includes(name) || !Array.isArray(value)) return [[name, value]];
		const rows = withFirstPages(call, name, value.slice(0, NESTED_PAGE), path);
		if (rows.length === value.length) return [[name, rows]];
		return [
			[name, rows],
			[`${name}@odata.nextLink`, linkTo(call, path, name, NESTED_PAGE)],
		];
	});
	return Object.fromEntries(entries);
}

/** An incident or alert, not yet in the caller's style, and its type in the model. */
interface Entity {
	readonly type: string;
	readonly fields: Wire;
}

/** A further page of a collection inside an entity. */
export function furtherPage(call: GraphCall, entity: Entity, path: string, name: string): Answer {
	refuseUnknownOptions(call.incoming.query, ['$skip']);
	const rows = entity.fields[name];
	if (!Array.isArray(rows)) throw badRequest(`Resource not found for the segment '${name}'.`);
	const start = readWhole('$skip', call.incoming.query.get('$skip') ?? '0');
	const next = start + NESTED_PAGE;
	const link = next < rows.length ? { '@odata.nextLink': linkTo(call, path, name, next) } : {};
	const context = `${call.origin}/v1.0/$metadata#security/incidents/${name}`;
	// Only this page is written: an incident with hundreds of alerts has as many pages.
	const page = written(call, entity, name, rows.slice(start, next));
	return {
		status: 200,
		body: { '@odata.context': context, ...link, value: withFirstPages(call, name, page, path) },
	};
}

function written(
	call: GraphCall,
	{ type, fields }: Entity,
	name: string,
	rows: readonly unknown[],
): readonly unknown[] {
	const wire = toWire(type, { '@odata.type': fields['@odata.type'], [name]: rows }, call.style);
	const page: unknown = isWire(wire) ? wire[name] : undefined;
	return Array.isArray(page) ? page : [];
}

function withFirstPages(call: GraphCall, name: string, page: readonly unknown[], path: string) {
	if (name !== 'alerts') return page;
	return page.map((alert) =>
		isWire(alert) ? firstPages(call, alert, `${path}/alerts/${String(alert['id'])}`) : alert,
	);
}

const linkTo = ({ origin }: GraphCall, path: string, name: string, skip: number) =>
	`${origin}/v1.0/security${path}/${name}?$skip=${skip}`;
