import type { Endpoint } from '../access/endpoint';
import { DefenderError } from '../core/errors';
import type { Host, HttpFailure, HttpRequest } from '../core/host';
import type { Pacer } from '../core/pacer';
import * as say from '../core/sentences/serviceText';
import type { RequestNumber } from '../core/sharedPause';
import { isSuccess, parseResponse, type ApiResult, type JsonResponse } from './apiResponse';
import { classifyOutcome } from './classifyOutcome';
import { decideRetry, possibleEffect, type RequestKind, type RetryDecision } from './retry';
import { foreignLink } from './sentences/apiErrorText';
import {
	deniedError,
	foreignError,
	reportedInSuccess,
	statusError,
	toAccessDenial,
	unreadableError,
} from './serviceErrors';
import type { RequestContext } from './requestContext';
import { classifyEnd } from './requestEnd';
import type { TokenAccess } from './tokenAccess';
import { TokenRenewal, type Sent } from './tokenRenewal';
import { transportError } from './transportErrors';

/**
 * Timeouts in milliseconds. A hunt may take three minutes at the service, and the client must wait longer.
 * @see https://learn.microsoft.com/graph/api/security-security-runhuntingquery
 */
const TIMEOUT_MS: Record<RequestKind, number> = {
	read: 60_000,
	readWithAlerts: 60_000,
	patch: 60_000,
	comment: 60_000,
	hunt: 200_000,
};

const JSON_BODY = { 'Content-Type': 'application/json; charset=utf-8' };

export interface ApiRequest {
	readonly kind: RequestKind;
	readonly method: HttpRequest['method'];
	readonly url: string;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: unknown;
	readonly context: RequestContext;
	/** Send immediately and only once: a write that must directly follow the read it depends on. */
	readonly isImmediate?: boolean;
}

type Decision = RetryDecision | { readonly kind: 'use'; readonly response: JsonResponse };

/** Sends the requests of one execution to one endpoint, with pacing and retries. */
export class HttpClient {
	private readonly renewal: TokenRenewal;
	/** Milliseconds by which the service's clock is ahead of ours; undefined before its first `Date` header. */
	private clockOffsetMs: number | undefined;

	constructor(
		private readonly host: Host,
		private readonly endpoint: Endpoint,
		private readonly pacer: Pacer,
		private readonly access: TokenAccess,
	) {
		this.renewal = new TokenRenewal(access);
	}

	/**
	 * @returns a 2xx response with a JSON object. Only the response to a hunt may contain an error, next to its rows.
	 * @throws DefenderError for every other response, and without one
	 */
	async send(request: ApiRequest): Promise<JsonResponse> {
		this.rejectForeignOrigin(request.url);
		for (let attempt = 1; ; ) {
			const number = request.isImmediate === true ? this.pacer.acquireNow() : await this.pacer.acquire();
			const sent = await this.exchange(request).catch((failure: unknown) => {
				this.pacer.recordEnd(number, { kind: 'other', signals: undefined });
				throw failure;
			});
			this.pacer.recordEnd(number, classifyEnd(sent.result, this.host.now()));
			const decision = this.decide(request, sent, attempt);
			switch (decision.kind) {
				case 'use':
					return decision.response;
				case 'pauseAll':
					this.pauseAll(request, number, sent.result, decision);
					break;
				case 'retry':
					attempt += 1;
					await this.host.sleep(decision.milliseconds);
					break;
				case 'fail':
					throw await this.toError(request, sent, attempt);
			}
		}
	}

	/** Number of requests that may be in progress at once. */
	get parallelism(): number {
		return this.pacer.parallelism;
	}

	/** Unix time in milliseconds on the service's clock, from the newest response; on our own clock before the first. */
	serviceTime(): number {
		return this.host.now() + (this.clockOffsetMs ?? 0);
	}

	/** Whether any response contained the service's time. */
	isServiceTimeKnown(): boolean {
		return this.clockOffsetMs !== undefined;
	}

	private async exchange(request: ApiRequest): Promise<Sent<ApiResult>> {
		const { kind, method, url, headers, body, context } = request;
		const httpRequest: HttpRequest = {
			method,
			url,
			headers: { Accept: 'application/json', ...headers, ...(body === undefined ? {} : JSON_BODY) },
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
			timeoutMs: TIMEOUT_MS[kind],
		};
		const attempt = async (freshToken: boolean): Promise<ApiResult> => {
			const result = await this.host.request(freshToken ? { ...httpRequest, freshToken } : httpRequest);
			if (!result.ok) return result;
			return { ok: true, response: parseResponse(result.response, kind === 'hunt' ? 'all' : 'integers') };
		};
		const isDenied = (result: ApiResult) =>
			result.ok &&
			result.response.status === 403 &&
			this.access.canRenewalHelp(toAccessDenial(result.response, context));
		const sent = await this.renewal.send(attempt, isDenied, request.isImmediate === true);
		if (sent.result.ok) this.noteServiceTime(sent.result.response.headers['date']);
		return sent;
	}

	private noteServiceTime(date: string | undefined): void {
		const serviceTime = Date.parse(date ?? '');
		if (!Number.isNaN(serviceTime)) this.clockOffsetMs = serviceTime - this.host.now();
	}

	/** Decides what follows from one attempt. */
	private decide(request: ApiRequest, { result, nextIsRenewed }: Sent<ApiResult>, attempt: number): Decision {
		if (nextIsRenewed && result.ok) return { kind: 'fail' };
		if (result.ok && isSuccess(result.response) && result.response.kind === 'json') {
			const { response } = result;
			return response.hasError && request.kind !== 'hunt' ? { kind: 'fail' } : { kind: 'use', response };
		}
		const outcome = classifyOutcome(request.kind, result, this.host.now());
		if (outcome === undefined) return { kind: 'fail' };
		const decision = decideRetry(request.kind, outcome, attempt, this.host.random());
		return decision.kind === 'retry' && request.isImmediate === true ? { kind: 'fail' } : decision;
	}

	/** @throws DefenderError `throttled` for a request that is sent only once */
	private pauseAll(
		{ isImmediate }: ApiRequest,
		number: RequestNumber,
		result: ApiResult,
		{ milliseconds, isGuess, quota }: Extract<RetryDecision, { kind: 'pauseAll' }>,
	): void {
		const trace = result.ok ? result.response.trace : undefined;
		this.pacer.recordThrottling(number, { pauseMs: milliseconds, isGuess, trace, quota });
		if (isImmediate !== true) return;
		const retryAt = this.host.now() + milliseconds;
		const sentence = say.throttled(retryAt, undefined, trace);
		throw new DefenderError({ kind: 'throttled', retryAt }, sentence, 'none', trace);
	}

	private async toError(
		{ kind, context }: ApiRequest,
		{ result, nextIsRenewed }: Sent<ApiResult>,
		attempts: number,
	): Promise<DefenderError> {
		if (!result.ok) return this.toTransportError(kind, context, result.failure, attempts);
		const { response } = result;
		if (nextIsRenewed) return await deniedError(response, context, this.access, true);
		const effect = possibleEffect(kind, classifyOutcome(kind, result, this.host.now()));
		if (response.kind === 'foreign') return foreignError(response, this.endpoint.apiOrigin, context, effect);
		if (isSuccess(response))
			return response.kind === 'json'
				? reportedInSuccess(response.trace, context, effect)
				: unreadableError(response, response.because, context, effect);
		if (response.status === 401 || response.status === 403)
			return await deniedError(response, context, this.access, false);
		return statusError(response, context, attempts, effect);
	}

	private toTransportError(
		kind: RequestKind,
		{ activity }: RequestContext,
		failure: HttpFailure,
		attempts: number,
	): DefenderError {
		const error = transportError(failure, { kind, activity, attempts }, this.endpoint);
		if (failure.kind === 'signIn' && failure.refused === true) this.pacer.recordSignInRejection(error);
		return error;
	}

	private rejectForeignOrigin(url: string): void {
		const { origin } = new URL(url);
		if (origin === this.endpoint.apiOrigin) return;
		throw new DefenderError({ kind: 'misdirected' }, foreignLink(origin, this.endpoint.apiOrigin));
	}
}
