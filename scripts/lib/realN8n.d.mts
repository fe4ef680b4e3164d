/** The contents of `scripts/versions.json`. */
export const VERSIONS: { readonly n8n: string; readonly node: string };

/** Paths of the Node binary and of n8n's JavaScript file. */
export interface InstalledN8n {
	readonly node: string;
	readonly n8n: string;
}

export function installedN8n(): InstalledN8n | undefined;
export function ensureN8n(): Promise<InstalledN8n>;
