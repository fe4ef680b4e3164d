import { z } from 'zod';

/** What is shown of a field, as far as the tests look at it. */
export interface Field {
	readonly name: string;
	readonly displayName: string;
	readonly type?: string | undefined;
	readonly description?: string | undefined;
	readonly options?: readonly unknown[] | undefined;
	readonly values?: readonly unknown[] | undefined;
}

const field: z.ZodType<Field> = z.object({
	name: z.string(),
	displayName: z.string(),
	type: z.string().optional(),
	description: z.string().optional(),
	options: z.array(z.unknown()).optional(),
	values: z.array(z.unknown()).optional(),
});

const icon = z.object({ light: z.string(), dark: z.string() });

const type = z.object({
	name: z.string(),
	displayName: z.string(),
	description: z.string().optional(),
	iconUrl: icon,
	properties: z.array(field),
});
/** A node or credential type as n8n describes it to the browser. */
export type ShownType = z.infer<typeof type>;

/** The types whose name has the prefix, out of the text of `types/nodes.json` or `types/credentials.json`. */
export function shownTypes(text: string, prefix: string): readonly ShownType[] {
	const named = z.array(z.object({ name: z.string() }).passthrough()).parse(JSON.parse(text));
	return z.array(type).parse(named.filter(({ name }) => name.startsWith(prefix)));
}

/** Shown instead of filled in, or not shown at all. */
const NO_FIELD = new Set(['notice', 'hidden', 'callout']);

/** All fields that a user fills in, those inside collections included, each with its path. */
export function fieldsOf(
	properties: readonly unknown[],
	path = '',
): readonly (Field & { readonly path: string })[] {
	return properties.flatMap((property) => {
		const parsed = field.safeParse(property);
		if (!parsed.success || NO_FIELD.has(parsed.data.type ?? '')) return [];
		const own = { ...parsed.data, path: `${path}${parsed.data.name}` };
		const inner = fieldsOf([...(own.options ?? []), ...(own.values ?? [])], `${own.path}.`);
		// The groups of a fixed collection have no type of their own and no place for a description.
		return own.type === undefined ? inner : [own, ...inner];
	});
}
