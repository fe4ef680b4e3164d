import type { HttpResponse } from '../core/host';
import { findIntermediary, type Intermediary } from '../core/intermediary';
import { classifyNoResponse, transportDetail, type TransportFailure } from '../core/noResponse';
import { isRecord } from '../core/isRecord';
import { parseRetryAfter } from '../core/retryAfter';
import { entraThrottled, entraUnavailable, entraUnreadable } from './sentences/accessText';
import { foreignResponse } from '../core/sentences/intermediaryText';
import { noResponse } from '../core/sentences/noResponseText';
import { oneText } from '../core/sentence';

/** Reason why a token request received no usable response of Entra ID. */
export type TokenRequestFailure =
	| { readonly kind: 'noResponse'; readonly failure: TransportFailure }
	/** `afterMs`: waiting time that Entra ID requests. */
	| { readonly kind: 'throttled'; readonly afterMs: number | undefined }
	/** Status 5xx, which does not depend on the credential. */
	| { readonly kind: 'unavailable'; readonly status: number }
	/** Another sender responded in place of Entra ID. */
	| { readonly kind: 'foreign'; readonly status: number; readonly intermediary: Intermediary }
	/** Not a token response, from an unknown sender. */
	| { readonly kind: 'unreadable'; readonly status: number };

/**
 * Classifies a response to a token request by its content.
 * @param body the parsed JSON body; undefined if the text is not valid JSON
 * @param now Unix time in milliseconds
 * @returns undefined for a token and for a rejection by Entra ID
 */
export function findTokenRequestFailure(
	response: HttpResponse,
	body: unknown,
	now: number,
): TokenRequestFailure | undefined {
	const { status, headers } = response;
	if (status === 429) return { kind: 'throttled', afterMs: parseRetryAfter(headers['retry-after'], now) };
	const intermediary = findIntermediary(response, body);
	if (intermediary !== undefined) return { kind: 'foreign', status, intermediary };
	if (status >= 500) return { kind: 'unavailable', status };
	return isTokenResponse(status, body) ? undefined : { kind: 'unreadable', status };
}

/**
 * Explains why a token request received no usable response.
 * @param now Unix time in milliseconds
 */
export function explainTokenRequestFailure(failed: TokenRequestFailure, origin: string, now: number): string {
	const request = { origin, activity: 'signing in' };
	switch (failed.kind) {
		case 'noResponse': {
			const { failure } = failed;
			return oneText(
				noResponse({ ...request, cause: classifyNoResponse(failure), detail: transportDetail(failure) }),
			);
		}
		case 'throttled':
			return entraThrottled(origin, failed.afterMs === undefined ? undefined : now + failed.afterMs);
		case 'unavailable':
			return entraUnavailable(origin, failed.status);
		case 'foreign':
			return oneText(foreignResponse({ ...request, ...failed, service: 'Microsoft Entra ID' }));
		case 'unreadable':
			return entraUnreadable(origin, failed.status);
	}
}

/** @see https://www.rfc-editor.org/rfc/rfc6749#section-5 */
function isTokenResponse(status: number, body: unknown): boolean {
	const { access_token: token, error } = isRecord(body) ? body : {};
	return status < 300 ? typeof token === 'string' && token !== '' : typeof error === 'string';
}
