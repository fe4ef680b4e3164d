import type { FastifyReply, FastifyRequest } from 'fastify';
import { recordedHeaders, withoutSecrets, type CallKind, type OpenCall } from './requestLedger.mts';
import type { Registry } from './registry.mts';
import { sendAnswer } from './send.mts';
import { sendFault, type FaultContext } from './sendFault.mts';
import type { Answer, Incoming, Respond, Surface } from './surface.mts';
import type { TenantState } from './tenantState.mts';

/** Reads Fastify's request; the body parser hands texts over. */
export function readIncoming(request: FastifyRequest): Incoming {
	const target = request.raw.url ?? '/';
	const url = new URL(`http://practice${target}`);
	const headers = Object.entries(request.headers).map(([name, value]): [string, string | undefined] => [
		name,
		Array.isArray(value) ? value.join(', ') : value,
	]);
	return {
		method: request.method,
		path: url.pathname,
		target,
		query: url.searchParams,
		headers: Object.fromEntries(headers),
		text: typeof request.body === 'string' ? request.body : '',
	};
}

function recordedBody(kind: CallKind, incoming: Incoming): unknown {
	if (incoming.text === '') return undefined;
	// A sign-in call that is not a form may hold the secret anywhere: nothing of it is kept.
	if (kind === 'token' || kind === 'authorize') {
		const isForm = incoming.headers['content-type']?.includes('x-www-form-urlencoded') ?? false;
		return isForm ? withoutSecrets(new URLSearchParams(incoming.text)) : null;
	}
	try {
		return JSON.parse(incoming.text);
	} catch {
		return incoming.text;
	}
}

function openCall(registry: Registry, surface: Surface, incoming: Incoming, tenant?: TenantState): OpenCall {
	const bearer = registry.bearerOf(incoming.headers.authorization);
	return {
		at: (tenant ?? registry).clock.now(),
		kind: surface.kind,
		method: incoming.method,
		path: incoming.path,
		query: withoutSecrets(incoming.query),
		headers: recordedHeaders(incoming.headers, bearer?.label ?? null),
		body: recordedBody(surface.kind, incoming),
		status: 0,
		changesBefore: 0,
		...(bearer?.sequence === undefined ? {} : { tokenSequence: bearer.sequence }),
	};
}

// Reading changes nothing, so a fault that needs the right body may read; a write happens only if the fault requires it.
function carriesOut(context: FaultContext): boolean {
	const { fault, call } = context;
	if (fault === undefined || fault.after === 'applied') return true;
	if (fault.answer === 'pass') return true;
	if (typeof fault.answer === 'object' && 'nextLinkOrigin' in fault.answer) return true;
	const reads = call.method === 'GET' || /\/(?:runHuntingQuery|advancedhunting\/run)$/.test(call.path);
	return fault.answer === 'cut' && reads;
}

/** One call from arrival to answer: recorded, hit by a fault if one waits for it, carried out, answered. */
export function exchange(registry: Registry, surface: Surface, respond: Respond) {
	return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
		const incoming = readIncoming(request);
		const tenant = surface.tenantOf(incoming);
		const call = openCall(registry, surface, incoming, tenant);
		registry.record(call, tenant);
		const fault = tenant?.faults.take(call, incoming.target);
		const context: FaultContext = { fault, incoming, call, tenant, surface, realTime: registry.realTime };
		const headers = surface.headers(incoming, tenant);
		tenant?.act(fault?.meanwhile, 'before');
		call.changesBefore = tenant?.journal.length ?? 0;
		const right = carriesOut(context) ? await respond(incoming, call, headers) : undefined;
		tenant?.act(fault?.meanwhile, 'after');
		if (fault === undefined || fault.answer === 'pass') {
			sendAnswer(reply, call, withHeaders(right ?? { status: 500 }, headers));
		} else {
			sendFault(reply, context, headers, right);
		}
	};
}

const withHeaders = (answer: Answer, headers: Readonly<Record<string, string>>): Answer => ({
	...answer,
	headers: { ...headers, ...answer.headers },
});
