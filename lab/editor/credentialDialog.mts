import type { Page } from 'playwright-core';

/** The dialog in which a credential is made in the editor, as a person uses it. */
export interface CredentialDialog {
	/** Fields by name: a list takes the label of its entry, everything else is typed. */
	fill(fields: Readonly<Record<string, string>>): Promise<void>;
	choose(field: string, label: string): Promise<void>;
	/** Saves, which also tests. Returns everything that the dialog then shows about the connection, with details opened. */
	saveAndTest(): Promise<string>;
	/** Presses Connect and returns the window that opens. */
	connect(): Promise<Page>;
	/** Waits until the dialog shows that the account is connected. */
	connected(): Promise<void>;
	/** What is read in the dialog. */
	text(): Promise<string>;
	close(): Promise<void>;
}

const FAILED = 'Couldn’t connect with these settings';
const WORKED = 'Connection tested successfully';

/** Opens the dialog for a new credential of a type. */
export async function newCredential(
	page: Page,
	{ origin, typeName }: { readonly origin: string; readonly typeName: string },
): Promise<CredentialDialog> {
	const byId = (id: string) => page.getByTestId(id);
	const dialog = byId('editCredential-modal');
	await page.goto(new URL('home/credentials/create', origin).href, { waitUntil: 'domcontentloaded' });
	await byId('new-credential-type-select').locator('input').fill(typeName);
	await byId('new-credential-type-select-option').getByText(typeName, { exact: true }).click();
	await byId('new-credential-type-button').click();
	await byId('parameter-input-clientId').waitFor();
	return {
		fill: async (fields) => {
			for (const [name, value] of Object.entries(fields))
				await byId(`parameter-input-${name}`).locator('input').fill(value);
		},
		choose: async (field, label) => {
			await byId(`parameter-input-${field}`).click();
			await byId('parameter-input-item').filter({ hasText: label, visible: true }).first().click();
		},
		saveAndTest: async () => {
			const tested = page.waitForResponse((answer) => answer.url().endsWith('/rest/credentials/test'));
			await byId('credential-save-button').getByRole('button').click();
			await (await tested).finished();
			const verdict = dialog.getByText(FAILED).or(dialog.getByText(WORKED));
			// Both texts are there; one is hidden.
			await verdict.filter({ visible: true }).waitFor();
			const details = dialog.getByText('More details');
			if (await details.isVisible()) await details.click();
			return await dialog.innerText();
		},
		connect: async () => {
			const opened = page.waitForEvent('popup');
			await dialog.getByRole('button', { name: 'Connect' }).click();
			return await opened;
		},
		connected: () => dialog.getByText('Account connected').waitFor(),
		text: () => dialog.innerText(),
		close: async () => {
			await page.keyboard.press('Escape');
			await dialog.waitFor({ state: 'hidden' });
		},
	};
}
