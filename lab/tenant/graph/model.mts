import modelJson from './graph-security-v1.0.json' with { type: 'json' };

/**
 * The published model of Microsoft Graph v1.0, namespace microsoft.graph.security (microsoftgraph/msgraph-metadata,
 * schemas/v1.0-Prod.csdl; the file names the commit).
 */
export interface ModelType {
	readonly base: string | null;
	readonly open: boolean;
	readonly properties: Readonly<Record<string, ModelProperty>>;
	/** Related entities, present only when expanded: `Collection(self.x)`. */
	readonly navigation: Readonly<Record<string, string>>;
}

export interface ModelProperty {
	/** `Edm.X`, `self.x` or a `Collection(…)` of one. */
	readonly type: string;
	readonly nullable: boolean;
}

export const NAMESPACE = modelJson.namespace;

const types = new Map<string, ModelType>(Object.entries<ModelType>(modelJson.types));
const enums = new Map<string, readonly string[]>(
	Object.entries(modelJson.enums).map(([name, { members }]) => [name, members]),
);

export const typeNames: readonly string[] = [...types.keys()];
export const enumNames: readonly string[] = [...enums.keys()];

/** A type by its short name. Throws for a name that the model lacks. */
export function modelType(name: string): ModelType {
	const found = types.get(name);
	if (found === undefined) throw new Error(`The Graph security model has no type "${name}".`);
	return found;
}

/** Members in the model's order, or undefined when `name` is no enumeration. */
export const enumMembers = (name: string): readonly string[] | undefined => enums.get(name);

/**
 * Members that a caller gets by name without `Prefer: include-unknown-enum-members`: those up to
 * `unknownFutureValue`; later ones were added after the enumeration was published.
 */
export function settledMembers(name: string): readonly string[] {
	const members = enums.get(name) ?? [];
	const sentinel = members.indexOf('unknownFutureValue');
	return sentinel < 0 ? members : members.slice(0, sentinel + 1);
}

/** The type and its bases' own properties and relations. */
export function allProperties(name: string): Readonly<Record<string, ModelProperty>> {
	const type = modelType(name);
	const inherited = type.base?.startsWith('self.') ? allProperties(type.base.slice(5)) : {};
	// graph.entity lies outside the namespace; all it adds is the id.
	const id = type.base === 'graph.entity' ? { id: { type: 'Edm.String', nullable: false } } : {};
	const relations = Object.entries(type.navigation).map(([key, target]): [string, ModelProperty] => [
		key,
		{ type: target, nullable: true },
	]);
	return { ...inherited, ...id, ...type.properties, ...Object.fromEntries(relations) };
}

/** Types that extend `name`. */
export const subtypesOf = (name: string): readonly string[] =>
	typeNames.filter((other) => modelType(other).base === `self.${name}`);

/** `Collection(self.alert)` → item `alert`, collection true. */
export function unfold(type: string): { readonly item: string; readonly collection: boolean } {
	const inner = /^Collection\((.+)\)$/.exec(type)?.[1];
	return { item: (inner ?? type).replace(/^self\./, ''), collection: inner !== undefined };
}
