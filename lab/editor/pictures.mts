import { mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { withProgress } from '../../scripts/lib/progress.mjs';
import { packTarball } from '../../scripts/lib/tarball.mjs';
import { frameOf, lookAt } from './canvas.mts';
import { findChromium } from './chromium.mts';
import { openEditor, startBrowser } from './editorPage.mts';
import { startPracticeEditor, type PracticeEditor } from './practiceEditor.mts';

const FOLDER = fileURLToPath(new URL('../../docs/pictures', import.meta.url));
const PORT = 24_690;
/** The pages are read on a telephone too. */
const LARGEST_BYTES = 150_000;
const WINDOW = { width: 1440, height: 760 };
const WIDE = { width: 2000, height: 1200 };
const SETTLE_MS = 2_500;

/** Takes the pictures of README and docs: the editor's start page, the tenant's page, and each playbook. */
async function takeAll(editor: PracticeEditor, page: Page): Promise<void> {
	const { server, surroundings, workflows } = editor;
	await page.setViewportSize(WINDOW);
	await page.goto(new URL('home/workflows', server.origin).href);
	await page.getByText('Defender XDR: ').first().waitFor();
	await page.waitForTimeout(SETTLE_MS);
	await save('editor', page);
	await page.goto(`${surroundings.practice.origin}/`);
	await save('tenant', page);
	await page.setViewportSize(WIDE);
	for (const [id, workflowId] of Object.entries(workflows)) {
		await lookAt(page, server.origin, workflowId);
		await save(id, page, await frameOf(page));
	}
}

async function save(name: string, page: Page, clip?: Awaited<ReturnType<typeof frameOf>>): Promise<void> {
	const file = path.join(FOLDER, `${name}.png`);
	await page.screenshot({ path: file, animations: 'disabled', ...(clip === undefined ? {} : { clip }) });
	const { size } = statSync(file);
	if (size > LARGEST_BYTES) throw new Error(`${file} has ${size} bytes; ${LARGEST_BYTES} are allowed.`);
	console.log(`${path.relative('.', file)} ${Math.round(size / 1000)} kB`);
}

async function main(): Promise<void> {
	const chromium = findChromium();
	if (chromium === undefined) throw new Error('The pictures need Debian\'s package "chromium".');
	mkdirSync(FOLDER, { recursive: true });
	const editor = await startPracticeEditor({
		port: PORT,
		seed: 1,
		fresh: true,
		tarball: async () => (await packTarball()).file,
		step: withProgress,
		signal: new AbortController().signal,
	});
	const browser = await startBrowser(chromium);
	try {
		const { origin } = editor.server;
		const loginOrigin = editor.surroundings.practice.origin;
		const session = editor.rest.session();
		const { page } = await openEditor(browser, { origin, session, theme: 'light', loginOrigin });
		await takeAll(editor, page);
	} finally {
		await browser.close();
		await editor.close();
	}
}

await main();
