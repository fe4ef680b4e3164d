import { DefenderError } from '../core/errors';
import type { JsonObject } from './parseBody';
import type { PageLink } from './securityApi';
import { foreignLink, linkLeavesList, unreadableLink } from './sentences/apiErrorText';

/** Returns the URL of a list with its defined options. */
export function listUrl(
	address: string,
	options: readonly (readonly [name: string, value: string | undefined])[],
): string {
	const query = options.flatMap(([name, value]) =>
		value === undefined ? [] : `${name}=${encodeURIComponent(value)}`,
	);
	return `${address}?${query.join('&')}`;
}

/** Returns the URL of one page of a list, in an API that counts rows. */
export function partUrl(address: string, top: number, skip: number, filter: string | undefined): string {
	return listUrl(address, [
		['$top', String(top)],
		['$skip', skip === 0 ? undefined : String(skip)],
		['$filter', filter],
	]);
}

/**
 * Returns the link to the next page, in an API that counts rows.
 * @param requested URL of the current page
 * @param rows number of rows in the current page
 * @returns undefined after a page that is not full, and after a page from the service's own link: then a missing link is
 *   the end of the list
 * @see https://learn.microsoft.com/defender-xdr/api-list-incidents
 */
export function linkByNumber(
	requested: string,
	rows: number,
	origin: string,
	path: string,
): PageLink | undefined {
	const { searchParams } = new URL(requested);
	const [top = 0, skip = 0] = ['$top', '$skip'].map((name) => Number(searchParams.get(name) ?? 0));
	const filter = searchParams.get('$filter') ?? undefined;
	const address = `${origin}${path}`;
	if (top === 0 || rows < top || requested !== partUrl(address, top, skip, filter)) return undefined;
	return checkLink(partUrl(address, top, skip + rows, filter), origin, path);
}

/**
 * Returns the link to the next page.
 * @returns undefined without a link, at the end of the list
 * @throws DefenderError `misdirected` if the link leaves the list, because the request would contain the token
 */
export function nextLink(body: JsonObject, origin: string, path: string): PageLink | undefined {
	const link = body['@odata.nextLink'];
	if (link === undefined || link === null || link === '') return undefined;
	if (typeof link !== 'string') throw new DefenderError({ kind: 'unreadable' }, unreadableLink());
	return checkLink(link, origin, path);
}

/**
 * Checks that a link stays within the list.
 * @throws DefenderError `misdirected`
 */
function checkLink(link: string, origin: string, path: string): PageLink {
	if (isLinkToList(link, origin, path)) return link;
	const url = parseOwnUrl(link, origin);
	const sentence = url === undefined ? foreignLink(link, origin) : linkLeavesList(url.pathname, path, origin);
	throw new DefenderError({ kind: 'misdirected' }, sentence);
}

/** Compares paths case-insensitively and without a slash at the end. */
function isLinkToList(link: string, origin: string, path: string): link is PageLink {
	const linkPath = parseOwnUrl(link, origin)?.pathname.replace(/\/$/, '');
	return linkPath?.toLowerCase() === path.toLowerCase();
}

/** Parses a link to the API's own host; undefined for every other link. */
function parseOwnUrl(link: string, origin: string): URL | undefined {
	try {
		const url = new URL(link);
		return url.origin === origin && url.username === '' && url.password === '' ? url : undefined;
	} catch {
		return undefined;
	}
}
