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
import { FRESH_SIGN_IN_HEADER, type Credential } from '../../../defender/access/credential';
import { findCredentialError, markErrors } from '../../../defender/access/credentialError';
import { foreignApi } from '../../../defender/access/sentences/accessText';
import { readTransportFailure } from '../../../defender/access/transportFailure';
import type { Host, HttpFailure, HttpRequest, HttpResponse, HttpResult } from '../../../defender/core/host';
import { classifyNoResponse, isNeverSent, transportDetail } from '../../../defender/core/noResponse';
import { redactionFor, type Redaction } from '../../../defender/core/redaction';
import type { CredentialType } from './authentication';
import { explainRenewalFailure } from './renewalFailure';

/** The n8n contexts from which a Host can be created. */
export type HostContext = IExecuteFunctions | ILoadOptionsFunctions | IPollFunctions;

/** The credential with which requests are sent. */
interface Session {
	readonly context: HostContext;
	readonly type: CredentialType;
	/** Item with which the credential's expressions are resolved; undefined for the first. */
	readonly item: number | undefined;
	readonly credential: Credential;
	/** Removes the secrets and tokens that the credential contains when the node starts. */
	readonly redaction: Redaction;
}

/** The application credential removes this header. The user credential never gets it. */
const FRESH_SIGN_IN = { [FRESH_SIGN_IN_HEADER]: 'permissions' };

/** n8n's sleep cannot be aborted, so long waits are split into pieces of this length. */
const SLEEP_PIECE_MS = 250;

/**
 * Creates the seam between n8n and `defender`: network, time and cancellation come from n8n's helpers. The token is sent only
 * to the credential's own API. In user context nothing else checks this, because n8n's OAuth2 has no list of hosts.
 */
export function createHost(
	context: HostContext,
	type: CredentialType,
	credential: Credential,
	item?: number,
): Host {
	const redaction = redactionFor([...credential.secrets, ...credential.tokens]);
	const session: Session = { context, type, item, credential, redaction };
	const { apiOrigin } = credential.endpoint;
	const signal = 'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
	const isCanceled = () => signal?.aborted === true;
	return {
		request: async (request) => {
			const { origin } = new URL(request.url);
			if (origin !== apiOrigin)
				return { ok: false, failure: { kind: 'signIn', sentence: foreignApi(origin, apiOrigin) } };
			try {
				return { ok: true, response: await send(session, request) };
			} catch (error) {
				const failure: HttpFailure = isCanceled() ? { kind: 'canceled' } : readFailure(error, session);
				return failure.kind === 'unauthorized' && request.method !== 'PATCH'
					? await readUnauthorized(session, request)
					: { ok: false, failure };
			}
		},
		sleep: async (milliseconds, isOver) => {
			const end = Date.now() + milliseconds;
			for (let rest = milliseconds; rest > 0; rest = end - Date.now()) {
				if (isCanceled() || isOver?.() === true) return;
				await sleep(Math.min(rest, SLEEP_PIECE_MS));
			}
		},
		now: Date.now,
		random: Math.random,
		isCanceled,
	};
}

/**
 * Repeats a request after a 401, to which n8n's error has no body. The rejected request changed nothing. Not for a PATCH,
 * which must directly follow the read that it depends on.
 */
async function readUnauthorized(session: Session, request: HttpRequest): Promise<HttpResult> {
	try {
		const options = { ...requestOptions(request), ignoreHttpStatusErrors: true };
		return { ok: true, response: await exchange(session, options) };
	} catch {
		return { ok: false, failure: { kind: 'unauthorized' } };
	}
}

/** Text body, so that long numbers and pages stay exact; no redirect, which could send the token to another host. */
function requestOptions(request: HttpRequest): IHttpRequestOptions {
	return {
		method: request.method,
		url: request.url,
		headers: { ...request.headers, ...(request.freshToken === true ? FRESH_SIGN_IN : {}) },
		...(request.body === undefined ? {} : { body: request.body }),
		encoding: 'text',
		json: false,
		returnFullResponse: true,
		disableFollowRedirect: true,
		timeout: request.timeoutMs,
	};
}

async function send(session: Session, request: HttpRequest): Promise<HttpResponse> {
	const options = requestOptions(request);
	const lenient = { ...options, ignoreHttpStatusErrors: { ignore: true as const, except: [401] } };
	const response = await exchange(session, lenient);
	// n8n 1.x ignores `except` and returns the 401. Without leniency it renews the token and retries.
	return response.status === 401 ? await exchange(session, options) : response;
}

async function exchange(session: Session, options: IHttpRequestOptions): Promise<HttpResponse> {
	const { context, type, redaction } = session;
	const response: IN8nHttpFullResponse = await context.helpers.httpRequestWithAuthentication.call(
		context,
		type,
		options,
		await markErrors(() => resolveCredential(session)),
	);
	return redaction.response({
		status: response.statusCode,
		headers: textHeaders(response.headers),
		text: typeof response.body === 'string' ? response.body : JSON.stringify(response.body ?? ''),
	});
}

/**
 * An error is a failed sign-in only if the credential or the renewal of a user's sign-in threw it. Every other error is a
 * request without a complete response. In n8n-core 2.41.1, `httpCode` is 401, the code of the socket, the status of a
 * response that broke off, or empty.
 */
function readFailure(failure: unknown, session: Session): HttpFailure {
	const { credential, redaction } = session;
	const own = findCredentialError(failure);
	if (own !== undefined) {
		const sentence = redaction.text(own.sentence);
		return { kind: 'signIn', sentence, ...(own.isRefused ? { refused: true } : {}) };
	}
	const isUser = credential.endpoint.context === 'user';
	const renewal = isUser ? explainRenewalFailure(failure, credential, redaction, Date.now()) : undefined;
	if (renewal !== undefined) return { kind: 'signIn', ...renewal };
	const httpCode = (failure instanceof NodeApiError ? failure.httpCode : null) ?? '';
	return httpCode === '401' ? { kind: 'unauthorized' } : readNoResponse(failure, httpCode, redaction);
}

function readNoResponse(failure: unknown, httpCode: string, redaction: Redaction): HttpFailure {
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
 * n8n resolves a credential with the first item, unless it receives the fields. They are read for each request, because n8n
 * may store a new token in between. A user's sign-in does not depend on items.
 */
async function resolveCredential(session: Session): Promise<IAdditionalCredentialOptions | undefined> {
	const { context, type, item } = session;
	if (item === undefined) return undefined;
	const data = await context.getCredentials(type, item);
	const { id, name } = context.getNode().credentials?.[type] ?? { id: null, name: '' };
	return { credentialsDecrypted: { id: id ?? '', name, type, data } };
}

function textHeaders(headers: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
	return Object.fromEntries(
		Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
	);
}
