import type { ServiceTrace } from '../core/errors';
import type { HttpFailure, HttpResponse } from '../core/host';
import { findError, findIntermediary, type Intermediary } from '../core/intermediary';
import { isRecord } from '../core/isRecord';
import { parseBody, type JsonObject, type UnusableBody } from './parseBody';
import type { KeptNumbers } from '../core/quoteNumbers';
import { readTrace } from './serviceTrace';

interface ResponseHead {
	readonly status: number;
	readonly headers: HttpResponse['headers'];
	/** Microsoft's error and request IDs. Code and message are '' without an error. */
	readonly trace: ServiceTrace;
	/** Whether the body contains an error. A 2xx response can contain one; its data is then incomplete. */
	readonly hasError: boolean;
}

/** A response whose body is a JSON object. */
export interface JsonResponse extends ResponseHead {
	readonly kind: 'json';
	readonly body: JsonObject;
	/** Length of the body in characters, at most its number of bytes. */
	readonly length: number;
	/** Whether some numbers in the body are text; see `parseBody`. */
	readonly numbersAsText: boolean;
}

/** A response of the API. Its body is parsed exactly once, because it may have 50 MB. */
export type ApiResponse =
	| JsonResponse
	| (ResponseHead & { readonly kind: 'unreadable'; readonly because: UnusableBody })
	/** A proxy or firewall sent it instead of the service. */
	| (ResponseHead & { readonly kind: 'foreign'; readonly intermediary: Intermediary });

export type ApiResult =
	| { readonly ok: true; readonly response: ApiResponse }
	| { readonly ok: false; readonly failure: HttpFailure };

/**
 * Parses a response of any status.
 * @param kept numbers of the body that keep their digits
 */
export function parseResponse(response: HttpResponse, kept: KeptNumbers): ApiResponse {
	const { status, headers, text } = response;
	const parsed = parseBody(text, kept);
	const body = parsed.kind === 'json' ? parsed.value : undefined;
	const error = findError(body);
	const hasError = error !== undefined;
	const head: ResponseHead = { status, headers, trace: readTrace(response, error), hasError };
	const isRedirect = status >= 300 && status < 400;
	const intermediary = isRedirect ? undefined : findIntermediary(response, body);
	if (intermediary !== undefined) return { ...head, kind: 'foreign', intermediary };
	if (parsed.kind === 'unreadable') return { ...head, ...parsed };
	if (!isRecord(body)) return { ...head, kind: 'unreadable', because: 'wrongShape' };
	return { ...head, kind: 'json', body, length: text.length, numbersAsText: parsed.numbersAsText };
}

/** Whether the status is 2xx. */
export function isSuccess({ status }: Pick<ApiResponse, 'status'>): boolean {
	return status >= 200 && status < 300;
}
