import type { Answer, Incoming, Surface } from '../surface.mts';
import type { Registry } from '../registry.mts';
import type { TenantState } from '../tenantState.mts';
import { ANY_TOKEN, type Caller } from '../permissions.mts';
import { routed, type Route } from '../routing.mts';
import { authenticate, HUNT, READ_INCIDENTS, WRITE_INCIDENTS } from './authentication.mts';
import { addComment } from './comments.mts';
import { assertConforms, type AnswerKind } from './conformance.mts';
import { badRequest, asServiceError, type ServiceError } from '../serviceError.mts';
import { errorBody, PLAIN_ERRORS } from './errors.mts';
import type { GraphCall } from './graphCall.mts';
import { huntingText, runHuntingQuery } from './hunting.mts';
import { getIncident, listIncidents, nestedPage } from './incidents.mts';
import { patchIncident } from './patch.mts';

const ROUTES: readonly Route<GraphCall, AnswerKind>[] = [
	{ method: 'GET', path: /^\/v1\.0\/?$/, needs: ANY_TOKEN, answer: serviceDocument },
	{
		method: 'GET',
		path: /^\/v1\.0\/security\/incidents$/,
		needs: READ_INCIDENTS,
		kind: 'incidentList',
		answer: listIncidents,
	},
	{
		method: 'GET',
		path: /^\/v1\.0\/security\/incidents\/([^/]+)$/,
		needs: READ_INCIDENTS,
		kind: 'incident',
		answer: getIncident,
	},
	{
		method: 'GET',
		path: /^\/v1\.0\/security\/incidents\/([^/]+)\/(?:alerts|comments)$/,
		needs: READ_INCIDENTS,
		answer: nestedPage,
	},
	{
		method: 'GET',
		path: /^\/v1\.0\/security\/incidents\/([^/]+)\/alerts\/[^/]+\/(?:evidence|comments)$/,
		needs: READ_INCIDENTS,
		answer: nestedPage,
	},
	{
		method: 'PATCH',
		path: /^\/v1\.0\/security\/incidents\/([^/]+)$/,
		needs: WRITE_INCIDENTS,
		kind: 'incident',
		answer: patchIncident,
	},
	{
		method: 'POST',
		path: /^\/v1\.0\/security\/incidents\/([^/]+)\/comments$/,
		needs: WRITE_INCIDENTS,
		kind: 'commentList',
		answer: addComment,
	},
	{
		method: 'POST',
		path: /^\/v1\.0\/security\/runHuntingQuery$/,
		needs: HUNT,
		kind: 'huntingResults',
		answer: runHuntingQuery,
	},
];

function serviceDocument({ origin }: GraphCall): Answer {
	return {
		status: 200,
		body: {
			'@odata.context': `${origin}/v1.0/$metadata`,
			value: [{ name: 'security', kind: 'Singleton', url: 'security' }],
		},
	};
}

/** What every Graph answer carries. The date is the tenant's: its clock is the service's clock. */
export function graphSurface(registry: Registry): Surface {
	return {
		kind: 'graph',
		tenantOf: ({ headers }) => registry.tenantOfToken(headers.authorization),
		headers: ({ headers }, tenant) => {
			const requestId = registry.nextId();
			return {
				'request-id': requestId,
				'client-request-id': headers['client-request-id'] ?? requestId,
				date: new Date(`${clockOf(registry, tenant).slice(0, 19)}Z`).toUTCString(),
			};
		},
		errorBody: (status, headers, said) => {
			const [code, message] = PLAIN_ERRORS[status] ?? ['UnknownError', ''];
			return graphErrorBody(said ?? { code, message }, headers);
		},
	};
}

const clockOf = (registry: Registry, tenant: TenantState | undefined) => (tenant ?? registry).clock.now();

const graphErrorBody = (
	error: Pick<ServiceError, 'code' | 'message'>,
	headers: Readonly<Record<string, string>>,
) =>
	errorBody(error, {
		date: new Date(headers.date ?? 0).toISOString(),
		requestId: headers['request-id'] ?? '',
		clientRequestId: headers['client-request-id'] ?? '',
	});

/** Answers a Graph call: token, route, permission, work, and a check of the answer against the published model. */
export async function answerGraph(
	registry: Registry,
	incoming: Incoming,
	headers: Readonly<Record<string, string>>,
): Promise<Answer> {
	try {
		return dispatch(registry, incoming, await authenticate(registry, incoming));
	} catch (error) {
		const refusal = asServiceError(error);
		return { status: refusal.status, headers: refusal.headers, body: graphErrorBody(refusal, headers) };
	}
}

function dispatch(registry: Registry, incoming: Incoming, caller: Caller): Answer {
	const segment = incoming.path.split('/').at(-1) ?? '';
	const unknown = badRequest(`Resource not found for the segment '${segment}'.`);
	const { route, id } = routed(ROUTES, incoming, caller, unknown);
	const evolved = (incoming.headers.prefer ?? '').includes('include-unknown-enum-members');
	const style = { evolved, trimmed: caller.tenant.behaviours.fractions === 'trimmed' };
	const answer = route.answer({ caller, incoming, origin: registry.origin, style }, id);
	if (route.kind === undefined) return answer;
	assertConforms(route.kind, answer.body, evolved);
	const applied = evolved ? { 'preference-applied': 'include-unknown-enum-members' } : {};
	const checked = { ...answer, headers: { ...applied, ...answer.headers } };
	return route.kind === 'huntingResults' ? huntingText(checked) : checked;
}
