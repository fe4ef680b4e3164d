import type { ServiceTrace } from '../core/errors';
import type { HttpResponse } from '../core/host';
import { findError } from '../core/intermediary';
import { withoutTokens } from '../core/redaction';
import { isRecord } from '../core/isRecord';
import { parseBody, type JsonObject } from './parseBody';

/**
 * Reads code, message and request id from a response that is no success. Graph nests them in `error`, with `innerError`
 * also spelt `innererror`, and sometimes sends an empty code or message. The older API has its tracking id in `target`.
 * @see https://learn.microsoft.com/graph/errors
 * @see https://learn.microsoft.com/defender-xdr/api-error-codes
 */
export function readTrace(answer: HttpResponse): ServiceTrace {
	const body = parseBody(answer.text);
	return traceOf(answer, body.kind === 'json' ? findError(body.value) : undefined);
}

/** Microsoft's error in the body of a success; undefined without one. */
export function reportedError(answer: HttpResponse, body: unknown): ServiceTrace | undefined {
	const error = findError(body);
	return error === undefined ? undefined : traceOf(answer, error);
}

function traceOf({ status, headers }: HttpResponse, error: unknown): ServiceTrace {
	const fields = fieldsOf(error);
	const inner = fields['innerError'] ?? fields['innererror'];
	const ids = isRecord(inner) ? inner : {};
	const requestId = text(ids['request-id']) ?? headers['request-id'] ?? text(fields['target']);
	const clientRequestId = text(ids['client-request-id']) ?? headers['client-request-id'];
	return {
		status,
		code: text(fields['code'] ?? fields['Code']) ?? '',
		message: firstMessage(fields),
		...(requestId === undefined ? {} : { requestId }),
		...(clientRequestId === undefined ? {} : { clientRequestId }),
	};
}

/** The first error of a list, without what is wrapped around it. */
function fieldsOf(error: unknown): JsonObject {
	const first: unknown = Array.isArray(error) ? error[0] : error;
	if (!isRecord(first)) return { message: first };
	return isRecord(first['error']) ? first['error'] : first;
}

/** ASP.NET writes `Message`, and problem details (RFC 9457) have `detail` and `title`. */
function firstMessage(fields: JsonObject): string {
	const names = ['message', 'Message', 'detail', 'title'];
	return names.map((name) => messageIn(fields[name])).find((message) => message !== '') ?? '';
}

/** OData 3 has the message in `value`, next to its language. */
function messageIn(message: unknown): string {
	return text(isRecord(message) ? message['value'] : message, MAX_MESSAGE) ?? '';
}

/** Microsoft's messages are shorter; one that quotes a filter has at most some thousand characters. */
const MAX_MESSAGE = 4_000;
const MAX_WORD = 200;

/** Cut, since whatever responds may send megabytes, which would be searched for known causes and shown. */
function text(value: unknown, most = MAX_WORD): string | undefined {
	if (typeof value !== 'string' || value === '') return undefined;
	return withoutTokens(value.length > most ? `${value.slice(0, most)}…` : value);
}
