/** The fields of a credential as n8n stores them. */
export type Fields = Readonly<Record<string, unknown>>;

/** A field's text without the blanks that pasting brings along; '' when the field is absent or holds no text. */
export function textOf(fields: Fields, name: string): string {
	const value = fields[name];
	return typeof value === 'string' ? value.trim() : '';
}
