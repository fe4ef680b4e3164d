import { DefenderError, type Effect, type ErrorReason, type ServiceTrace } from '../core/errors';
import type { Intermediary } from '../core/intermediary';
import type { Sentence } from '../core/sentence';
import { foreignResponse } from '../core/sentences/intermediaryText';
import { ACTIVITY_TEXT, redirected } from '../core/sentences/serviceText';
import type { MalformedIncident } from '../incidents/incident';
import type { ApiResponse } from './apiResponse';
import type { UnusableBody } from './parseBody';
import type { RequestContext } from './requestContext';
import * as say from './sentences/apiErrorText';
import { tookTooLong, tooHeavy, tooLarge } from './sentences/huntErrorText';
import type { AccessDenial, TokenAccess } from './tokenAccess';

type ErrorResponse = Pick<ApiResponse, 'status' | 'headers' | 'trace'>;

/** Returns the trace with Microsoft's message about a query in terms of the author's own lines. */
export function rewordTrace(
	trace: ServiceTrace,
	{ rewordMessage }: Pick<RequestContext, 'rewordMessage'>,
): ServiceTrace {
	return { ...trace, message: rewordMessage?.(trace.message).message ?? trace.message };
}

/** Returns a 401 or 403 as data for the code that knows about permissions. */
export function toAccessDenial({ headers, trace }: ErrorResponse, context: RequestContext): AccessDenial {
	const { activity, permission } = context;
	const challenge = headers['www-authenticate'] ?? '';
	return { activity, permission, trace: rewordTrace(trace, context), challenge };
}

/**
 * Creates the error for a 401 or 403. The service has done nothing.
 * @param isRenewed whether the next request uses a new token
 */
export async function deniedError(
	response: ErrorResponse,
	context: RequestContext,
	access: TokenAccess,
	isRenewed: boolean,
): Promise<DefenderError> {
	const denial = toAccessDenial(response, context);
	const reason: ErrorReason =
		response.status === 401
			? { kind: 'unauthorized' }
			: { kind: 'forbidden', ...(isRenewed ? { renewed: true } : {}) };
	return new DefenderError(reason, await access.explain(denial), 'none', denial.trace);
}

/** Creates the error for a status outside 2xx, except 401, 403 and 429. */
export function statusError(
	response: ErrorResponse,
	context: RequestContext,
	attempts: number,
	effect: Effect,
): DefenderError {
	const { status } = response;
	const reworded = context.rewordMessage?.(response.trace.message);
	const trace = { ...response.trace, message: reworded?.message ?? response.trace.message };
	if (status >= 300 && status < 400) {
		const location = response.headers['location'] ?? 'nowhere';
		return new DefenderError({ kind: 'misdirected' }, redirected(status, location), effect, trace);
	}
	if (status === 404) {
		return new DefenderError({ kind: 'notFound' }, say.notFound(context.incidentId, trace), effect, trace);
	}
	const limit = context.activity === 'runHunt' ? explainHuntLimit(attempts, trace) : undefined;
	if (status >= 500) {
		const sentence = limit ?? say.serviceDown(context.activity, attempts, trace);
		return new DefenderError({ kind: 'serviceDown' }, sentence, effect, trace);
	}
	const sentence = limit ?? say.rejected(context.activity, trace, reworded?.advice);
	const reason: ErrorReason = { kind: 'rejected', ...(limit === undefined ? {} : { isTooLarge: true }) };
	return new DefenderError(reason, sentence, effect, trace);
}

/**
 * "Query execution has exceeded the allowed limits. The query execution was preempted. …"
 * @see https://github.com/OpenAEV-Platform/openaev/issues/3983
 */
const CPU_LIMIT = /\bpreempted\b|\bexceeded the allowed limits\b/i;
/**
 * "Query execution has exceeded the allowed result size. …"
 * @see https://learn.microsoft.com/defender-endpoint/api/run-advanced-query-api
 */
const SIZE_LIMIT = /\bexceeded the allowed result size\b/i;

/** Explains a hunt that exceeds a limit of the service; undefined for every other rejection. */
function explainHuntLimit(attempts: number, trace: ServiceTrace): Sentence | undefined {
	if (trace.status === 504) return tookTooLong(attempts, trace);
	if (trace.status !== 400) return undefined;
	if (SIZE_LIMIT.test(trace.message)) return tooLarge(trace);
	return CPU_LIMIT.test(trace.message) ? tooHeavy(trace) : undefined;
}

/** Creates the error for a malformed incident. Without an ID, the response may be anything. */
export function malformedError(
	{ trace }: ErrorResponse,
	{ id, property }: MalformedIncident,
	context: RequestContext,
	effect: Effect,
): DefenderError {
	if (id === undefined || property === undefined)
		return unreadableError({ trace }, 'wrongShape', context, effect);
	const reason: ErrorReason = { kind: 'unreadable', malformed: true, isWhole: true };
	return new DefenderError(reason, say.malformedIncident(id, property, trace), effect, trace);
}

/** Creates the error for a 2xx response whose body cannot be used. */
export function unreadableError(
	{ trace }: Pick<ApiResponse, 'trace'>,
	because: UnusableBody,
	{ activity }: RequestContext,
	effect: Effect,
): DefenderError {
	const reason: ErrorReason = {
		kind: 'unreadable',
		...(because === 'wrongShape' ? { isWhole: true } : {}),
	};
	return new DefenderError(reason, say.unreadable(activity, because, trace), effect, trace);
}

/**
 * Rejects a response about another incident than requested. A cache or proxy may mix up responses; then nothing in it is
 * about the requested incident.
 * @param returnedId ID in the response
 * @throws DefenderError `unreadable`
 */
export function rejectOtherIncident(
	{ trace }: Pick<ApiResponse, 'trace'>,
	returnedId: string,
	{ incidentId }: RequestContext,
	effect: Effect,
): void {
	if (incidentId === undefined || trimZeros(returnedId) === trimZeros(incidentId)) return;
	const sentence = say.otherIncident(incidentId, returnedId, trace);
	throw new DefenderError({ kind: 'unreadable' }, sentence, effect, trace);
}

/** IDs are numbers, which may have leading zeros. */
function trimZeros(id: string): string {
	return id.replace(/^0+(?=\d)/, '');
}

/**
 * Creates the error for a 2xx response that contains Microsoft's own error. A write is not repeated because of it; the task
 * reads what was stored.
 */
export function reportedInSuccess(
	trace: ServiceTrace,
	context: RequestContext,
	effect: Effect,
): DefenderError {
	const reworded = rewordTrace(trace, context);
	return new DefenderError({ kind: 'reported' }, say.reported(context.activity, reworded), effect, reworded);
}

/** Creates the error for a response from a proxy or firewall. It has no trace, because Microsoft sent nothing. */
export function foreignError(
	{ status, intermediary }: { readonly status: number; readonly intermediary: Intermediary },
	origin: string,
	{ activity }: RequestContext,
	effect: Effect,
): DefenderError {
	const sentence = foreignResponse({
		intermediary,
		status,
		origin,
		service: 'Microsoft Defender',
		activity: ACTIVITY_TEXT[activity],
	});
	return new DefenderError({ kind: status >= 500 ? 'serviceDown' : 'intercepted' }, sentence, effect);
}
