import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eachRow } from '../../support/eachRow.mts';
import { announcedSecrets } from '../../support/announcedSecrets.mts';
import { startReader, type Reader } from '../../support/pageReader.mts';

const SECTIONS = ['incidents', 'changes', 'calls', 'trouble', 'scenarios', 'switches', 'connect'];
const PAGES = [...SECTIONS, 'incidents/48496', '/'];

/** Generating the data takes seconds on a busy machine. */
const START_MS = 60_000;

let reader: Reader;
const secrets = announcedSecrets();
const pages = new Map<string, string>();
beforeAll(async () => {
	reader = await startReader({ seed: 1 });
	const { origin } = reader.practice;
	const { clientId, clientSecret } = reader.tenant.app;
	const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
	const answer = await fetch(`${origin}/${reader.tenant.id}/oauth2/v2.0/token`, {
		method: 'POST',
		body: new URLSearchParams({ ...form, scope: 'https://graph.microsoft.com/.default' }),
	});
	const { access_token: token } = (await answer.json()) as { access_token: string };
	secrets.push(token);
	await fetch(`${origin}/v1.0/security/incidents`, { headers: { authorization: `Bearer ${token}` } });
	await reader.practice.play(reader.tenant, 'ransomware');
	for (const page of PAGES) pages.set(page, (await reader.get(page)).text);
}, START_MS);
afterAll(() => reader.practice.close());

const page = (name: string) => pages.get(name) ?? '';
const all = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, found = '']) => found);

describe('practice page structure', () => {
	eachRow(PAGES)(
		'each page → one language, title, first heading and main part, headings in order',
		(name) => {
			expect(page(name)).toMatch(/<html lang="en">[^]*<title>[^<]+<\/title>/);
			expect(all(page(name), /<(main|h1|header)\b/g).sort()).toEqual(['h1', 'header', 'main']);
			const levels = all(page(name), /<h(\d)/g).map(Number);
			levels.forEach((level, index) => expect(level).toBeLessThanOrEqual((levels[index - 1] ?? 0) + 1));
		},
	);

	eachRow(PAGES)('each page → a skip link first, and a navigation that marks the current page', (name) => {
		expect(all(page(name), /<(?:a|button|input|select)\b[^>]*?(?:href|class)="([^"]*)"/g)[0]).toBe('skip');
		expect(page(name)).toContain('<main id="content" tabindex="-1">');
		expect(all(page(name), /<nav aria-label="([^"]+)"/g)).toHaveLength(1);
		expect(page(name).match(/aria-current="page"/g)).toHaveLength(1);
	});

	eachRow(PAGES)('each table → a caption, column and row headings, and scrolling by keyboard', (name) => {
		const tables = page(name).split('<table>').slice(1);
		expect(
			page(name).match(/class="scroll" role="region" aria-label="[^"]+" tabindex="0"/g) ?? [],
		).toHaveLength(tables.length);
		for (const table of tables) {
			expect(table).toMatch(/^\s*<caption>\s*\S/);
			expect(table).toMatch(/<th scope="col">/);
			expect(table.match(/<th scope="row">/g) ?? []).toHaveLength(
				(table.split('</table>')[0]?.match(/<tr>/g)?.length ?? 0) - 1,
			);
		}
	});

	eachRow(PAGES)('each page → a label for every input, and distinct IDs', (name) => {
		const ids = all(page(name), / id="([^"]*)"/g);
		expect(new Set(ids).size).toBe(ids.length);
		const labels = new Set(all(page(name), /<label for="([^"]*)"/g));
		for (const id of all(page(name), /<select id="([^"]*)"/g)) expect(labels).toContain(id);
		for (const input of page(name).match(/[^>]*>\s*<input\b[^>]*>/g) ?? [])
			expect(input).toMatch(/type="hidden"|<label class="choice"|label class="choice"\s*>/);
	});

	eachRow(PAGES)('each page → loads nothing, runs nothing, contains no secret', (name) => {
		expect(page(name)).not.toMatch(
			/<(script|link|img|iframe|object|embed)\b|\son\w+="|url\(|@import|javascript:/,
		);
		for (const secret of secrets) expect(page(name)).not.toContain(secret);
		expect(secrets.length).toBeGreaterThanOrEqual(3);
	});
});

describe('practice page headers', () => {
	it('any page → only its own style sheet is allowed, no caching, no frames', async () => {
		const { headers, text, status } = await reader.get('/');
		const css = /<style>([^]*?)<\/style>/.exec(text)?.[1] ?? '';
		const hash = createHash('sha256').update(css).digest('base64');
		expect(status).toBe(200);
		expect(headers).toMatchObject({
			'content-type': 'text/html; charset=utf-8',
			'cache-control': 'no-store',
			'x-content-type-options': 'nosniff',
			'content-security-policy': `default-src 'none'; style-src 'sha256-${hash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
		});
	});
});

describe('practice page content', () => {
	it('incidents and requests → shown with owner, verdict, comments and client', () => {
		expect(page('incidents')).toMatch(
			/ann\.ito@contoso\.com[^]*truePositive: multiStagedAttack[^]*major-incident/,
		);
		expect(page('/')).toBe(page('incidents'));
		expect(page('incidents/48496')).toContain('Isolating lt-0471 and both servers');
		expect(page('changes')).toMatch(/a person in the portal|Defender/);
		expect(page('calls')).toMatch(/\/v1\.0\/security\/incidents[^]*?200[^]*?n8n automation/);
		expect(page('calls')).not.toContain('/control/');
		expect(page('scenarios')).toContain('13 of 13');
	});
});
