import type { HttpResponse } from './host';
import { isRecord } from './isRecord';

/** A proxy, firewall, gateway or captive portal that responded in place of Microsoft's service. */
export interface Intermediary {
	/** `otherData`: text or JSON in a form that the service does not use. */
	readonly kind: 'proxySignIn' | 'captivePortal' | 'webPage' | 'otherData' | 'empty';
	/** Title of its page, or its first words; '' for an empty body. */
	readonly excerpt: string;
}

/** Number of UTF-16 units of a page that are examined. A title is near the start. */
const LOOKED_AT = 4_000;

/**
 * Finds out whether something between n8n and Microsoft's service sent a response. One rule serves the API and the
 * sign-in: both services name errors in a JSON object and add headers of their own.
 * @param body the parsed JSON body; undefined where the text is not valid JSON
 * @returns undefined for a response of the service, and where nothing shows the sender
 */
export function findIntermediary(response: HttpResponse, body: unknown): Intermediary | undefined {
	const { status, headers } = response;
	const text = response.text
		.slice(0, LOOKED_AT)
		.replace(/^\ufeff/, '')
		.trimStart();
	const isPage = text.startsWith('<') || /^text\/html\b/i.test(headers['content-type'] ?? '');
	const says = text === '' ? '' : isPage ? titleOf(text) : text;
	if (status === 407) return { kind: 'proxySignIn', excerpt: says };
	if (status === 511) return { kind: 'captivePortal', excerpt: says };
	if (hasServiceForm(status, body) || hasServiceHeader(headers)) return undefined;
	if (text === '') return hasProxyHeader(headers) ? { kind: 'empty', excerpt: says } : undefined;
	if (isPage && body === undefined) return { kind: 'webPage', excerpt: says };
	// JSON without its end may be the service's own.
	if (body === undefined && /^[[{]/.test(text)) return undefined;
	return { kind: 'otherData', excerpt: says };
}

/** Under these names, in any letter case, an error stands at the top of a body; nested ones are data, such as a column. */
const ERROR_NAME = /^(?:@?odata\.)?error$/i;
/** In a success, where the sender is not in question, a list of errors is one as well. */
const ERROR_OR_LIST = /^(?:@?odata\.)?errors?$/i;
/** Errors that a layer of the service makes without an error object: ASP.NET (also RFC 9457), API Management. */
const OTHER_ERRORS = [['Message'], ['statusCode', 'message'], ['type', 'title', 'status']];
/** Members of the service's data, next to which the names of `OTHER_ERRORS` are data too. */
const DATA = ['id', 'incidentId', 'value', 'schema', 'Schema', 'results', 'Results'];

/** The error that a JSON body names; undefined for none. Null, an empty text, an empty list and `false` name none. */
export function findError(body: unknown): unknown {
	if (!isRecord(body)) return undefined;
	const named = Object.entries(body).find(
		([name, error]) =>
			ERROR_OR_LIST.test(name) && Boolean(error) && !(Array.isArray(error) && error.length === 0),
	);
	if (named !== undefined) return named[1];
	const isData = DATA.some((name) => name in body);
	return !isData && isOtherError(body) ? body : undefined;
}

function isOtherError(body: object): boolean {
	return OTHER_ERRORS.some((form) => form.every((name) => name in body));
}

/** The caller checks the form of a success. An empty object does not show who sent it. */
function hasServiceForm(status: number, body: unknown): boolean {
	if (!isRecord(body)) return false;
	if (status >= 200 && status < 300) return true;
	const names = Object.keys(body);
	return names.length === 0 || names.some((name) => ERROR_NAME.test(name)) || isOtherError(body);
}

/** @see https://learn.microsoft.com/graph/best-practices-concept#reliability-and-support */
function hasServiceHeader(headers: HttpResponse['headers']): boolean {
	return Object.keys(headers).some((name) => /^(?:client-)?request-id$|^x-ms-/.test(name));
}

function hasProxyHeader(headers: HttpResponse['headers']): boolean {
	return Object.keys(headers).some((name) => /^(?:via|proxy-.+|x-squid-error)$/.test(name));
}

/** The title, or the words of a page without one. */
function titleOf(page: string): string {
	const title = /<title[^<>]*>([^<]*)/i.exec(page)?.[1]?.trim() ?? '';
	const shown = title === '' ? page.replace(/<[^<>]*>/g, ' ') : title;
	return shown.replace(/\s+/g, ' ').trim();
}
