import { describe, expect, it } from 'vitest';
import { redactionFor, withoutTokens } from '../../../defender/core/redaction.ts';
import { quoted } from '../../../defender/core/sentence.ts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';
import { shortestTime } from '../../support/shortestTime.mts';

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const JWT = `${part({ typ: 'JWT', alg: 'RS256' })}.${part({ aud: 'https://graph.microsoft.com', roles: ['x'] })}.c2lnbmF0dXJlLW9mLXRoZS10b2tlbg`;
const OPAQUE = 'EwB4A8l6BAAU7p9QDpi/D7xJLwsTgCg3TskyTaQAAXu71AU9f4YS4K5xoO';
const SECRET = 'k3Y~of "the" <app>&more/1';
const ours = redactionFor([SECRET, 'opaque.token-of-ours-0123456789']);

/** Tokens and secrets that are left in a text. */
const secretsIn = (text: string) =>
	[JWT, OPAQUE, SECRET, ...JWT.split('.')].filter((secret) => text.includes(secret.slice(0, 24)));

describe('withoutTokens', () => {
	eachRow([
		['a bearer token', `Token Bearer ${JWT} is not valid`],
		['in lower case', `authorization: bearer ${OPAQUE}`],
		['in capitals', `AUTHORIZATION: BEARER ${JWT}`],
		['a token alone', `Lifetime of ${JWT} validation failed`],
		['a token whose end is missing', `Token "${JWT.slice(0, 90)}`],
		['a token in an address', `https://evil.example/?t=${JWT}&x=1`],
		['URL-encoded', `https://evil.example/?authorization=Bearer%20${encodeURIComponent(OPAQUE)}`],
		['in an encoded header', `authorization%3A%20Bearer%20${encodeURIComponent(OPAQUE)}`],
		['split by a line break', `${JWT.slice(0, 60)}\r\n ${JWT.slice(60)}`],
		['basic authorization', `Basic ${Buffer.from(`app:${SECRET}`).toString('base64')}`],
		['in the JSON of a response', `{"access_token":"${OPAQUE}","refresh_token": "${OPAQUE}"}`],
		['in JSON within JSON', `"{\\"access_token\\":\\"${OPAQUE}\\"}"`],
		['a form', `grant_type=client_credentials&client_secret=${encodeURIComponent(SECRET)}&scope=x`],
		['an assertion', `client_assertion=${JWT}&client_assertion_type=x`],
		['beside Cyrillic text', `ошибка${JWT}конец`],
		['behind letters', `token${JWT}`],
		['behind an escaped line break', `header:\\n${JWT}`],
		['split into lines of 60', JWT.replace(/(.{60})/g, '$1\n ')],
		['in XML', `<access_token>${OPAQUE}</access_token>`],
		['in escaped XML', `&lt;refresh_token&gt;${OPAQUE}`],
		['in JSON with names of JavaScript', `{"accessToken":"${OPAQUE}","clientSecret":"${OPAQUE}"}`],
	])('text with a token in any form → no token', (_, text) => {
		expect(secretsIn(withoutTokens(text))).toEqual([]);
		expect(withoutTokens(text)).toContain('[removed]');
	});

	eachRow([
		'The request body must contain the following parameter: "client_assertion" or "client_secret".',
		'Bearer authentication is required; Basic authentication is not supported.',
		'Authorization header must be Bearer, see https://learn.microsoft.com/entra/identity-platform/v2-protocols',
		'Missing application roles. API required roles: SecurityIncident.Read.All, application roles: none.',
		"AADSTS7000215: Invalid client secret provided for app '0b1f7c9e-1d2a-4c3b-8e5f-6a7b8c9d0e1f'.",
		'Token type: Bearer',
		'eyJ is how a JSON Web Token begins',
		'Function keyJournalEntryOverflow of MonkeyJourneyService123 failed for heyJohnSmithIsHere',
		'id_token: validation-failed for user; refresh_token : expired-by-policy',
		'request id 3c7f5a10-6b2d-4e88-a1c9-5d0e9b8a7f61; client request id 0b1f7c9e-1d2a-4c3b-8e5f-6a7b8c9d0e1f',
	])('text without a token → unchanged', (text) => {
		expect(withoutTokens(text)).toBe(text);
	});

	it('text quoted in a sentence → redacted before it is truncated', () => {
		const shown = quoted(`${'x'.repeat(60)} Bearer ${JWT}`);
		expect(shown).toContain('[removed]');
		expect(shown).not.toContain('eyJ');
	});
});

const unicodeEscape = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

describe('redactionFor › secret of the credential', () => {
	eachRow([
		['plain', SECRET],
		['URL-encoded', encodeURIComponent(SECRET)],
		['form-encoded', new URLSearchParams({ a: SECRET }).toString().slice(2)],
		['in JSON', JSON.stringify(SECRET)],
		['in HTML', 'k3Y~of &quot;the&quot; &lt;app&gt;&amp;more/1'],
		['in Base64', Buffer.from(SECRET).toString('base64')],
		['a token of ours that no pattern knows', 'opaque.token-of-ours-0123456789'],
	])('common encoding → removed', (_, form) => {
		expect(ours.text(`before ${form} after`)).toMatch(/^before "?\[removed\]=*"? after$/);
	});

	eachRow([
		['in small letters', SECRET.toLowerCase()],
		['in capitals', SECRET.toUpperCase()],
		['URL-encoded by .NET', encodeURIComponent(SECRET).replace(/%../g, (code) => code.toLowerCase())],
		['URL-encoded twice', encodeURIComponent(encodeURIComponent(SECRET))],
		['in JSON of PHP', JSON.stringify(SECRET).slice(1, -1).replaceAll('/', '\\/')],
		['in JSON of Go', JSON.stringify(SECRET).slice(1, -1).replace(/[&<>]/g, unicodeEscape)],
		['in JSON of .NET', SECRET.replace(/["&<>]/g, unicodeEscape)],
		['in HTML by numbers', SECRET.replace(/["&<>]/g, (character) => `&#${character.charCodeAt(0)};`)],
	])('encoding of another writer → removed', (_, form) => {
		expect(ours.text(`before ${form} after`)).toBe('before [removed] after');
	});

	eachRow(['', 'x', 'xy', 'app:'])('Base64 at any offset → removed', (before) => {
		const text = Buffer.from(`${before}${SECRET}:z`).toString('base64');
		expect(ours.text(text)).toContain('[removed]');
		expect(ours.text(text).length).toBeLessThan(24);
	});

	it('text of 1 MB → removed within 250 ms', async () => {
		for (const text of [`${SECRET.toUpperCase()} `.repeat(40_000), SECRET.slice(0, -1).repeat(42_000)])
			expect(await shortestTime(() => ours.text(text), 250)).toBeLessThan(250);
	});

	it('under eight characters → unchanged, because it could be any word', () => {
		expect(redactionFor(['the', '']).text('the app')).toBe('the app');
	});

	it('lone surrogate → removed', () => {
		expect(redactionFor(['secret-\ud800-half']).text('a secret-\ud800-half')).toBe('a [removed]');
	});
});

describe('redactionFor › response', () => {
	const headers = {
		location: `https://evil.example/${JWT}`,
		warning: `199 - "Bearer ${OPAQUE}"`,
		etag: 'W/"1"',
	};

	it('any status → no token in the headers', () => {
		for (const status of [200, 302, 403]) {
			const redacted = ours.response({ status, headers, text: '{}' });
			expect(redacted.headers['etag']).toBe('W/"1"');
			expect(secretsIn(JSON.stringify(redacted))).toEqual([]);
		}
	});

	it('repeated header → one text', () => {
		const cookies = JSON.parse('{"set-cookie":["fpc=1","x-ms-gateway-slice=2"]}') as Record<string, string>;
		const redacted = ours.response({ status: 200, headers: cookies, text: '{}' });
		expect(redacted.headers).toEqual({ 'set-cookie': 'fpc=1,x-ms-gateway-slice=2' });
	});

	eachRow([
		[403, `<html><title>Bearer ${JWT}</title>`],
		[200, `<html><title>${JWT}</title>`],
		[200, `Bearer ${OPAQUE}`],
		[400, JSON.stringify({ error: { innerError: { 'request-id': JWT } } })],
	])('web page, text or error → no token', (status, text) => {
		expect(secretsIn(ours.response({ status, headers: {}, text }).text)).toEqual([]);
	});

	it('data → tokens of others are kept as evidence, and the own token is removed', () => {
		const text = JSON.stringify({ results: [{ CommandLine: `curl -H "Bearer ${JWT}"` }] });
		expect(ours.response({ status: 200, headers: {}, text }).text).toBe(text);
		const echoed = JSON.stringify({ error: { message: 'opaque.token-of-ours-0123456789' } });
		expect(ours.response({ status: 200, headers: {}, text: echoed }).text).toContain('[removed]');
	});
});

describe('redactionFor › hostile text', () => {
	const MB = 1_000_000;
	const fill = (piece: string) => piece.repeat(Math.ceil(MB / piece.length)).slice(0, MB);
	eachRow([
		'a',
		' ',
		'eyJ',
		'eyJ ',
		'eyJaaaaaaaaaa.',
		'eyJaaaaaaaaaa ',
		'eyJaaaaaaaaaa    aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
		'bearer ',
		'bearer+',
		'bearer:::::',
		'bearer aaaaaaaaaaaaaaaa',
		'basic basic=',
		'%20bearer%20',
		'access_token',
		'access_token=',
		'access_token    =    ',
		'client_secret\\"\\":',
		'id_token%3D',
	])('1 MB → a result within 250 ms', async (piece) => {
		const text = fill(piece);
		ours.text(text.slice(0, 1_000));
		expect(await shortestTime(() => ours.text(text), 250)).toBeLessThan(250);
	});

	it('30 MB → redacted', { timeout: 60_000 }, () => {
		for (const piece of ['eyJ', 'eyJaaaaaaaaaa.', 'access_token=', 'bearer aaaaaaaaaaaaaaa1']) {
			const text = piece.repeat(Math.ceil((30 * MB) / piece.length));
			expect(ours.response({ status: 502, headers: {}, text }).text).toContain('[removed]');
		}
	});
});
