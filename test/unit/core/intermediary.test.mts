import { describe, expect, it } from 'vitest';
import type { HttpResponse } from '../../../defender/core/host.ts';
import { findIntermediary } from '../../../defender/core/intermediary.ts';
import { foreignResponse } from '../../../defender/core/sentences/intermediaryText.ts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';
import { shortestTime } from '../../support/shortestTime.mts';

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

const intermediaryOf = (status: number, text: string, headers: HttpResponse['headers'] = {}) =>
	findIntermediary({ status, headers, text }, parsed(text));

describe('findIntermediary', () => {
	eachRow([200, 403, 404, 451, 502, 503])(
		'web page with any status → an intermediary and the title',
		(status) => {
			const page =
				'<!DOCTYPE html><html><head><title>\n Blocked by\tpolicy </title></head><body>x</body></html>';
			expect(intermediaryOf(status, page, { 'content-type': 'text/html' })).toEqual({
				kind: 'webPage',
				excerpt: 'Blocked by policy',
			});
		},
	);

	it('web page without a title → its text', () => {
		expect(intermediaryOf(403, '<html>Blocked by policy: <b>category</b> Cloud</html>')).toEqual({
			kind: 'webPage',
			excerpt: 'Blocked by policy: category Cloud',
		});
	});

	eachRow([
		['a page', '<h1>Proxy Authentication Required</h1>', 'Proxy Authentication Required'],
		['nothing', '', ''],
		['JSON in the form of Graph', '{"error":{"code":"x"}}', '{"error":{"code":"x"}}'],
	])('status 407 → a proxy that requires a sign-in', (_, text, excerpt) => {
		expect(intermediaryOf(407, text)).toEqual({ kind: 'proxySignIn', excerpt });
	});

	it('status 511 → a captive portal', () => {
		expect(intermediaryOf(511, '<title>Guest network</title>')).toEqual({
			kind: 'captivePortal',
			excerpt: 'Guest network',
		});
	});

	eachRow([
		['plain text', 451, 'Unavailable For Legal Reasons'],
		['JSON of another form', 403, '{"blocked":true,"rule":"cloud"}'],
		['a JSON list', 404, '[]'],
		['a JSON text', 502, '"bad gateway"'],
	])('text or JSON of another form → an intermediary', (_, status, text) => {
		expect(intermediaryOf(status, text)).toEqual({ kind: 'otherData', excerpt: text });
	});

	eachRow(['via', 'proxy-status', 'x-squid-error'])(
		'no body and a header of a proxy → an intermediary',
		(name) => {
			expect(intermediaryOf(403, '', { [name]: '1.1 proxy' })).toEqual({ kind: 'empty', excerpt: '' });
		},
	);

	eachRow([
		['Graph’s error', 403, '{"error":{"code":"Forbidden","message":""}}', {}],
		['an OData error', 400, '{"odata.error":{"code":"x"}}', {}],
		['Entra ID’s error', 400, '{"error":"invalid_client","error_description":"AADSTS7000215"}', {}],
		['API Management’s error', 429, '{"statusCode":429,"message":"Rate limit is exceeded."}', {}],
		['ASP.NET’s error', 401, '{"Message":"Access denied."}', {}],
		['an empty object', 502, '{}', {}],
		['any JSON object of a success', 200, '{"value":[]}', {}],
		['JSON without its end', 403, '{"error":{"code":"Forb', {}],
		['an empty body', 403, '', {}],
		['a page with a header of the service', 503, '<h1>503</h1>', { 'x-ms-ags-diagnostic': '{}' }],
		['text with a request id', 500, 'failed', { 'request-id': '1' }],
	])('body or header of the service, or an empty body → no intermediary', (_, status, text, headers) => {
		expect(intermediaryOf(status, text, headers)).toBeUndefined();
	});

	it('1 MB of unclosed tags → a result within 250 ms', async () => {
		const texts = ['<title', '<title ', '<', '< \t', ' '].map((piece) => `<${piece.repeat(1_000_000)}`);
		const judgeAll = () => texts.map((text) => intermediaryOf(403, text));
		expect(await shortestTime(judgeAll, 250)).toBeLessThan(250);
	});
});

describe('foreignResponse', () => {
	const sentenceFor = (status: number, text: string) => {
		const intermediary = intermediaryOf(status, text);
		if (intermediary === undefined) throw new Error('no intermediary');
		return foreignResponse({
			intermediary,
			status,
			service: 'Microsoft Defender',
			origin: 'https://graph.microsoft.com',
			activity: 'reading incidents',
		});
	};

	it('status 403 of a firewall → status and title, and no advice about permissions', () => {
		expect(sentenceFor(403, '<title>Blocked by policy</title>')).toEqual({
			message: "A web page arrived instead of Microsoft Defender's response",
			description:
				'Ask the administrator of the proxy, firewall or gateway between n8n and Microsoft to allow requests to https://graph.microsoft.com. Permissions in Microsoft Entra ID are not the cause. (Status 403 from https://graph.microsoft.com while reading incidents; it shows "Blocked by policy".)',
		});
	});

	it('status 502 of a gateway → the advice to try again first', () => {
		expect(sentenceFor(502, '<title>Bad Gateway</title>').description).toMatch(/^Try again in a few minutes/);
	});

	eachRow([
		[407, '', /proxy .* requires a sign-in/],
		[511, '', /n8n server's network requires a sign-in/],
		[451, 'no', /Another system responded in place of Microsoft Defender/],
	])('other status → the system that responded', (status, text, expected) => {
		expect(sentenceFor(status, text).message).toMatch(expected);
	});

	it('page with control and direction characters → one bounded line', () => {
		const { description } = sentenceFor(403, `<title>${'\u202eevil\u0007 '.repeat(100)}</title>`);
		expect(description).not.toMatch(/[\p{Cc}\u202e]/u);
		expect(description.length).toBeLessThan(400);
	});
});
