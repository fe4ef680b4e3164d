import { DefenderError } from '../core/errors';
import { foreignLink } from '../core/sentences/service';
import type { JsonObject } from './bodies';
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

/**
 * The further page that an answer names.
 * @throws DefenderError `misdirected` when the link leaves the list: the token would go with it
 */
export function nextLink(body: JsonObject, origin: string, path: string): PageLink | undefined {
	const link = body['@odata.nextLink'];
	return typeof link === 'string' && link !== '' ? ownLink(link, origin, path) : undefined;
}

/** @throws DefenderError `misdirected` */
export function ownLink(link: string, origin: string, path: string): PageLink {
	if (isOwnLink(link, origin, path)) return link;
	throw new DefenderError({ kind: 'misdirected' }, foreignLink(link, origin));
}

function isOwnLink(link: string, origin: string, path: string): link is PageLink {
	try {
		const url = new URL(link);
		const plain = url.username === '' && url.password === '';
		return plain && url.origin === origin && url.pathname === path;
	} catch {
		return false;
	}
}
