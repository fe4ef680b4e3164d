import type { Answer } from '../surface.mts';
import { badRequest } from '../serviceError.mts';
import { jsonBody } from '../jsonBody.mts';
import type { GraphCall } from './graphCall.mts';
import { existing } from './incidents.mts';
import { refuseUnknownOptions } from '../odata/options.mts';
import { refuseRedirected } from '../incidents/patchEffect.mts';
import { toWire } from './wire.mts';

/** Longest comment, in characters. */
export const COMMENT_MAX = 30_000;
const ODATA_TYPE = 'microsoft.graph.security.alertComment';

/** `POST /security/incidents/{id}/comments`: answers all comments of the incident, not only the new one. */
export function addComment(call: GraphCall, id: string): Answer {
	const { tenant, name } = call.caller;
	refuseUnknownOptions(call.incoming.query, []);
	const comment = readComment(jsonBody(call.incoming));
	refuseRedirected(existing(tenant.incidents.get(id), id));
	const after = tenant.incidents.addComment(id, comment, {
		by: name,
		via: 'api',
		moves: tenant.behaviours.commentMovesUpdate === 'yes',
		staleReads: tenant.behaviours.staleReads,
	});
	return {
		status: 200,
		body: {
			'@odata.context': `${call.origin}/v1.0/$metadata#security/incidents('${id}')/comments`,
			value: toWire('alertComment', after.comments, call.style),
		},
	};
}

function readComment(body: Readonly<Record<string, unknown>>): string {
	const { '@odata.type': odataType, comment, ...others } = body;
	const unknown = Object.keys(others)[0];
	if (unknown !== undefined) throw badRequest(`The property '${unknown}' does not exist on a comment.`);
	if (odataType !== ODATA_TYPE && odataType !== `#${ODATA_TYPE}`) {
		throw badRequest(`A comment needs '@odata.type': '${ODATA_TYPE}'.`);
	}
	if (typeof comment !== 'string' || comment.trim() === '')
		throw badRequest("A comment needs a 'comment' text.");
	if (comment.length > COMMENT_MAX) throw badRequest(`A comment has at most ${COMMENT_MAX} characters.`);
	return comment;
}
