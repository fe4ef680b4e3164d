import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findChromium } from '../../lab/editor/chromium.mts';
import { createCredential } from '../../lab/editor/credentialForm.mts';
import { openEditor, startBrowser, type EditorPage, type Theme } from '../../lab/editor/editorPage.mts';
import { CREDENTIAL_TYPE, showLogOnFailure } from './bench.mts';
import { startRunningN8n, type RunningN8n } from './runningN8n.mts';

interface Shown {
	readonly displayName: string;
	readonly action: string;
	readonly canvasName: string;
	readonly fields: readonly string[];
}

const NODES: readonly Shown[] = [
	{
		displayName: 'Defender XDR Get Incidents',
		action: 'Get many incidents',
		canvasName: 'Get Incidents',
		fields: ['Operation', 'Return All', 'Limit', 'Filters', 'Simplify', 'Options'],
	},
	{
		displayName: 'Defender XDR Run Hunting Query',
		action: 'Run a hunting query',
		canvasName: 'Run Hunting Query',
		fields: ['Operation', 'Query', 'Parameters', 'Time Range', 'Return All', 'Limit'],
	},
	{
		displayName: 'Defender XDR Update Incident',
		action: 'Update an incident',
		canvasName: 'Update Incident',
		fields: ['Operation', 'Incident', 'Update Fields'],
	},
];

const PUBLISHER = 'https://registry.npmjs.org/n8n-nodes-microsoft-defender-xdr';

const chromium = findChromium();
const title = chromium
	? 'nodes in the editor'
	: 'nodes in the editor (skipped: install Debian\'s package "chromium")';

describe.skipIf(chromium === undefined)(title, () => {
	let running: RunningN8n;
	let browser: Browser;
	beforeAll(async () => {
		running = await startRunningN8n('editor');
		const tenant = running.practice.addTenant();
		await createCredential(running.rest, CREDENTIAL_TYPE, 'Practice tenant', { ...tenant.credential() });
		browser = await startBrowser(chromium ?? '');
	});
	afterAll(async () => {
		await browser?.close();
		await running?.close();
	});
	beforeEach(() => showLogOnFailure(running.n8n));

	describe.each<{ theme: Theme; icon: RegExp }>([
		{ theme: 'light', icon: /\/defenderXdr\.svg$/ },
		{ theme: 'dark', icon: /\/defenderXdr\.dark\.svg$/ },
	])('$theme theme', ({ theme, icon }) => {
		let editor: EditorPage;
		beforeAll(async () => {
			editor = await openEditor(browser, {
				origin: running.server.origin,
				session: running.rest.session(),
				theme,
			});
		});

		it.each(['defender', 'kql', 'siem'])('search for "%s" → the three nodes', async (text) => {
			const found = await editor.searchNodes(text);
			await editor.screenshot(`${theme}-search-${text}`);
			expect(found).toEqual(expect.arrayContaining(NODES.map(({ displayName }) => displayName)));
			await editor.page.keyboard.press('Escape');
		});

		it.each(NODES)('$displayName added → opens with its fields', async (node) => {
			await editor.searchNodes('defender');
			await editor.addNode(node.displayName, node.action);
			await editor.screenshot(`${theme}-${node.canvasName}`);
			expect(await editor.labels()).toEqual(expect.arrayContaining([...node.fields]));
			await editor.closeSettings();
		});

		it('each node on the canvas → the icon of the theme', async () => {
			for (const { canvasName } of NODES) {
				const { address, width } = await editor.iconOf(canvasName);
				expect(address, canvasName).toMatch(icon);
				expect(width, canvasName).toBeGreaterThan(0);
			}
			await editor.showAll();
			await editor.screenshot(`${theme}-canvas`);
		});

		it('console and requests → no errors, and no host except the publisher', () => {
			expect(editor.errors).toEqual([]);
			// n8n's editor requests the publisher of an installed package, and works without a response.
			expect(editor.refused.filter((address) => address !== PUBLISHER)).toEqual([]);
		});
	});
});
