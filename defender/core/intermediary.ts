import type { HttpResponse } from './host';
import { isRecord } from './isRecord';

/** A proxy, firewall, gateway or captive portal that responded instead of Microsoft's service. */
export interface Intermediary {
	/** `otherData`: text or JSON that does not have the service's format. */
	readonly kind: 'proxySignIn' | 'captivePortal' | 'webPage' | 'otherData' | 'empty';
	/** Title of its page, or the start of its text; '' for an empty body. */
	readonly excerpt: string;
}

/** Number of UTF-16 units that are examined. A page title is near the start. */
const MAX_EXAMINED = 4_000;

/**
 * Detects a response that comes from between n8n and Microsoft's service. The rule applies to the API and to sign-in,
 * because both services put errors into a JSON object and add their own headers.
 * @param body the parsed JSON body; undefined if the text is not valid JSON
 * @returns undefined for a response of the service, and if nothing identifies the sender
 */
export function findIntermediary(response: HttpResponse, body: unknown): Intermediary | undefined {
	const { status, headers } = response;
	const text = response.text
		.slice(0, MAX_EXAMINED)
		.replace(/^\ufeff/, '')
		.trimStart();
	const isPage = text.startsWith('<') || /^text\/html\b/i.test(headers['content-type'] ?? '');
	const excerpt = isPage ? readTitle(text) : text;
	if (status === 407) return { kind: 'proxySignIn', excerpt };
	if (status === 511) return { kind: 'captivePortal', excerpt };
	if (hasServiceFormat(status, body) || hasServiceHeader(headers)) return undefined;
	if (text === '') return hasProxyHeader(headers) ? { kind: 'empty', excerpt } : undefined;
	if (isPage && body === undefined) return { kind: 'webPage', excerpt };
	// Truncated JSON may come from the service.
	if (body === undefined && /^[[{]/.test(text)) return undefined;
	return { kind: 'otherData', excerpt };
}

/** Top-level property that contains an error, case-insensitive. Nested properties of this name are data, such as a column. */
const ERROR_NAME = /^(?:@?odata\.)?error$/i;
/** Also a list of errors, which only counts in a body that comes from the service. */
const ERROR_OR_LIST = /^(?:@?odata\.)?errors?$/i;
/** Properties of errors without an error object: ASP.NET, API Management, problem details (RFC 9457). */
const ERROR_PROPERTIES = [['Message'], ['statusCode', 'message'], ['type', 'title', 'status']];
/** Properties of the service's data. Next to one of them, `ERROR_PROPERTIES` are data too. */
const DATA_PROPERTIES = ['id', 'incidentId', 'value', 'schema', 'Schema', 'results', 'Results'];

/**
 * Finds the error in a JSON body.
 * @returns undefined without one; null, an empty string, an empty list and `false` are no error
 */
export function findError(body: unknown): unknown {
	if (!isRecord(body)) return undefined;
	const entry = Object.entries(body).find(
		([name, error]) =>
			ERROR_OR_LIST.test(name) && Boolean(error) && !(Array.isArray(error) && error.length === 0),
	);
	if (entry !== undefined) return entry[1];
	const isData = DATA_PROPERTIES.some((name) => name in body);
	return !isData && hasErrorProperties(body) ? body : undefined;
}

function hasErrorProperties(body: Readonly<Record<string, unknown>>): boolean {
	return ERROR_PROPERTIES.some((names) => names.every((name) => name in body));
}

/** Whether the body may come from the service. The caller checks the properties of a success. */
function hasServiceFormat(status: number, body: unknown): boolean {
	if (!isRecord(body)) return false;
	if (status >= 200 && status < 300) return true;
	const names = Object.keys(body);
	return names.length === 0 || names.some((name) => ERROR_NAME.test(name)) || hasErrorProperties(body);
}

/** @see https://learn.microsoft.com/graph/best-practices-concept#reliability-and-support */
function hasServiceHeader(headers: HttpResponse['headers']): boolean {
	return Object.keys(headers).some((name) => /^(?:client-)?request-id$|^x-ms-/.test(name));
}

function hasProxyHeader(headers: HttpResponse['headers']): boolean {
	return Object.keys(headers).some((name) => /^(?:via|proxy-.+|x-squid-error)$/.test(name));
}

/** Returns the title of a page, or its text without tags. */
function readTitle(page: string): string {
	const title = /<title[^<>]*>([^<]*)/i.exec(page)?.[1]?.trim() ?? '';
	const shown = title === '' ? page.replace(/<[^<>]*>/g, ' ') : title;
	return shown.replace(/\s+/g, ' ').trim();
}
