import type { Endpoint } from '../access/endpoint';
import { DefenderError, type Effect, type Trouble } from '../core/errors';
import type { Host, HttpAnswer, HttpCall, HttpFailure, HttpResult } from '../core/host';
import type { Pacer } from '../core/pacer';
import { parseRetryAfter } from '../core/retryAfter';
import { tookTooLong } from '../core/sentences/huntResults';
import { unauthorized } from '../core/sentences/permissions';
import * as say from '../core/sentences/service';
import { isObject, parseBody, type JsonObject } from './bodies';
import type { CallerAccess } from './callerAccess';
import { readQuota } from './quota';
import { decideRetry, mayHaveActed, type CallKind, type CallOutcome } from './retry';
import { Sender, type Sent } from './sender';
import { readTrace, refusalOf, statusError, unreadableError, type CallContext } from './serviceErrors';

/** Graph allows a hunt three minutes; the client must wait longer than the service (reference: runHuntingQuery). */
const TIMEOUT_MS: Record<CallKind, number> = {
	read: 60_000,
	readWithAlerts: 60_000,
	patch: 60_000,
	comment: 60_000,
	hunt: 200_000,
};

/** Codes of a call that had no answer in time. */
const TIMED_OUT = /^(?:ECONNABORTED|ETIMEDOUT)$/;

export interface ApiCall {
	readonly kind: CallKind;
	readonly method: HttpCall['method'];
	readonly url: string;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: unknown;
	readonly context: CallContext;
	/** Leaves at once and is tried once: for the write that follows its guard read back to back. */
	readonly adjacent?: boolean;
}

export interface ApiAnswer {
	readonly body: JsonObject;
	readonly headers: HttpAnswer['headers'];
	readonly status: number;
	/** Characters of the body's text; no more than its bytes. */
	readonly length: number;
}

/** Sends calls of one execution to one endpoint: origin check, pace, retries, and errors as sentences. */
export class HttpCaller {
	private readonly sender: Sender;
	/** How far the service's clock is ahead of ours, in milliseconds. */
	private clockAhead: number | undefined;

	constructor(
		private readonly host: Host,
		private readonly endpoint: Endpoint,
		private readonly pacer: Pacer,
		private readonly access: CallerAccess,
	) {
		this.sender = new Sender(host, access);
	}

	/** @throws DefenderError whenever the answer is not 2xx with a JSON object in it */
	async send(call: ApiCall): Promise<ApiAnswer> {
		this.refuseForeignOrigin(call.url);
		for (let attempt = 1; ; attempt++) {
			if (call.adjacent === true) this.pacer.spend();
			else await this.pacer.acquire();
			const { result, nextIsRenewed } = await this.exchange(call);
			if (nextIsRenewed && result.ok) throw await this.refused(call, result.answer, true);
			const judged = judge(result);
			if (judged.kind === 'usable') return judged.answer;
			const outcome = this.outcomeOf(call, result);
			if (outcome === undefined) throw await this.toError(call, result, attempt);
			const decision = decideRetry(call.kind, outcome, attempt, this.host.random());
			if (decision.kind === 'pauseAll') {
				const { milliseconds, quota } = decision;
				this.pacer.throttled(milliseconds, result.ok ? readTrace(result.answer) : undefined, quota);
				if (call.adjacent === true) throw this.throttledError(result, milliseconds);
				attempt -= 1;
				continue;
			}
			if (decision.kind !== 'again' || call.adjacent === true)
				throw await this.toError(call, result, attempt);
			await this.host.sleep(decision.milliseconds);
		}
	}

	/** Unix time in milliseconds on the service's clock, by the newest answer; before the first one on our own. */
	serviceTime(): number {
		return this.host.now() + (this.clockAhead ?? 0);
	}

	/** Whether any answer has told the service's time. */
	tellsTime(): boolean {
		return this.clockAhead !== undefined;
	}

	private async exchange(call: ApiCall): Promise<Sent> {
		const request: HttpCall = {
			method: call.method,
			url: call.url,
			headers: { Accept: 'application/json', ...call.headers, ...(call.body === undefined ? {} : JSON_BODY) },
			...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
			timeoutMs: TIMEOUT_MS[call.kind],
		};
		const lacksPermission = (result: HttpResult) =>
			result.ok &&
			result.answer.status === 403 &&
			this.access.mayBeRenewed(refusalOf(result.answer, call.context));
		const sent = await this.sender.send(request, lacksPermission, call.adjacent === true);
		if (sent.result.ok) this.noteServiceTime(sent.result.answer.headers['date']);
		return sent;
	}

	private noteServiceTime(date: string | undefined): void {
		const told = Date.parse(date ?? '');
		if (!Number.isNaN(told)) this.clockAhead = told - this.host.now();
	}

	/** What `decideRetry` may judge; undefined where repeating cannot help. */
	private outcomeOf({ kind: call }: ApiCall, result: HttpResult): CallOutcome | undefined {
		if (!result.ok) {
			const { kind } = result.failure;
			return kind === 'notSent' || kind === 'lost' ? { kind: 'transport', failure: kind } : undefined;
		}
		const { status, headers } = result.answer;
		if (status >= 200 && status < 300) return { kind: 'unreadable' };
		const retryAfterMs = parseRetryAfter(headers['retry-after'], this.host.now());
		if (status !== 429) return { kind: 'status', status, retryAfterMs };
		const serviceNow = Date.parse(headers['date'] ?? '') || this.host.now();
		const { quota, pauseMs } = readQuota(call, readTrace(result.answer).message, serviceNow);
		return { kind: 'status', status, retryAfterMs: retryAfterMs ?? pauseMs, quota };
	}

	private async toError(call: ApiCall, result: HttpResult, attempts: number): Promise<DefenderError> {
		if (!result.ok) return this.transportError(call, result.failure, attempts);
		const outcome = this.outcomeOf(call, result);
		const effect = outcome !== undefined && mayHaveActed(call.kind, outcome) ? 'unknown' : 'none';
		const judged = judge(result);
		if (judged.kind === 'unreadable')
			return unreadableError(result.answer, judged.what, call.context, effect);
		const { status } = result.answer;
		if (status === 401 || status === 403) return await this.refused(call, result.answer, false);
		return statusError(result.answer, call.context, attempts, effect);
	}

	/** A 401 or 403: the service did nothing. */
	private async refused(call: ApiCall, answer: HttpAnswer, renewed: boolean): Promise<DefenderError> {
		const refusal = refusalOf(answer, call.context);
		const trouble: Trouble =
			answer.status === 401
				? { kind: 'unauthorized' }
				: { kind: 'forbidden', ...(renewed ? { renewed: true } : {}) };
		return new DefenderError(trouble, await this.access.explain(refusal), 'none', refusal.trace);
	}

	/** A 429 to a call that is tried once: the service did nothing. */
	private throttledError(result: HttpResult, pauseMs: number): DefenderError {
		const trace = result.ok ? readTrace(result.answer) : undefined;
		const retryAt = this.host.now() + pauseMs;
		return new DefenderError(
			{ kind: 'throttled', retryAt },
			say.throttled(retryAt, undefined, trace),
			'none',
			trace,
		);
	}

	private transportError(call: ApiCall, failure: HttpFailure, attempts: number): DefenderError {
		switch (failure.kind) {
			case 'cancelled':
				return new DefenderError({ kind: 'cancelled' }, say.cancelled(), effectOf(call.kind, 'lost'));
			case 'signIn': {
				const sentence = say.signInSentence(failure.sentence, this.endpoint.context);
				const error = new DefenderError({ kind: 'signIn' }, sentence);
				if (failure.refused === true) this.pacer.signInRefused(error);
				return error;
			}
			case 'unauthorized':
				return new DefenderError({ kind: 'unauthorized' }, unauthorized(this.endpoint.audience, undefined));
			case 'notSent':
			case 'lost': {
				const sentence =
					call.kind === 'hunt' && TIMED_OUT.test(failure.detail)
						? tookTooLong(attempts)
						: say.unreachable(call.context.doing, this.endpoint.apiOrigin, failure.detail);
				return new DefenderError({ kind: 'unreachable' }, sentence, effectOf(call.kind, failure.kind));
			}
		}
	}

	private refuseForeignOrigin(url: string): void {
		const { origin } = new URL(url);
		if (origin === this.endpoint.apiOrigin) return;
		throw new DefenderError({ kind: 'misdirected' }, say.foreignLink(origin, this.endpoint.apiOrigin));
	}
}

function effectOf(call: CallKind, failure: 'notSent' | 'lost'): Effect {
	return mayHaveActed(call, { kind: 'transport', failure }) ? 'unknown' : 'none';
}

const JSON_BODY = { 'Content-Type': 'application/json; charset=utf-8' };

type Judgement =
	| { readonly kind: 'usable'; readonly answer: ApiAnswer }
	| { readonly kind: 'unreadable'; readonly what: 'empty' | 'html' | 'cut' | 'notJson' | 'wrongShape' }
	| { readonly kind: 'refused' };

function judge(result: HttpResult): Judgement {
	if (!result.ok || result.answer.status < 200 || result.answer.status >= 300) return { kind: 'refused' };
	const { text, headers, status } = result.answer;
	const body = parseBody(text);
	if (body.kind === 'unreadable') return body;
	if (!isObject(body.value)) return { kind: 'unreadable', what: 'wrongShape' };
	return { kind: 'usable', answer: { body: body.value, headers, status, length: text.length } };
}
