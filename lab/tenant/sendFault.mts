import type { FastifyReply } from 'fastify';
import type { Answer, Incoming, Surface } from './surface.mts';
import type { Fault } from './faults.mts';
import { HUNT_REFUSALS } from './graph/huntRefusals.mts';
import type { OpenCall } from './requestLedger.mts';
import { bodyText, sendAnswer } from './send.mts';
import type { TenantState } from './tenantState.mts';

/** What is known when a fault is to be answered. */
export interface FaultContext {
	readonly fault: Fault | undefined;
	readonly incoming: Incoming;
	readonly call: OpenCall;
	readonly tenant: TenantState | undefined;
	readonly surface: Surface;
	readonly realTime: () => Date;
}

const PROXY_PAGE =
	'<!DOCTYPE html><html><head><title>Sign in to the proxy</title></head><body>Blocked</body></html>';

/**
 * Answers a call in the way of its fault.
 * @param headers what the surface puts on every answer
 * @param right the right answer, when the call was carried out
 */
export function sendFault(
	reply: FastifyReply,
	context: FaultContext,
	headers: Readonly<Record<string, string>>,
	right: Answer | undefined,
): void {
	const { fault, call } = context;
	const answer = fault?.answer ?? 'pass';
	if (answer === 'hang') {
		reply.hijack();
	} else if (answer === 'reset') {
		reply.hijack();
		reply.raw.socket?.resetAndDestroy();
	} else if (answer === 'cut') {
		const whole = right ?? { status: 200, body: { '@odata.context': 'lost', value: [] } };
		const half = Math.floor(Buffer.byteLength(bodyText(whole)) / 2);
		sendAnswer(reply, call, { ...whole, headers: { ...headers, ...whole.headers } }, half);
	} else if (answer === 'html') {
		// A proxy does not add the headers that the service adds to its responses.
		sendAnswer(reply, call, { status: 200, headers: { 'content-type': 'text/html' }, body: PROXY_PAGE });
	} else {
		const altered = alteredAnswer(context, headers, right);
		sendAnswer(reply, call, { ...altered, headers: { ...headers, ...altered.headers } });
	}
}

function alteredAnswer(
	{ fault, incoming, tenant, surface, realTime }: FaultContext,
	headers: Readonly<Record<string, string>>,
	right: Answer | undefined,
): Answer {
	const answer = fault?.answer;
	if (typeof answer !== 'object') return right ?? { status: 500, body: surface.errorBody(500, headers) };
	if ('redirect' in answer) return { status: 302, headers: { location: answer.redirect } };
	if ('throttle' in answer) {
		const kind = answer.throttle === 'asBehaviour' ? tenant?.behaviours.retryAfter : answer.throttle;
		const when = retryAfter(kind, answer.retryAfterSeconds, realTime());
		const said = answer.quota === 'hour' ? HUNT_REFUSALS.callsInHour : undefined;
		const announced = limitHeaders(tenant?.behaviours.limitHeaders, answer.retryAfterSeconds);
		return { status: 429, headers: { ...announced, ...when }, body: surface.errorBody(429, headers, said) };
	}
	if ('refuseHunt' in answer) {
		const { status, ...said } = HUNT_REFUSALS[answer.refuseHunt];
		return { status, body: surface.errorBody(status, headers, said) };
	}
	if ('refuseSignIn' in answer) {
		if (surface.refuseSignIn === undefined) throw new Error('A refused sign-in is no fault of the API.');
		return surface.refuseSignIn(answer.refuseSignIn, incoming, answer.retryAfterSeconds);
	}
	if ('nextLinkOrigin' in answer) return withNextLinkOrigin(right, answer.nextLinkOrigin);
	return {
		status: answer.status,
		...(answer.headers ? { headers: answer.headers } : {}),
		body: answer.body === undefined ? surface.errorBody(answer.status, headers) : answer.body,
	};
}

// A caller compares the date with its own clock, so it is the real one, not the tenant's.
function retryAfter(
	kind: 'seconds' | 'date' | 'none' | undefined,
	seconds: number,
	now: Date,
): Record<string, string> {
	if (kind === 'seconds') return { 'retry-after': String(seconds) };
	if (kind === 'date') return { 'retry-after': new Date(now.getTime() + seconds * 1000).toUTCString() };
	return {};
}

/** Headers that announce a used-up limit, next to `Retry-After`. */
function limitHeaders(kind: 'none' | 'announced' | undefined, seconds: number): Record<string, string> {
	if (kind !== 'announced') return {};
	return {
		'ratelimit-limit': '150',
		'ratelimit-remaining': '0',
		'ratelimit-reset': String(seconds),
		'x-ms-throttle-limit-percentage': '1.1',
		'x-ms-throttle-scope': 'Tenant_Application/ReadWrite',
		'x-ms-throttle-information': 'ResourceUnitLimitExceeded',
	};
}

function withNextLinkOrigin(right: Answer | undefined, origin: string): Answer {
	const { status, body } = right ?? { status: 500 };
	if (typeof body !== 'object' || body === null || !('@odata.nextLink' in body)) return { ...right, status };
	const link = new URL(String(body['@odata.nextLink']));
	return {
		...right,
		status,
		body: { ...body, '@odata.nextLink': `${origin}${link.pathname}${link.search}` },
	};
}
