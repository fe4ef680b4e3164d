import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Tenant } from '../../../tenant/practice.mts';
import { hostileStrings } from '../../support/hostileStrings.mts';
import { skeleton, startReader, type Reader, type Seen } from '../../support/pageReader.mts';
import { eachRow } from '../../support/eachRow.mts';

const MARKUP = [
	{ name: 'a script', text: '<script>alert(1)</script>' },
	{ name: 'an end of the title', text: '</title></bdi></td><img src=x onerror=alert(1)>' },
	{ name: 'an attribute', text: '" autofocus onfocus="alert(1)' },
	{ name: 'an attribute in single quotes', text: "' onmouseover='alert(1)" },
	{ name: 'an entity', text: '&lt;b&gt;&#60;i&#62;' },
	{ name: 'a comment', text: '--><!-- <![CDATA[' },
	{ name: 'right-to-left', text: '\u2067gnp.exe\u2069 \u202ecod.exe' },
];
/** What a page does not cut. */
const LENGTH = 2_000;
const TEXTS = [...MARKUP, ...hostileStrings].filter(
	({ text }) => text.trim() !== '' && text.length <= LENGTH,
);
/** Texts per tenant, each in its own incident. */
const TOGETHER = 16;
const GROUPS = Array.from({ length: Math.ceil(TEXTS.length / TOGETHER) }, (_, group) =>
	TEXTS.slice(group * TOGETHER, (group + 1) * TOGETHER),
);
const PAGES = ['incidents', 'changes', 'calls', 'trouble', 'scenarios', 'switches', 'connect'];

let reader: Reader;
beforeAll(async () => {
	reader = await startReader();
});
afterAll(() => reader.practice.close());

/** Writes a text into every field of a tenant that another person may choose. */
async function fillTenant(other: Tenant, id: string, text: string): Promise<void> {
	other.incidents.create({
		id,
		displayName: text,
		description: text,
		summary: text,
		resolvingComment: text,
		lastModifiedBy: text,
		systemTags: [text],
		alerts: [{ id: text, title: text, productName: text, severity: text, status: text }],
	});
	const patch = { assignedTo: text, customTags: [text, 'b'], severity: text, classification: text };
	other.incidents.edit(text, id, patch);
	other.incidents.comment(text, id, text);
	other.faults.add({
		match: { path: text, method: 'GET' },
		times: 'always',
		answer: { status: 500, body: text },
	});
	const app = other.addApp({ roles: [], displayName: text });
	await fetch(`${reader.practice.origin}/${other.id}/oauth2/v2.0/token`, {
		method: 'POST',
		body: new URLSearchParams({ client_id: app.clientId }),
	});
}

/** The pages of a fresh tenant that holds these texts. */
async function pagesWith(texts: readonly string[]): Promise<Seen[]> {
	const other = reader.practice.addTenant({ empty: true });
	const ids = texts.map((_, index) => String(index + 1));
	for (const [index, text] of texts.entries()) await fillTenant(other, ids[index] ?? '', text);
	const paths = [...PAGES, ...ids.map((id) => `incidents/${id}`)];
	return Promise.all(paths.map((path) => reader.get(`/practice/${other.id}/${path}`)));
}

describe('practice page with hostile texts', () => {
	eachRow(GROUPS.map((group) => ({ from: group[0]?.name, to: group.at(-1)?.name, group })))(
		'every page and field → the same tags as with plain texts',
		async ({ group }) => {
			const plain = await pagesWith(group.map(() => 'plain'));
			const hostile = await pagesWith(group.map(({ text }) => text));
			hostile.forEach((page, index) => {
				expect([page.status, plain[index]?.status]).toEqual([200, 200]);
				expect(skeleton(page.text)).toBe(skeleton(plain[index]?.text ?? ''));
				expect(page.text).not.toMatch(/(?![\t\n])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\ufffd]/u);
			});
		},
	);

	it('markup and invisible characters → shown escaped', async () => {
		const [incidents] = await pagesWith(['<b>\u202e"&\'']);
		expect(incidents?.text).toContain('&lt;b&gt;\\u{202e}&quot;&amp;&#39;');
	});

	it('100,000 characters → truncated, with the full length', async () => {
		const [incidents] = await pagesWith(['x'.repeat(100_000)]);
		expect(incidents?.text).toContain('(the first 2000 of 100000 characters)');
		expect(incidents?.text.length).toBeLessThan(30_000);
	});

	it('an unknown page or incident → 404 with an alert, no markup from the path', async () => {
		for (const path of [
			'incidents/%3Cscript%3E',
			'nothing',
			'incidents/1/%22',
			'/practice/%3Cb%3E/incidents',
			'/practice/',
		]) {
			const page = await reader.get(path);
			expect(page.status).toBe(404);
			expect(page.text).toContain('<p role="alert">');
			expect(page.text).not.toMatch(/<script|<b>/);
		}
	});
});
