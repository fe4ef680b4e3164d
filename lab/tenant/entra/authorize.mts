import { isGuid } from '../identifiers.mts';
import type { Registry } from '../registry.mts';
import type { Answer, Incoming } from '../surface.mts';
import type { TenantState } from '../tenantState.mts';
import { readRequest, readReturnAddress } from './authorizeRequest.mts';
import { describeError, EntraError, errorUri, type Trace } from './errors.mts';
import { findTenant, formFields } from './form.mts';
import { errorPage, signInPage } from './pages.mts';
import { refusalNumbered } from './refusals.mts';
import { secretText, type Flow, type ReturnAddress } from './signIns.mts';
import { continueFlow, type StepResult } from './signInSteps.mts';

const FLOW_LIVES_MS = 15 * 60_000;

/**
 * `GET /{tenant}/oauth2/v2.0/authorize`, or the same fields posted: checks the request and shows the first page. A form
 * of one of the pages continues its sign-in, which ends with a redirect to the app.
 */
export async function answerAuthorize(
	registry: Registry,
	tenantName: string,
	incoming: Incoming,
): Promise<Answer> {
	const fields = incoming.method === 'POST' ? formFields(incoming) : incoming.query;
	const trace = traceOf(registry, fields);
	let address: ReturnAddress | undefined;
	try {
		if (incoming.method !== 'GET' && incoming.method !== 'POST') {
			throw new EntraError('invalid_request', 900561, 'The endpoint only accepts GET and POST requests.');
		}
		const tenant = findTenant(registry, tenantName);
		const flowId = fields.get('flow');
		if (flowId !== null) return answerStep(registry, tenant, flowId, fields, trace);
		address = readReturnAddress(tenant, fields);
		const request = readRequest(tenant, address, fields);
		const id = secretText('');
		const flow: Flow = { request, approved: false, endsAt: trace.at.getTime() + FLOW_LIVES_MS };
		tenant.signIns.flows.set(id, flow);
		return signInPage({ flow: id, appName: request.app.displayName }, { login: request.loginHint });
	} catch (error) {
		if (!(error instanceof EntraError)) throw error;
		return address === undefined
			? // Whether the status of Entra ID's page is 200 or 400 is not documented; no program reads it.
				errorPage(400, describeError(error, trace))
			: sendBack(address, refusal(error, trace), registry);
	}
}

/** Refuses a sign-in with a number on Entra ID's own page, as it does what is between it and a person. */
export const refuseAuthorize = (registry: Registry, code: number, incoming: Incoming): Answer =>
	errorPage(400, describeError(refusalNumbered(code), traceOf(registry, incoming.query)));

function traceOf(registry: Registry, fields: URLSearchParams): Trace {
	const asked = fields.get('client-request-id') ?? '';
	return {
		traceId: registry.nextId(),
		correlationId: isGuid(asked) ? asked : registry.nextId(),
		at: registry.realTime(),
	};
}

function answerStep(
	registry: Registry,
	tenant: TenantState,
	id: string,
	fields: URLSearchParams,
	trace: Trace,
): Answer {
	const flow = tenant.signIns.flows.get(id);
	if (flow === undefined || flow.endsAt <= trace.at.getTime()) {
		throw new EntraError(
			'invalid_request',
			90036,
			'The sign-in took too long or was finished already. Start it again in the application.',
		);
	}
	const result: StepResult = continueFlow(tenant, id, flow, fields, trace);
	if ('page' in result) return result.page;
	tenant.signIns.flows.delete(id);
	return sendBack(
		flow.request,
		'code' in result ? { code: result.code } : refusal(result.refusal, trace),
		registry,
	);
}

const refusal = (error: EntraError, trace: Trace): Record<string, string> => ({
	error: error.error,
	error_description: describeError(error, trace),
	error_uri: errorUri(error.code),
});

function sendBack(
	{ redirectUri, state }: ReturnAddress,
	answer: Readonly<Record<string, string>>,
	registry: Registry,
): Answer {
	const target = new URL(redirectUri);
	for (const [name, value] of Object.entries(answer)) target.searchParams.append(name, value);
	if (state !== undefined) target.searchParams.append('state', state);
	if ('code' in answer) target.searchParams.append('session_state', registry.nextId());
	return {
		status: 302,
		headers: {
			location: target.href,
			'cache-control': 'no-store, no-cache',
			'referrer-policy': 'no-referrer',
		},
		body: '',
	};
}
