import { DefenderError, type Effect, type ServiceTrace, type ErrorReason } from '../core/errors';
import type { HttpResponse } from '../core/host';
import type { Intermediary } from '../core/intermediary';
import { malformedIncident } from '../core/sentences/malformedText';
import type { Sentence } from '../core/sentence';
import { foreignResponse } from '../core/sentences/intermediaryText';
import * as say from '../core/sentences/serviceText';
import type { MalformedIncident } from '../incidents/incident';
import type { UnusableBody } from './parseBody';
import type { AccessDenial } from './tokenAccess';
import { readTrace } from './errorBody';
import { tookTooLong, tooHeavy, tooLarge } from './sentences/huntErrorText';

/** A message of Microsoft in the user's terms, and what to do about it where that is known. */
export interface RewordedMessage {
	readonly message: string;
	readonly advice: string | undefined;
}

/** What is needed to speak of a failed call in the user's terms. */
export interface RequestContext {
	readonly activity: say.Activity;
	/** Permission that Microsoft documents for this call. */
	readonly permission: string;
	readonly incidentId?: string;
	/** Retells Microsoft's message where it speaks of text that the user did not write, and says what to do. */
	readonly rewordMessage?: (message: string) => RewordedMessage;
}

/** Microsoft's words about a query, in the author's own lines. */
export function rewordTrace(
	trace: ServiceTrace,
	{ rewordMessage: reword }: Pick<RequestContext, 'rewordMessage'>,
): ServiceTrace {
	return { ...trace, message: reword?.(trace.message).message ?? trace.message };
}

/** An answer 401 or 403 as data, for those who know what it says about access. */
export function toAccessDenial(answer: HttpResponse, context: RequestContext): AccessDenial {
	const { activity: doing, permission: needs } = context;
	const trace = rewordTrace(readTrace(answer), context);
	return { activity: doing, permission: needs, trace, challenge: answer.headers['www-authenticate'] ?? '' };
}

/** The error for an answer outside 2xx, other than 401, 403 and 429 which their owners handle before. */
export function statusError(
	answer: HttpResponse,
	context: RequestContext,
	attempts: number,
	effect: Effect,
): DefenderError {
	const raw = readTrace(answer);
	const retold = context.rewordMessage?.(raw.message);
	const trace = { ...raw, message: retold?.message ?? raw.message };
	if (answer.status >= 300 && answer.status < 400) {
		const location = answer.headers['location'] ?? 'nowhere';
		return new DefenderError({ kind: 'misdirected' }, say.redirected(answer.status, location), effect, trace);
	}
	if (answer.status === 404) {
		return new DefenderError({ kind: 'notFound' }, say.notFound(context.incidentId, trace), effect, trace);
	}
	const tooMuch = context.activity === 'runHunt' ? huntTooMuch(attempts, trace) : undefined;
	if (answer.status >= 500) {
		const sentence = tooMuch ?? say.serviceDown(context.activity, attempts, trace);
		return new DefenderError({ kind: 'serviceDown' }, sentence, effect, trace);
	}
	const sentence = tooMuch ?? say.rejected(context.activity, trace, retold?.advice);
	return new DefenderError({ kind: 'rejected' }, sentence, effect, trace);
}

/** "Query execution has exceeded the allowed limits. The query execution was preempted. …" (observed: OpenAEV #3983). */
const HEAVY = /\bpreempted\b|\bexceeded the allowed limits\b/i;
/** "Query execution has exceeded the allowed result size. …" (Defender for Endpoint, Advanced hunting API). */
const LARGE = /\bexceeded the allowed result size\b/i;

/** What to say of a hunt that wants more than the service gives; undefined for every other refusal. */
function huntTooMuch(attempts: number, trace: ServiceTrace): Sentence | undefined {
	if (trace.status === 504) return tookTooLong(attempts, trace);
	if (trace.status !== 400) return undefined;
	if (LARGE.test(trace.message)) return tooLarge(trace);
	return HEAVY.test(trace.message) ? tooHeavy(trace) : undefined;
}

/** The error for an answer with one incident that is malformed; without its ID it may be anything. */
export function malformedError(
	answer: Pick<HttpResponse, 'status' | 'headers'>,
	{ id, property }: MalformedIncident,
	context: RequestContext,
	effect: Effect,
): DefenderError {
	const error = unreadableError(answer, 'wrongShape', context, effect);
	if (id === undefined || property === undefined || error.trace === undefined) return error;
	const sentence = malformedIncident(id, property, error.trace);
	return new DefenderError(
		{ kind: 'unreadable', malformed: true, isWhole: true },
		sentence,
		effect,
		error.trace,
	);
}

/** The error for a 2xx answer whose body cannot be used. */
export function unreadableError(
	answer: Pick<HttpResponse, 'status' | 'headers'>,
	what: UnusableBody,
	context: RequestContext,
	effect: Effect,
): DefenderError {
	const { status, headers } = answer;
	const requestId = headers['request-id'];
	const trace = { status, code: '', message: '', ...(requestId === undefined ? {} : { requestId }) };
	const reason: ErrorReason = { kind: 'unreadable', ...(what === 'wrongShape' ? { isWhole: true } : {}) };
	return new DefenderError(reason, say.unreadable(context.activity, what, trace), effect, trace);
}

/**
 * Rejects a response about another incident than the one that the request names: a cache or proxy may mix responses up, and
 * then nothing in it says anything about this incident.
 * @param answered the ID in the response
 * @throws DefenderError `unreadable`
 */
export function rejectOtherIncident(
	{ status, headers }: Pick<HttpResponse, 'status' | 'headers'>,
	answered: string,
	{ incidentId }: RequestContext,
	effect: Effect,
): void {
	if (incidentId === undefined || withoutZeros(answered) === withoutZeros(incidentId)) return;
	const requestId = headers['request-id'];
	const trace = { status, code: '', message: '', ...(requestId === undefined ? {} : { requestId }) };
	throw new DefenderError(
		{ kind: 'unreadable' },
		say.otherIncident(incidentId, answered, trace),
		effect,
		trace,
	);
}

/** IDs are numbers, which may be written with leading zeros. */
function withoutZeros(id: string): string {
	return id.replace(/^0+(?=\d)/, '');
}

/**
 * The error for a 2xx response that holds Microsoft's own error. A write is never repeated because of it: what was stored
 * is read instead.
 */
export function reportedInSuccess(
	trace: ServiceTrace,
	context: RequestContext,
	effect: Effect,
): DefenderError {
	const told = rewordTrace(trace, context);
	return new DefenderError({ kind: 'reported' }, say.reported(context.activity, told), effect, told);
}

/** The error for a response of something else. Without a trace, since nothing in it is Microsoft's word. */
export function foreignError(
	about: { readonly intermediary: Intermediary; readonly status: number; readonly origin: string },
	{ activity: doing }: RequestContext,
	effect: Effect,
): DefenderError {
	const kind = about.status >= 500 ? 'serviceDown' : 'intercepted';
	const sentence = foreignResponse({
		...about,
		service: 'Microsoft Defender',
		doing: say.ACTIVITY_TEXT[doing],
	});
	return new DefenderError({ kind }, sentence, effect);
}
