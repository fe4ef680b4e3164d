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

	eachRow([
		[
			'web page without a title',
			403,
			'<html>Blocked by policy: <b>category</b> Cloud</html>',
			{},
			{ kind: 'webPage', excerpt: 'Blocked by policy: category Cloud' },
		],
		[
			'407 with a page',
			407,
			'<h1>Proxy Authentication Required</h1>',
			{},
			{ kind: 'proxySignIn', excerpt: 'Proxy Authentication Required' },
		],
		['407 without a body', 407, '', {}, { kind: 'proxySignIn', excerpt: '' }],
		[
			'407 with JSON in the form of Graph',
			407,
			'{"error":{"code":"x"}}',
			{},
			{ kind: 'proxySignIn', excerpt: '{"error":{"code":"x"}}' },
		],
		['511', 511, '<title>Guest network</title>', {}, { kind: 'captivePortal', excerpt: 'Guest network' }],
		[
			'plain text',
			451,
			'Unavailable For Legal Reasons',
			{},
			{ kind: 'otherData', excerpt: 'Unavailable For Legal Reasons' },
		],
		[
			'JSON of another form',
			403,
			'{"blocked":true,"rule":"cloud"}',
			{},
			{ kind: 'otherData', excerpt: '{"blocked":true,"rule":"cloud"}' },
		],
		['JSON list', 404, '[]', {}, { kind: 'otherData', excerpt: '[]' }],
		['JSON text', 502, '"bad gateway"', {}, { kind: 'otherData', excerpt: '"bad gateway"' }],
		['no body, header via', 403, '', { via: '1.1 proxy' }, { kind: 'empty', excerpt: '' }],
		[
			'no body, header proxy-status',
			403,
			'',
			{ 'proxy-status': '1.1 proxy' },
			{ kind: 'empty', excerpt: '' },
		],
		[
			'no body, header x-squid-error',
			403,
			'',
			{ 'x-squid-error': '1.1 proxy' },
			{ kind: 'empty', excerpt: '' },
		],
	])(
		'response of a proxy, portal or other system → its kind and an excerpt',
		(_, status, text, headers, expected) => {
			expect(intermediaryOf(status, text, headers)).toEqual(expected);
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
