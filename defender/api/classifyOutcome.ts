import { parseRetryAfter } from '../core/retryAfter';
import { isSuccess, type ApiResponse, type ApiResult } from './apiResponse';
import { parseQuotaMessage } from './quotaMessage';
import type { RequestKind, RequestOutcome } from './retry';
import { isPermanent } from './transportErrors';

/**
 * Returns how a request ended without a usable response.
 * @param nowMs Unix time in milliseconds
 * @returns undefined if a retry cannot help
 */
export function classifyOutcome(
	kind: RequestKind,
	result: ApiResult,
	nowMs: number,
): RequestOutcome | undefined {
	if (result.ok) return classifyResponse(kind, result.response, nowMs);
	const { failure } = result;
	if (failure.kind !== 'notSent' && failure.kind !== 'noResponse') return undefined;
	return isPermanent(failure.cause) ? undefined : { kind: 'transport', failure: failure.kind };
}

function classifyResponse(kind: RequestKind, response: ApiResponse, nowMs: number): RequestOutcome {
	if (isSuccess(response)) return { kind: 'unreadable' };
	const { status, headers, trace } = response;
	const retryAfterMs = parseRetryAfter(headers['retry-after'], nowMs);
	if (status !== 429) return { kind: 'status', status, retryAfterMs };
	const serviceNowMs = Date.parse(headers['date'] ?? '') || nowMs;
	const { quota, pauseMs } = parseQuotaMessage(kind, trace.message, serviceNowMs);
	return { kind: 'status', status, retryAfterMs: retryAfterMs ?? pauseMs, quota };
}
