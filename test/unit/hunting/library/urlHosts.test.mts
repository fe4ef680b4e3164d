import { describe, expect } from 'vitest';
import { hostOfUrl } from '../../../../defender/hunting/library/urlHosts.ts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';

describe('host of a URL', () => {
	eachRow([
		['https://Login.Example/a?b@c#d', 'login.example'],
		['https://login.contoso.com@evil.example:8443/a', 'evil.example'],
		['https://login.contoso.com:443@x@evil.example/', 'evil.example'],
		[String.raw`https://evil.example\@login.contoso.com`, 'evil.example'],
		[String.raw`https:\\evil.example\a`, 'evil.example'],
		['evil.example:8443#login.contoso.com', 'evil.example'],
		[' evil.example?x ', 'evil.example'],
		['https://198.51.100.7/a', '198.51.100.7'],
		['https://[2001:db8::1]/a', undefined],
		['https:///a', undefined],
		['', undefined],
	] as const)('spellings → the host that a browser would open', (url, host) => {
		expect(hostOfUrl(url)).toBe(host);
	});
});
