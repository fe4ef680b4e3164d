import { DefenderError, type Effect, type ServiceTrace, type Trouble } from '../core/errors';
import type { HttpAnswer } from '../core/host';
import type { Intermediary } from '../core/intermediary';
import { malformedIncident } from '../core/sentences/malformedText';
import type { Sentence } from '../core/sentence';
import { foreignResponse } from '../core/sentences/intermediaryText';
import * as say from '../core/sentences/serviceText';
import type { MalformedIncident } from '../incidents/incident';
import type { UnusableBody } from './bodies';
import type { CallRefusal } from './callerAccess';
import { readTrace } from './errorBody';
import { tookTooLong, tooHeavy, tooLarge } from './sentences/huntErrorText';

/** A message of Microsoft in the user's terms, and what to do about it where that is known. */
export interface Retold {
	readonly message: string;
	readonly advice: string | undefined;
}

/** What is needed to speak of a failed call in the user's terms. */
export interface CallContext {
	readonly doing: say.Doing;
	/** Permission that Microsoft documents for this call. */
	readonly needs: string;
	readonly incidentId?: string;
	/** Retells Microsoft's message where it speaks of text that the user did not write, and says what to do. */
	readonly reword?: (message: string) => Retold;
}

/** Microsoft's words about a query, in the author's own lines. */
export function inAuthorsWords(trace: ServiceTrace, { reword }: Pick<CallContext, 'reword'>): ServiceTrace {
	return { ...trace, message: reword?.(trace.message).message ?? trace.message };
}

/** An answer 401 or 403 as data, for those who know what it says about access. */
export function refusalOf(answer: HttpAnswer, context: CallContext): CallRefusal {
	const { doing, needs } = context;
	const trace = inAuthorsWords(readTrace(answer), context);
	return { doing, needs, trace, challenge: answer.headers['www-authenticate'] ?? '' };
}

/** The error for an answer outside 2xx, other than 401, 403 and 429 which their owners handle before. */
export function statusError(
	answer: HttpAnswer,
	context: CallContext,
	attempts: number,
	effect: Effect,
): DefenderError {
	const raw = readTrace(answer);
	const retold = context.reword?.(raw.message);
	const trace = { ...raw, message: retold?.message ?? raw.message };
	if (answer.status >= 300 && answer.status < 400) {
		const location = answer.headers['location'] ?? 'nowhere';
		return new DefenderError({ kind: 'misdirected' }, say.redirected(answer.status, location), effect, trace);
	}
	if (answer.status === 404) {
		return new DefenderError({ kind: 'notFound' }, say.notFound(context.incidentId, trace), effect, trace);
	}
	const tooMuch = context.doing === 'runHunt' ? huntTooMuch(attempts, trace) : undefined;
	if (answer.status >= 500) {
		const sentence = tooMuch ?? say.serviceDown(context.doing, attempts, trace);
		return new DefenderError({ kind: 'serviceDown' }, sentence, effect, trace);
	}
	const sentence = tooMuch ?? say.rejected(context.doing, trace, retold?.advice);
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
	answer: Pick<HttpAnswer, 'status' | 'headers'>,
	{ id, property }: MalformedIncident,
	context: CallContext,
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
	answer: Pick<HttpAnswer, 'status' | 'headers'>,
	what: UnusableBody,
	context: CallContext,
	effect: Effect,
): DefenderError {
	const { status, headers } = answer;
	const requestId = headers['request-id'];
	const trace = { status, code: '', message: '', ...(requestId === undefined ? {} : { requestId }) };
	const trouble: Trouble = { kind: 'unreadable', ...(what === 'wrongShape' ? { isWhole: true } : {}) };
	return new DefenderError(trouble, say.unreadable(context.doing, what, trace), effect, trace);
}

/**
 * Rejects a response about another incident than the one that the request names: a cache or proxy may mix responses up, and
 * then nothing in it says anything about this incident.
 * @param answered the ID in the response
 * @throws DefenderError `unreadable`
 */
export function rejectOtherIncident(
	{ status, headers }: Pick<HttpAnswer, 'status' | 'headers'>,
	answered: string,
	{ incidentId }: CallContext,
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
export function reportedInSuccess(trace: ServiceTrace, context: CallContext, effect: Effect): DefenderError {
	const told = inAuthorsWords(trace, context);
	return new DefenderError({ kind: 'reported' }, say.reported(context.doing, told), effect, told);
}

/** The error for a response of something else. Without a trace, since nothing in it is Microsoft's word. */
export function foreignError(
	about: { readonly intermediary: Intermediary; readonly status: number; readonly origin: string },
	{ doing }: CallContext,
	effect: Effect,
): DefenderError {
	const kind = about.status >= 500 ? 'serviceDown' : 'intercepted';
	const sentence = foreignResponse({ ...about, service: 'Microsoft Defender', doing: say.DOING[doing] });
	return new DefenderError({ kind }, sentence, effect);
}
