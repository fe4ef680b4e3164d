import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findChromium } from '../../lab/editor/chromium.mts';
import { newCredential } from '../../lab/editor/credentialDialog.mts';
import { openEditor, startBrowser, type EditorPage } from '../../lab/editor/editorPage.mts';
import { runInEditor, saveWorkflow } from '../../lab/editor/workflowRun.mts';
import type { PracticeApp, Tenant } from '../../lab/tenant/practice.mts';
import { chain, step } from '../../lab/test/support/workflows.mts';
import { showLogOnFailure } from './bench.mts';
import { startRunningN8n, type RunningN8n } from './runningN8n.mts';

const USER_TYPE = 'defenderXdrUserOAuth2Api';
const USER_NAME = 'Microsoft Defender XDR User OAuth2 API';
const APP_NAME = 'Microsoft Defender XDR App OAuth2 API';

const chromium = findChromium();
const title = chromium
	? 'credential in the editor'
	: 'credential in the editor (skipped: install Debian\'s package "chromium")';

describe.skipIf(chromium === undefined)(title, () => {
	let running: RunningN8n;
	let browser: Browser;
	let editor: EditorPage;
	let tenant: Tenant;
	let origin: string;
	beforeAll(async () => {
		running = await startRunningN8n('sign-in');
		origin = running.server.origin;
		tenant = running.practice.addTenant();
		tenant.app.addRedirectUri(`${origin}/rest/oauth2-credential/callback`);
		browser = await startBrowser(chromium ?? '');
		const session = running.rest.session();
		editor = await openEditor(browser, {
			origin,
			session,
			theme: 'light',
			loginOrigin: running.practice.origin,
		});
	});
	afterAll(async () => {
		await browser?.close();
		await running?.close();
	});
	beforeEach(() => showLogOnFailure(running.n8n));

	const open = (typeName: string) => newCredential(editor.page, { origin, typeName });
	/** The text of a page, after checking that it contains no secret. A filled-in field is no text. */
	const kept = async (page: Page): Promise<string> => {
		const text = await page.locator('body').innerText();
		running.leaks.search(`the page ${page.url().split('?')[0] ?? ''}`, text);
		return text;
	};

	/** The newest credential of a type, as the editor saved it. */
	async function savedCredential(type: string): Promise<{ readonly id: string; readonly name: string }> {
		const all = (await running.rest.call('GET', 'credentials')) as {
			id: string;
			name: string;
			type: string;
		}[];
		const found = all.filter((one) => one.type === type).at(-1);
		if (found === undefined) throw new Error(`n8n has no credential of the type ${type}.`);
		return { id: found.id, name: found.name };
	}

	async function runAsUser() {
		const credentials = { [USER_TYPE]: await savedCredential(USER_TYPE) };
		const parameters = { authentication: USER_TYPE, limit: 3 };
		const workflowId = await saveWorkflow(
			running.rest,
			chain(
				step('Get Incidents', 'n8n-nodes-microsoft-defender-xdr.getIncidents', parameters, { credentials }),
			),
		);
		const run = await runInEditor(editor.page, running.rest, { origin, workflowId });
		running.leaks.search('the workflow in the editor', await editor.page.content());
		return run;
	}

	async function signInOn(window: Page): Promise<void> {
		await window.getByLabel('User name').fill(tenant.user.userPrincipalName);
		await window.getByLabel('Password').fill('not the password');
		await window.getByRole('button', { name: 'Sign in' }).click();
		await window.getByRole('alert').waitFor();
		expect(await kept(window)).toContain('AADSTS50126');
		await window.getByLabel('Password').fill(tenant.user.password);
		const closed = window.waitForEvent('close');
		await window.getByRole('button', { name: 'Sign in' }).click();
		await closed;
	}

	it('user connects on the tenant’s page → a workflow runs as this user', async () => {
		const { clientId, clientSecret, tenantId, loginUrl, apiUrl, audience } = tenant.userCredential();
		const dialog = await open(USER_NAME);
		await dialog.choose('cloud', 'Custom');
		await dialog.fill({ clientId, clientSecret, tenantId, loginUrl, apiUrl, audience });
		const window = await dialog.connect();
		await window.getByLabel('User name').waitFor();
		await signInOn(window);
		await dialog.connected();
		await editor.screenshot('user-connected');
		await kept(editor.page);
		await dialog.close();

		const run = await runAsUser();
		await kept(editor.page);
		expect(run.error).toBeUndefined();
		expect(run.runData['Get Incidents']?.[0]?.data?.['main']?.[0]).toHaveLength(3);
		const grants = tenant.calls.flatMap(({ kind, body }) => (kind === 'token' ? [body] : []));
		expect(grants).toMatchObject([{ grant_type: 'authorization_code', client_id: clientId }]);
	});

	it('user’s token rejected → renewed; sign-in revoked → asks to connect again', async () => {
		const refused = { match: { kind: 'graph' as const }, times: 1, answer: { status: 401 } };
		tenant.faults.add(refused);
		expect((await runAsUser()).error).toBeUndefined();
		tenant.user.endSessions('revoked');
		tenant.faults.add(refused);
		const { error } = await runAsUser();
		await editor.screenshot('user-revoked');
		const shown = `${error?.message ?? ''}\n${error?.description ?? ''}`;
		expect(shown).toMatch(/press Reconnect and sign in again/);
		expect(await kept(editor.page)).toMatch(/sign-in/);
		const statuses = tenant.calls.flatMap(({ kind, status }) => (kind === 'token' ? [status] : []));
		expect(statuses).toEqual([200, 200, 400]);
	});

	async function testedAs(app: PracticeApp, clientSecret = app.clientSecret): Promise<string> {
		const { clientId, tenantId, loginUrl, apiUrl, audience } = tenant.credential(app);
		const dialog = await open(APP_NAME);
		await dialog.choose('cloud', 'Custom');
		await dialog.fill({ clientId, clientSecret, tenantId, loginUrl, apiUrl, audience });
		const text = await dialog.saveAndTest();
		await kept(editor.page);
		return text;
	}

	it('application saved → Test passes', async () => {
		expect(await testedAs(tenant.app)).toContain('Connection tested successfully');
	});

	it('application saved with a wrong secret → Test shows the reason', async () => {
		const text = await testedAs(tenant.app, 'Xy~8Q~not-the-right-one');
		expect(text).toContain('Couldn’t connect with these settings');
		expect(text).toContain('Microsoft Entra ID rejected the Client Secret.');
	});

	it('application saved without permissions → Test says so', async () => {
		const text = await testedAs(tenant.addApp({ roles: [] }));
		expect(text).toContain('Couldn’t connect with these settings');
		expect(text).toContain('no permission for these nodes is granted');
		await editor.screenshot('app-without-permission');
	});
});
