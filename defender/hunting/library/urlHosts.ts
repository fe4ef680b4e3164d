/**
 * Returns the host name of a URL as browsers read it, in lower case; undefined without one. A backslash ends the host like a
 * slash, and text before `@` is a user name, which phishing links use to show another host.
 * @see https://url.spec.whatwg.org/#authority-state
 */
export function hostOfUrl(url: string): string | undefined {
	const [authority = ''] = url
		.trim()
		.replace(/^[a-z][a-z\d+.-]{0,20}:[\\/]{2}/i, '')
		.split(/[\\/?#]/);
	const [host = ''] = authority.slice(authority.lastIndexOf('@') + 1).split(':');
	return /^[^\s[\]]+$/.test(host) ? host.toLowerCase() : undefined;
}
