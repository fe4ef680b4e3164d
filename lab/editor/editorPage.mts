import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { chromium, selectors, type Browser, type Page } from 'playwright-core';
import type { Session } from './restClient.mts';

const SCREENSHOTS = fileURLToPath(new URL('../../.cache/n8n-screenshots', import.meta.url));
const STEP_MS = 30_000;
const POLL_MS = 100;
const GLIDE_MS = 1_000;
const WIDE = { width: 1440, height: 900 };

/** Text, because it runs in the page: its types are not those of this program. */
const widthInPage = (selector: string) =>
	`(async (image) => await image.decode().then(() => image.naturalWidth, () => 0))(document.querySelector(${JSON.stringify(selector)}))`;

export type Theme = 'light' | 'dark';

/** n8n's editor in a headless browser. It reaches only that n8n, and a login host if one is set. */
export interface EditorPage {
	readonly page: Page;
	/** Errors on the console and uncaught ones; refused calls to other hosts are not among them. */
	readonly errors: readonly string[];
	/** Addresses of other hosts that the page asked for in vain. */
	readonly refused: readonly string[];
	/** Display names of what the node panel lists for a search. Leaves the panel open. */
	searchNodes(text: string): Promise<readonly string[]>;
	/** Adds the node through the panel as the search left it, with one of its actions, and waits for its settings. */
	addNode(displayName: string, action: string): Promise<void>;
	/** Labels of the fields in the settings that are open, n8n's own settings tab included. */
	labels(): Promise<readonly string[]>;
	closeSettings(): Promise<void>;
	/** Moves the canvas so that all nodes are seen. */
	showAll(): Promise<void>;
	/** The picture of a node on the canvas: its address and its width in pixels, 0 when it cannot be shown. */
	iconOf(nodeName: string): Promise<{ readonly address: string; readonly width: number }>;
	/** Saves what is seen as `<name>.png` in the ignored folder `.cache/n8n-screenshots`. */
	screenshot(name: string): Promise<void>;
}

/** Starts a browser that finds this computer only; close it when done. It dies with this process. */
export function startBrowser(executablePath: string): Promise<Browser> {
	selectors.setTestIdAttribute('data-test-id');
	return chromium.launch({
		executablePath,
		args: [
			// Chromium refuses to run as root with its own sandbox, and containers seldom allow it.
			'--no-sandbox',
			// By itself it asks Google for updates and accounts.
			'--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
		],
		timeout: STEP_MS,
	});
}

/** Which n8n is opened, as whom, and how it looks. */
export interface EditorOptions {
	readonly origin: string;
	readonly session: Session;
	readonly theme: Theme;
	/** Another origin that the browser may reach, such as a login host; default: none. */
	readonly loginOrigin?: string;
}

/** Opens a new workflow in the editor as the signed-in person. */
export async function openEditor(
	browser: Browser,
	{ origin, session, theme, loginOrigin }: EditorOptions,
): Promise<EditorPage> {
	const context = await browser.newContext({ viewport: WIDE, colorScheme: theme });
	context.setDefaultTimeout(STEP_MS);
	await context.addCookies([{ ...session.cookie, url: origin }]);
	await context.addInitScript({
		content: `localStorage.setItem('n8n-browserId', ${JSON.stringify(session.browserId)})`,
	});
	const refused: string[] = [];
	await context.route(
		(url) => url.origin !== origin && url.origin !== loginOrigin,
		async (route) => {
			refused.push(route.request().url());
			await route.abort();
		},
	);
	const page = await context.newPage();
	const errors = collectErrors(page, origin);
	await page.goto(`${origin}/workflow/new`, { waitUntil: 'domcontentloaded' });
	await page.getByTestId('canvas-plus-button').waitFor();
	return { page, errors, refused, ...actionsOn(page) };
}

function collectErrors(page: Page, origin: string): readonly string[] {
	const errors: string[] = [];
	page.on('pageerror', (error) => errors.push(error.message));
	page.on('console', (message) => {
		const { url } = message.location();
		if (message.type() === 'error' && (url === '' || url.startsWith(origin)))
			errors.push(`${message.text()} (${url})`);
	});
	return errors;
}

/** The panel filters its list a moment after the last key. */
async function changedFrom(
	before: readonly string[],
	read: () => Promise<readonly string[]>,
): Promise<readonly string[]> {
	const deadline = Date.now() + STEP_MS;
	while (Date.now() < deadline) {
		const now = await read();
		if (now.join('\n') !== before.join('\n')) return now;
		await pause(POLL_MS);
	}
	throw new Error('The node panel lists the same with and without the search.');
}

function actionsOn(page: Page): Omit<EditorPage, 'page' | 'errors' | 'refused'> {
	const byId = (id: string) => page.getByTestId(id);
	return {
		searchNodes: async (text) => {
			const opener = byId('canvas-plus-button').or(byId('node-creator-plus-button'));
			await opener.first().click();
			const names = byId('node-creator-item-name');
			await names.first().waitFor();
			const before = await names.allInnerTexts();
			await byId('node-creator-search-bar').fill(text);
			return await changedFrom(before, () => names.allInnerTexts());
		},
		addNode: async (displayName, action) => {
			await byId('node-creator-item-name').getByText(displayName, { exact: true }).click();
			await byId('node-creator-item-name').getByText(action, { exact: true }).click();
			await byId('ndv').waitFor();
			await byId('node-credentials-select').waitFor();
		},
		labels: async () => {
			const texts = await byId('ndv').locator('label').allInnerTexts();
			return texts.map((text) => text.split('\n')[0]?.trim() ?? '');
		},
		closeSettings: async () => {
			await byId('ndv-close-button').click();
			await byId('ndv').waitFor({ state: 'hidden' });
		},
		showAll: async () => {
			await byId('zoom-to-fit').click();
			// The canvas glides to its new place.
			await pause(GLIDE_MS);
		},
		iconOf: async (nodeName) => {
			const selector = `[data-test-id="canvas-node"][data-node-name="${nodeName}"] img`;
			const image = page.locator(selector).first();
			await image.waitFor();
			const width = Number(await page.evaluate(widthInPage(selector)));
			return { address: (await image.getAttribute('src')) ?? '', width };
		},
		screenshot: async (name) => {
			mkdirSync(SCREENSHOTS, { recursive: true });
			await page.screenshot({ path: path.join(SCREENSHOTS, `${name}.png`), animations: 'disabled' });
		},
	};
}
