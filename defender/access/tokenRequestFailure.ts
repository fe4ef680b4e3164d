import type { HttpResponse } from '../core/host';
import { findIntermediary, type Intermediary } from '../core/intermediary';
import { classifyNoResponse, transportDetail, type TransportFailure } from '../core/noResponse';
import { parseRetryAfter } from '../core/retryAfter';
import { entraThrottled, entraUnavailable, entraUnreadable } from './sentences/accessText';
import { foreignResponse } from '../core/sentences/intermediaryText';
import { noResponse } from '../core/sentences/noResponseText';
import { oneText } from '../core/sentence';
import { recordOf } from './fields';

/** Why a token request got no usable response of Entra ID. */
export type TokenRequestFailure =
	| { readonly kind: 'noResponse'; readonly failure: TransportFailure }
	/** `afterMs`: how long Entra ID asks to wait. */
	| { readonly kind: 'throttled'; readonly afterMs: number | undefined }
	/** 5xx: nothing is wrong with the credential. */
	| { readonly kind: 'unavailable'; readonly status: number }
	/** Something else responded in place of Entra ID. */
	| { readonly kind: 'foreign'; readonly status: number; readonly intermediary: Intermediary }
	/** Not a token response, and nothing shows the sender. */
	| { readonly kind: 'unreadable'; readonly status: number };

/**
 * Judges a response to a token request by its content.
 * @param body the parsed JSON body; undefined where the text is not valid JSON
 * @param now Unix time in milliseconds
 * @returns undefined for a token or a refusal of Entra ID
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
 * The text for the user.
 * @param now Unix time in milliseconds
 */
export function explainTokenRequestFailure(
	silence: TokenRequestFailure,
	origin: string,
	now: number,
): string {
	const request = { origin, doing: 'signing in' };
	switch (silence.kind) {
		case 'noResponse': {
			const { failure } = silence;
			return oneText(
				noResponse({ ...request, cause: classifyNoResponse(failure), detail: transportDetail(failure) }),
			);
		}
		case 'throttled':
			return entraThrottled(origin, silence.afterMs === undefined ? undefined : now + silence.afterMs);
		case 'unavailable':
			return entraUnavailable(origin, silence.status);
		case 'foreign':
			return oneText(foreignResponse({ ...request, ...silence, service: 'Microsoft Entra ID' }));
		case 'unreadable':
			return entraUnreadable(origin, silence.status);
	}
}

/** @see https://www.rfc-editor.org/rfc/rfc6749#section-5 */
function isTokenResponse(status: number, body: unknown): boolean {
	const { access_token: token, error } = recordOf(body);
	return status < 300 ? typeof token === 'string' && token !== '' : typeof error === 'string';
}
