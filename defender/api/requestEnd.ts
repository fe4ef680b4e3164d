import { readThrottleSignals, type RequestEnd } from '../core/throttleSignals';
import type { ApiResult } from './apiResponse';

/**
 * Returns how a request ended, for the pacing of the next ones.
 * @param now Unix time in milliseconds
 */
export function classifyEnd(result: ApiResult, now: number): RequestEnd {
	if (!result.ok) {
		const { kind } = result.failure;
		return { kind: kind === 'notSent' || kind === 'noResponse' ? 'failed' : 'other', signals: undefined };
	}
	const { status, headers } = result.response;
	const signals = readThrottleSignals(headers, now);
	if (status === 429) return { kind: 'other', signals };
	return { kind: status >= 500 ? 'failed' : 'served', signals };
}
