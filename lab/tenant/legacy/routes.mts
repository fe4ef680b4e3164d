import type { Caller } from '../permissions.mts';
import { huntingText } from '../graph/hunting.mts';
import type { Registry } from '../registry.mts';
import { routed, type Route } from '../routing.mts';
import { asServiceError, ServiceError } from '../serviceError.mts';
import type { Answer, Incoming, Surface } from '../surface.mts';
import { authenticate, HUNT, READ_INCIDENTS, WRITE_INCIDENTS } from './authentication.mts';
import { assertConforms, type AnswerKind } from './conformance.mts';
import { errorBody, PLAIN_ERRORS } from './errors.mts';
import { runHunt } from './hunting.mts';
import { getIncident, listIncidents } from './incidents.mts';
import type { LegacyCall } from './legacyCall.mts';
import { patchIncident } from './patch.mts';

const ONE = /^\/api\/incidents\/([^/]+)$/;
const ROUTES: readonly Route<LegacyCall, AnswerKind>[] = [
	{
		method: 'GET',
		path: /^\/api\/incidents$/,
		needs: READ_INCIDENTS,
		kind: 'incidentList',
		answer: listIncidents,
	},
	{ method: 'GET', path: ONE, needs: READ_INCIDENTS, kind: 'incident', answer: getIncident },
	{ method: 'PATCH', path: ONE, needs: WRITE_INCIDENTS, kind: 'incident', answer: patchIncident },
	{
		method: 'POST',
		path: /^\/api\/advancedhunting\/run$/,
		needs: HUNT,
		kind: 'huntingResults',
		answer: runHunt,
	},
];

/** What every answer of the older API carries. The date is the tenant's: its clock is the service's clock. */
export function legacySurface(registry: Registry): Surface {
	return {
		kind: 'legacy',
		tenantOf: ({ headers }) => registry.tenantOfToken(headers.authorization),
		headers: (_, tenant) => ({
			date: new Date(`${(tenant ?? registry).clock.now().slice(0, 19)}Z`).toUTCString(),
		}),
		errorBody: (status, _, said) => {
			const [code, message] = PLAIN_ERRORS[status] ?? ['InternalServerError', ''];
			return errorBody(said ?? { code, message }, registry.nextId());
		},
	};
}

/** Answers a call of the older API: token, route, permission, work, and a check of the answer against its documentation. */
export async function answerLegacy(registry: Registry, incoming: Incoming): Promise<Answer> {
	try {
		return dispatch(registry, incoming, await authenticate(registry, incoming));
	} catch (error) {
		const refusal = asServiceError(error);
		return { status: refusal.status, body: errorBody(refusal, registry.nextId()) };
	}
}

function dispatch(registry: Registry, incoming: Incoming, caller: Caller): Answer {
	const unknown = new ServiceError(404, 'NotFound', `There is no resource at '${incoming.path}'.`);
	const { route, id } = routed(ROUTES, incoming, caller, unknown);
	const answer = route.answer({ caller, incoming, origin: registry.origin }, id);
	if (route.kind !== undefined) assertConforms(route.kind, answer.body);
	return route.kind === 'huntingResults' ? huntingText(answer) : answer;
}
