/** The fields of a credential as n8n stores them. */
export type Fields = Readonly<Record<string, unknown>>;

/** A field's text without the blanks that pasting brings along; '' when the field is absent or holds no text. */
export function textOf(fields: Fields, name: string): string {
	const value = fields[name];
	return typeof value === 'string' ? value.trim() : '';
}

/** The properties of an object; none for anything else. */
export function recordOf(value: unknown): Fields {
	return typeof value === 'object' && value !== null ? { ...value } : {};
}

/** Whether a text has the form of the ids that Entra ID gives to tenants, apps and secrets. */
export function isGuid(text: string): boolean {
	return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text);
}
