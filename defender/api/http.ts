import type { Endpoint } from '../access/endpoint';
import { DefenderError, type ErrorReason } from '../core/errors';
import type { Host, HttpResponse, HttpRequest, HttpFailure, HttpResult } from '../core/host';
import type { Pacer } from '../core/pacer';
import { parseRetryAfter } from '../core/retryAfter';
import * as say from '../core/sentences/serviceText';
import type { TokenAccess } from './tokenAccess';
import { readTrace } from './errorBody';
import { judge, type ApiAnswer, type Judgement } from './judgement';
import { readQuota } from './quotaMessage';
import { decideRetry, mayHaveActed, type RequestKind, type RequestOutcome } from './retry';
import { TokenRenewal, type Sent } from './tokenRenewal';
import {
	foreignError,
	toAccessDenial,
	reportedInSuccess,
	statusError,
	unreadableError,
	type RequestContext,
} from './serviceErrors';
import { isLasting, transportError } from './transportErrors';

/** Graph allows a hunt three minutes; the client must wait longer than the service (reference: runHuntingQuery). */
const TIMEOUT_MS: Record<RequestKind, number> = {
	read: 60_000,
	readWithAlerts: 60_000,
	patch: 60_000,
	comment: 60_000,
	hunt: 200_000,
};

export interface ApiRequest {
	readonly kind: RequestKind;
	readonly method: HttpRequest['method'];
	readonly url: string;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: unknown;
	readonly context: RequestContext;
	/** Leaves at once and is tried once: for the write that follows its guard read back to back. */
	readonly adjacent?: boolean;
}

/** Sends calls of one execution to one endpoint: origin check, pace, retries, and errors as sentences. */
export class HttpClient {
	private readonly sender: TokenRenewal;
	/** How far the service's clock is ahead of ours, in milliseconds. */
	private clockAhead: number | undefined;

	constructor(
		private readonly host: Host,
		private readonly endpoint: Endpoint,
		private readonly pacer: Pacer,
		private readonly access: TokenAccess,
	) {
		this.sender = new TokenRenewal(host, access);
	}

	/**
	 * @throws DefenderError whenever the answer is not 2xx with a JSON object in it, or holds Microsoft's own error. Rows of a
	 * hunt may come next to one, so a hunt's answer is returned with it.
	 */
	async send(call: ApiRequest): Promise<ApiAnswer> {
		this.refuseForeignOrigin(call.url);
		for (let attempt = 1; ; attempt++) {
			if (call.adjacent === true) this.pacer.acquireNow();
			else await this.pacer.acquire();
			const { result, nextIsRenewed } = await this.exchange(call);
			if (nextIsRenewed && result.ok) throw await this.refused(call, result.response, true);
			const judged = result.ok
				? judge(result.response, call.kind === 'hunt' ? 'all' : 'integers')
				: undefined;
			if (judged?.kind === 'usable') return acceptable(call, judged.answer);
			const outcome = this.outcomeOf(call, result);
			if (outcome === undefined) throw await this.toError(call, result, judged, attempt);
			const decision = decideRetry(call.kind, outcome, attempt, this.host.random());
			if (decision.kind === 'pauseAll') {
				const { milliseconds, quota } = decision;
				this.pacer.recordThrottling(milliseconds, result.ok ? readTrace(result.response) : undefined, quota);
				if (call.adjacent === true) throw this.throttledError(result, milliseconds);
				attempt -= 1;
				continue;
			}
			if (decision.kind !== 'again' || call.adjacent === true)
				throw await this.toError(call, result, judged, attempt);
			await this.host.sleep(decision.milliseconds);
		}
	}

	/** Unix time in milliseconds on the service's clock, by the newest answer; before the first one on our own. */
	serviceTime(): number {
		return this.host.now() + (this.clockAhead ?? 0);
	}

	/** Whether any answer has told the service's time. */
	isServiceTimeKnown(): boolean {
		return this.clockAhead !== undefined;
	}

	private async exchange(call: ApiRequest): Promise<Sent> {
		const request: HttpRequest = {
			method: call.method,
			url: call.url,
			headers: { Accept: 'application/json', ...call.headers, ...(call.body === undefined ? {} : JSON_BODY) },
			...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
			timeoutMs: TIMEOUT_MS[call.kind],
		};
		const lacksPermission = (result: HttpResult) =>
			result.ok &&
			result.response.status === 403 &&
			this.access.canRenewalHelp(toAccessDenial(result.response, call.context));
		const sent = await this.sender.send(request, lacksPermission, call.adjacent === true);
		if (sent.result.ok) this.noteServiceTime(sent.result.response.headers['date']);
		return sent;
	}

	private noteServiceTime(date: string | undefined): void {
		const told = Date.parse(date ?? '');
		if (!Number.isNaN(told)) this.clockAhead = told - this.host.now();
	}

	/** What `decideRetry` may judge; undefined where repeating cannot help. */
	private outcomeOf({ kind: call }: ApiRequest, result: HttpResult): RequestOutcome | undefined {
		if (!result.ok) {
			const { failure } = result;
			if (failure.kind !== 'notSent' && failure.kind !== 'noResponse') return undefined;
			return isLasting(failure.cause) ? undefined : { kind: 'transport', failure: failure.kind };
		}
		const { status, headers } = result.response;
		if (status >= 200 && status < 300) return { kind: 'unreadable' };
		const retryAfterMs = parseRetryAfter(headers['retry-after'], this.host.now());
		if (status !== 429) return { kind: 'status', status, retryAfterMs };
		const serviceNow = Date.parse(headers['date'] ?? '') || this.host.now();
		const { quota, pauseMs } = readQuota(call, readTrace(result.response).message, serviceNow);
		return { kind: 'status', status, retryAfterMs: retryAfterMs ?? pauseMs, quota };
	}

	private async toError(
		call: ApiRequest,
		result: HttpResult,
		judged: Judgement | undefined,
		attempts: number,
	): Promise<DefenderError> {
		const { kind, context } = call;
		if (!result.ok) return this.transportError(call, result.failure, attempts);
		const { response: answer } = result;
		const { status } = answer;
		const outcome = this.outcomeOf(call, result);
		const effect = outcome !== undefined && mayHaveActed(kind, outcome) ? 'unknown' : 'none';
		if (judged?.kind === 'foreign') {
			const about = { intermediary: judged.intermediary, status, origin: this.endpoint.apiOrigin };
			return foreignError(about, context, effect);
		}
		if (judged?.kind === 'unreadable') return unreadableError(answer, judged.what, context, effect);
		if (status === 401 || status === 403) return await this.refused(call, answer, false);
		return statusError(answer, context, attempts, effect);
	}

	private transportError(
		{ kind, context: { activity: doing } }: ApiRequest,
		failure: HttpFailure,
		attempts: number,
	): DefenderError {
		const error = transportError(failure, { kind, doing, attempts }, this.endpoint);
		if (failure.kind === 'signIn' && failure.refused === true) this.pacer.recordSignInRejection(error);
		return error;
	}

	/** A 401 or 403: the service did nothing. */
	private async refused(call: ApiRequest, answer: HttpResponse, renewed: boolean): Promise<DefenderError> {
		const refusal = toAccessDenial(answer, call.context);
		const reason: ErrorReason =
			answer.status === 401
				? { kind: 'unauthorized' }
				: { kind: 'forbidden', ...(renewed ? { renewed: true } : {}) };
		return new DefenderError(reason, await this.access.explain(refusal), 'none', refusal.trace);
	}

	/** A 429 to a call that is tried once: the service did nothing. */
	private throttledError(result: HttpResult, pauseMs: number): DefenderError {
		const trace = result.ok ? readTrace(result.response) : undefined;
		const retryAt = this.host.now() + pauseMs;
		return new DefenderError(
			{ kind: 'throttled', retryAt },
			say.throttled(retryAt, undefined, trace),
			'none',
			trace,
		);
	}

	private refuseForeignOrigin(url: string): void {
		const { origin } = new URL(url);
		if (origin === this.endpoint.apiOrigin) return;
		throw new DefenderError({ kind: 'misdirected' }, say.foreignLink(origin, this.endpoint.apiOrigin));
	}
}

function acceptable({ kind, context }: ApiRequest, answer: ApiAnswer): ApiAnswer {
	const { reported } = answer;
	if (reported === undefined || kind === 'hunt') return answer;
	const effect = mayHaveActed(kind, { kind: 'unreadable' }) ? 'unknown' : 'none';
	throw reportedInSuccess(reported, context, effect);
}

const JSON_BODY = { 'Content-Type': 'application/json; charset=utf-8' };
