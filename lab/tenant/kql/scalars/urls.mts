import type { Value } from '../types.mts';

const URL_FORM =
	/^(?:([A-Za-z][\w+.-]*):\/\/)?(?:([^:@/?#]*)(?::([^@/?#]*))?@)?([^:/?#]*)(?::(\d+))?(?:\/([^?#]*))?(?:\?([^#]*))?(?:#(.*))?$/su;

/** The parts of a URL as parse_url() names them; a URL that cannot be read has empty parts. */
export function parseUrl(text: string): Value {
	const [, scheme, user, password, host, port, path, query, fragment] = URL_FORM.exec(text) ?? [];
	const pairs = (query ?? '').split('&').filter((pair) => pair !== '');
	const parameters = pairs.map((pair): [string, Value] => {
		const at = pair.indexOf('=');
		return at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
	});
	return new Map<string, Value>([
		['Scheme', scheme ?? ''],
		['Host', host ?? ''],
		['Port', port ?? ''],
		['Path', path ?? ''],
		['Username', user ?? ''],
		['Password', password ?? ''],
		['Query Parameters', new Map(parameters)],
		['Fragment', fragment ?? ''],
	]);
}
