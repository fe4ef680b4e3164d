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

const judge = (status: number, text: string, headers: HttpResponse['headers'] = {}) =>
	findIntermediary({ status, headers, text }, parsed(text));

describe('who sent a response', () => {
	eachRow([200, 403, 404, 451, 502, 503])(
		'web page with status %s → something in between, with its title',
		(status) => {
			const page =
				'<!DOCTYPE html><html><head><title>\n Blocked by\tpolicy </title></head><body>x</body></html>';
			expect(judge(status, page, { 'content-type': 'text/html' })).toEqual({
				kind: 'webPage',
				excerpt: 'Blocked by policy',
			});
		},
	);

	it('page without a title → its words', () => {
		expect(judge(403, '<html>Blocked by policy: <b>category</b> Cloud</html>')).toEqual({
			kind: 'webPage',
			excerpt: 'Blocked by policy: category Cloud',
		});
	});

	eachRow([
		['a page', '<h1>Proxy Authentication Required</h1>', 'Proxy Authentication Required'],
		['nothing', '', ''],
		['JSON in the form of Graph', '{"error":{"code":"x"}}', '{"error":{"code":"x"}}'],
	])('407 with %s → a proxy that requires a sign-in', (_, text, excerpt) => {
		expect(judge(407, text)).toEqual({ kind: 'proxySignIn', excerpt });
	});

	it('511 → a captive portal', () => {
		expect(judge(511, '<title>Guest network</title>')).toEqual({
			kind: 'captivePortal',
			excerpt: 'Guest network',
		});
	});

	eachRow([
		['plain text', 451, 'Unavailable For Legal Reasons'],
		['JSON of another form', 403, '{"blocked":true,"rule":"cloud"}'],
		['a JSON list', 404, '[]'],
		['a JSON text', 502, '"bad gateway"'],
	])('%s → something in between', (_, status, text) => {
		expect(judge(status, text)).toEqual({ kind: 'otherData', excerpt: text });
	});

	eachRow(['via', 'proxy-status', 'x-squid-error'])(
		'no body but header %s → something in between',
		(name) => {
			expect(judge(403, '', { [name]: '1.1 proxy' })).toEqual({ kind: 'empty', excerpt: '' });
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
	])('%s → the service, or nobody knows', (_, status, text, headers) => {
		expect(judge(status, text, headers)).toBeUndefined();
	});

	it('1 MB of unclosed tags → looked at within milliseconds', async () => {
		const texts = ['<title', '<title ', '<', '< \t', ' '].map((piece) => `<${piece.repeat(1_000_000)}`);
		const judgeAll = () => texts.map((text) => judge(403, text));
		expect(await shortestTime(judgeAll, 250)).toBeLessThan(250);
	});
});

describe('sentence about a response that is not the service’s', () => {
	const say = (status: number, text: string) => {
		const intermediary = judge(status, text);
		if (intermediary === undefined) throw new Error('nothing in between');
		return foreignResponse({
			intermediary,
			status,
			service: 'Microsoft Defender',
			origin: 'https://graph.microsoft.com',
			activity: 'reading incidents',
		});
	};

	it('a firewall’s 403 → status, title, and no permission advice', () => {
		expect(say(403, '<title>Blocked by policy</title>')).toEqual({
			message: "A web page arrived instead of Microsoft Defender's response",
			description:
				'Ask the administrator of the proxy, firewall or gateway between n8n and Microsoft to allow requests to https://graph.microsoft.com. Permissions in Microsoft Entra ID are not the cause. (Status 403 from https://graph.microsoft.com while reading incidents; it shows "Blocked by policy".)',
		});
	});

	it('a gateway’s 502 → first of all try again', () => {
		expect(say(502, '<title>Bad Gateway</title>').description).toMatch(/^Try again in a few minutes/);
	});

	eachRow([
		[407, '', /proxy .* requires a sign-in/],
		[511, '', /n8n server's network requires a sign-in/],
		[451, 'no', /Another system responded in place of Microsoft Defender/],
	])('status %s → names who responded', (status, text, expected) => {
		expect(say(status, text).message).toMatch(expected);
	});

	it('a page full of control and direction marks → one bounded line', () => {
		const { description } = say(403, `<title>${'\u202eevil\u0007 '.repeat(100)}</title>`);
		expect(description).not.toMatch(/[\p{Cc}\u202e]/u);
		expect(description.length).toBeLessThan(400);
	});
});
