import {
	NodeApiError,
	sleep,
	type IAdditionalCredentialOptions,
	type IExecuteFunctions,
	type IHttpRequestOptions,
	type ILoadOptionsFunctions,
	type IN8nHttpFullResponse,
	type IPollFunctions,
} from 'n8n-workflow';
import type { Caller } from '../../../defender/access/credential';
import { findCredentialError, markErrors } from '../../../defender/access/credentialError';
import { FRESH_SIGN_IN_HEADER } from '../../../defender/access/freshSignIn';
import type { Host, HttpResponse, HttpRequest, HttpFailure, HttpResult } from '../../../defender/core/host';
import { classifyNoResponse, transportDetail, isNeverSent } from '../../../defender/core/noResponse';
import type { Redaction } from '../../../defender/core/redaction';
import { isRecentRefusal } from '../../../defender/access/signInCache';
import { readTransportFailure } from '../../../defender/access/transportFailure';
import { foreignApi } from '../../../defender/access/sentences/accessText';
import type { CredentialType } from './authentication';
import { renewalFailure } from './renewalFailure';

/** The n8n contexts from which a Host can be made. */
export type HostContext = IExecuteFunctions | ILoadOptionsFunctions | IPollFunctions;

/** In whose name a call is made. */
interface SignedIn {
	readonly context: HostContext;
	readonly credential: CredentialType;
	/** Item with which the credential's expressions are resolved; undefined for the first. */
	readonly item: number | undefined;
	readonly redaction: Redaction;
}

/** Answered by the application credential, which takes it off; no other credential is asked for a new token. */
const FRESH_SIGN_IN = { [FRESH_SIGN_IN_HEADER]: 'permissions' };

/** n8n's sleep cannot be aborted, so long waits are cut into pieces of this length. */
const SLEEP_PIECE_MS = 250;

/**
 * The seam between n8n and `defender`: n8n's helpers give network, time and cancellation. The token goes to the credential's
 * own API alone; in user context nobody else would see to it, since n8n's OAuth2 knows no hosts.
 */
export function createHost(
	context: HostContext,
	credential: CredentialType,
	caller: Caller,
	item?: number,
): Host {
	const signedIn: SignedIn = { context, credential, item, redaction: caller.redaction };
	const signal = 'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
	const isCancelled = () => signal?.aborted === true;
	return {
		request: async (call) => {
			const { origin } = new URL(call.url);
			if (origin !== caller.endpoint.apiOrigin) {
				const sentence = foreignApi(origin, caller.endpoint.apiOrigin);
				return { ok: false, failure: { kind: 'signIn', sentence } };
			}
			try {
				return { ok: true, response: await send(signedIn, call) };
			} catch (failure) {
				const read: HttpFailure = isCancelled() ? { kind: 'cancelled' } : readFailure(failure, caller);
				return read.kind === 'unauthorized' && call.method !== 'PATCH'
					? await askWhyUnauthorized(signedIn, call)
					: { ok: false, failure: read };
			}
		},
		sleep: async (milliseconds) => {
			const end = Date.now() + milliseconds;
			for (let rest = milliseconds; rest > 0 && !isCancelled(); rest = end - Date.now()) {
				await sleep(Math.min(rest, SLEEP_PIECE_MS));
			}
		},
		now: Date.now,
		random: Math.random,
		isCancelled,
	};
}

/**
 * n8n keeps nothing of a 401 but its status, so the refused call, which did nothing, is made once more to read why. Not a
 * PATCH: it must follow the read that decided it.
 */
async function askWhyUnauthorized(signedIn: SignedIn, call: HttpRequest): Promise<HttpResult> {
	try {
		const options = { ...requestOptions(call), ignoreHttpStatusErrors: true };
		return { ok: true, response: await exchange(signedIn, options) };
	} catch {
		return { ok: false, failure: { kind: 'unauthorized' } };
	}
}

/** One call shape for all (hard-parts §1.3): text body, every status answered, no redirect followed with the token. */
function requestOptions(call: HttpRequest): IHttpRequestOptions {
	return {
		method: call.method,
		url: call.url,
		headers: { ...call.headers, ...(call.freshToken === true ? FRESH_SIGN_IN : {}) },
		...(call.body === undefined ? {} : { body: call.body }),
		encoding: 'text',
		json: false,
		returnFullResponse: true,
		disableFollowRedirect: true,
		timeout: call.timeoutMs,
	};
}

async function send(signedIn: SignedIn, call: HttpRequest): Promise<HttpResponse> {
	const options = requestOptions(call);
	const lenient = { ...options, ignoreHttpStatusErrors: { ignore: true as const, except: [401] } };
	const answer = await exchange(signedIn, lenient);
	// n8n 1.x ignores `except` and hands the 401 back; without leniency it renews the token and tries again.
	return answer.status === 401 ? await exchange(signedIn, options) : answer;
}

async function exchange(signedIn: SignedIn, options: IHttpRequestOptions): Promise<HttpResponse> {
	const { context, credential, redaction } = signedIn;
	const response: IN8nHttpFullResponse = await context.helpers.httpRequestWithAuthentication.call(
		context,
		credential,
		options,
		await markErrors(() => asItemResolves(signedIn)),
	);
	return redaction.response({
		status: response.statusCode,
		headers: textHeaders(response.headers),
		text: textOf(response.body),
	});
}

/**
 * What n8n throws is a failed sign-in only where the credential or the renewal of a user's sign-in threw it; everything
 * else is a request without a complete response, with or without a code. `httpCode` holds 401, the code of the socket, or
 * the status of a response that broke off, and may be empty [seen in n8n-core 2.41.1].
 */
function readFailure(failure: unknown, caller: Caller): HttpFailure {
	const own = findCredentialError(failure);
	if (own !== undefined) {
		const refused = isRecentRefusal(own, Date.now());
		return { kind: 'signIn', sentence: caller.redaction.text(own), ...(refused ? { refused } : {}) };
	}
	const renewal =
		caller.endpoint.context === 'user' ? renewalFailure(failure, caller, Date.now()) : undefined;
	if (renewal !== undefined) return { kind: 'signIn', ...renewal };
	const httpCode = (failure instanceof NodeApiError ? failure.httpCode : null) ?? '';
	return httpCode === '401' ? { kind: 'unauthorized' } : withoutResponse(failure, httpCode, caller);
}

function withoutResponse(failure: unknown, httpCode: string, { redaction }: Caller): HttpFailure {
	const hasCause = failure instanceof Error && failure.cause instanceof Error;
	const read = readTransportFailure(hasCause ? failure.cause : failure);
	const isStatus = /^\d+$/.test(httpCode);
	const transport = {
		...read,
		code: read.code === '' && !isStatus ? httpCode : read.code,
		hasBegun: read.hasBegun === true || isStatus,
	};
	const cause = classifyNoResponse(transport);
	const detail = redaction.text(transportDetail(transport));
	return { kind: isNeverSent(cause) ? 'notSent' : 'noResponse', cause, detail };
}

/**
 * n8n resolves a credential with the first item, unless it is given the fields. They are read for each call, because n8n
 * stores a new token in between. A user's sign-in does not depend on items.
 */
async function asItemResolves({
	context,
	credential,
	item,
}: SignedIn): Promise<IAdditionalCredentialOptions | undefined> {
	if (item === undefined) return undefined;
	const data = await context.getCredentials(credential, item);
	const { id, name } = context.getNode().credentials?.[credential] ?? { id: null, name: '' };
	return { credentialsDecrypted: { id: id ?? '', name, type: credential, data } };
}

function textHeaders(headers: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
	return Object.fromEntries(
		Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
	);
}

function textOf(body: unknown): string {
	return typeof body === 'string' ? body : JSON.stringify(body ?? '');
}
