/** Whether a text has the form of the IDs that Entra ID assigns to tenants, apps and secrets. */
export function isGuid(text: string): boolean {
	return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text);
}
