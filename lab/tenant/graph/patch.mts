import type { Answer } from '../surface.mts';
import { effectOf, refuseRedirected, refuseUnfitVerdict } from '../incidents/patchEffect.mts';
import type { IncidentRecord } from '../incidents/store.mts';
import { ServiceError } from '../serviceError.mts';
import { jsonBody } from '../jsonBody.mts';
import type { GraphCall } from './graphCall.mts';
import { entity, etagOf, existing } from './incidents.mts';
import { refuseUnknownOptions } from '../odata/options.mts';
import { readPatch } from './patchFields.mts';

/** `PATCH /security/incidents/{id}`: answers the whole incident. */
export function patchIncident(call: GraphCall, id: string): Answer {
	const { tenant, name } = call.caller;
	refuseUnknownOptions(call.incoming.query, []);
	const patch = readPatch(jsonBody(call.incoming));
	const before = existing(tenant.incidents.get(id), id);
	refuseRedirected(before);
	refuseStale(call, before);
	refuseUnfitVerdict({ ...before, ...patch });
	const effective = effectOf(patch, before, tenant.behaviours);
	const changes = Object.keys(effective).length > 0;
	const after = tenant.incidents.write(id, effective, {
		by: name,
		via: 'api',
		moves: changes || tenant.behaviours.equalPatchMovesUpdate === 'yes',
		staleReads: tenant.behaviours.staleReads,
	});
	const answered = entity(call, after, false);
	return { status: 200, body: tenant.behaviours.patchAnswer === 'full' ? answered : withoutTags(answered) };
}

function withoutTags({ customTags: _, ...rest }: Readonly<Record<string, unknown>>): Record<string, unknown> {
	return rest;
}

function refuseStale({ caller, incoming }: GraphCall, incident: IncidentRecord): void {
	const wanted = incoming.headers['if-match'];
	if (caller.tenant.behaviours.etag === 'none' || wanted === undefined || wanted === '*') return;
	if (wanted === etagOf(incident)) return;
	throw new ServiceError(
		412,
		'PreconditionFailed',
		'The If-Match header does not match the current state of the incident.',
	);
}
