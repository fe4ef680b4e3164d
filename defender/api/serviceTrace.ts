import type { ServiceTrace } from '../core/errors';
import type { HttpResponse } from '../core/host';
import { isRecord } from '../core/isRecord';
import { withoutTokens } from '../core/redaction';
import type { JsonObject } from './parseBody';

/**
 * Reads code, message and request IDs of a response. Graph nests the IDs in `innerError`, also spelled `innererror`, and
 * sometimes sends an empty code or message. The older API has its tracking ID in `target`.
 * @param error the error in the body; undefined without one
 * @see https://learn.microsoft.com/graph/errors
 * @see https://learn.microsoft.com/defender-xdr/api-error-codes
 */
export function readTrace({ status, headers }: Omit<HttpResponse, 'text'>, error: unknown): ServiceTrace {
	const properties = readProperties(error);
	const inner = properties['innerError'] ?? properties['innererror'];
	const ids = isRecord(inner) ? inner : {};
	const requestId = readText(ids['request-id']) ?? headers['request-id'] ?? readText(properties['target']);
	const clientRequestId = readText(ids['client-request-id']) ?? headers['client-request-id'];
	return {
		status,
		code: readText(properties['code'] ?? properties['Code']) ?? '',
		message: readMessage(properties),
		...(requestId === undefined ? {} : { requestId }),
		...(clientRequestId === undefined ? {} : { clientRequestId }),
	};
}

/** Returns the properties of the error, or of the first error in a list. */
function readProperties(error: unknown): JsonObject {
	const first: unknown = Array.isArray(error) ? error[0] : error;
	if (!isRecord(first)) return { message: first };
	return isRecord(first['error']) ? first['error'] : first;
}

/** `Message` is ASP.NET's spelling; problem details (RFC 9457) have `detail` and `title`. */
const MESSAGE_PROPERTIES = ['message', 'Message', 'detail', 'title'];

function readMessage(properties: JsonObject): string {
	for (const name of MESSAGE_PROPERTIES) {
		const message = properties[name];
		// OData 3 has an object of language and value.
		const text = readText(isRecord(message) ? message['value'] : message, MAX_MESSAGE);
		if (text !== undefined) return text;
	}
	return '';
}

/** Microsoft's messages are shorter; one that quotes a filter has a few thousand characters at most. */
const MAX_MESSAGE = 4_000;
const MAX_ID = 200;

/** Truncates the text, because an unknown sender may return megabytes, which would be searched and shown. */
function readText(value: unknown, maximum = MAX_ID): string | undefined {
	if (typeof value !== 'string' || value === '') return undefined;
	return withoutTokens(value.length > maximum ? `${value.slice(0, maximum)}…` : value);
}
