import { DefenderError } from '../core/errors';
import { foreignLink, linkLeavesList, unreadableLink } from '../core/sentences/serviceText';
import type { JsonObject } from './parseBody';
import type { PageLink } from './securityApi';

/** The address of a list with its options; undefined ones are left out. */
export function listUrl(
	address: string,
	options: readonly (readonly [name: string, value: string | undefined])[],
): string {
	const query = options.flatMap(([name, value]) =>
		value === undefined ? [] : `${name}=${encodeURIComponent(value)}`,
	);
	return `${address}?${query.join('&')}`;
}

/** The address of a part of a list, in an API that counts rows. */
export function partUrl(address: string, top: number, skip: number, filter: string | undefined): string {
	return listUrl(address, [
		['$top', String(top)],
		['$skip', skip === 0 ? undefined : String(skip)],
		['$filter', filter],
	]);
}

/**
 * The rows behind a full page of such a list, by their number. There are none behind a page that was asked for by a link of
 * the service's own: then its links end the list.
 * @param rows of the page
 * @see https://learn.microsoft.com/defender-xdr/api-list-incidents
 */
export function linkByNumber(
	asked: string,
	rows: number,
	origin: string,
	path: string,
): PageLink | undefined {
	const { searchParams } = new URL(asked);
	const [top = 0, skip = 0] = ['$top', '$skip'].map((name) => Number(searchParams.get(name) ?? 0));
	const filter = searchParams.get('$filter') ?? undefined;
	const address = `${origin}${path}`;
	if (top === 0 || rows < top || asked !== partUrl(address, top, skip, filter)) return undefined;
	return ownLink(partUrl(address, top, skip + rows, filter), origin, path);
}

/**
 * The further page that an answer names; undefined at the end of the list, where there is no link.
 * @throws DefenderError `misdirected` when the link leaves the list: the token would go with it
 */
export function nextLink(body: JsonObject, origin: string, path: string): PageLink | undefined {
	const link = body['@odata.nextLink'];
	if (link === undefined || link === null || link === '') return undefined;
	if (typeof link !== 'string') throw new DefenderError({ kind: 'unreadable' }, unreadableLink());
	return ownLink(link, origin, path);
}

/** @throws DefenderError `misdirected` */
export function ownLink(link: string, origin: string, path: string): PageLink {
	if (isOwnLink(link, origin, path)) return link;
	const url = ownUrl(link, origin);
	const sentence = url === undefined ? foreignLink(link, origin) : linkLeavesList(url.pathname, path, origin);
	throw new DefenderError({ kind: 'misdirected' }, sentence);
}

/** Letter case and a slash at the end make no other list of a path. */
function isOwnLink(link: string, origin: string, path: string): link is PageLink {
	const found = ownUrl(link, origin)?.pathname.replace(/\/$/, '');
	return found?.toLowerCase() === path.toLowerCase();
}

/** The address, if it is one of the API's own host. */
function ownUrl(link: string, origin: string): URL | undefined {
	try {
		const url = new URL(link);
		return url.origin === origin && url.username === '' && url.password === '' ? url : undefined;
	} catch {
		return undefined;
	}
}
