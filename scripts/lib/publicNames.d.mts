/** One place where a value is stored, over all declarations of that name. */
export interface Parameter {
	readonly types: readonly string[];
	/** Empty for a hidden property: its default is derived. */
	readonly defaults: readonly unknown[];
	/** Option values, or the modes of a resource locator. */
	readonly values?: readonly string[];
}

/** By path, such as `filters.status`. */
export type Parameters = Readonly<Record<string, Parameter>>;

export interface NodeNames {
	readonly version: readonly number[];
	readonly credentials: readonly string[];
	readonly parameters: Parameters;
}

export interface CredentialNames {
	readonly extends: readonly string[];
	readonly properties: Parameters;
}

export interface PublicNames {
	readonly credentials: Readonly<Record<string, CredentialNames>>;
	readonly nodes: Readonly<Record<string, NodeNames>>;
}

/** @param properties n8n's `INodeProperties[]` */
export function parametersOf(properties: readonly unknown[], prefix?: string): Parameters;
/** @param description n8n's `INodeTypeDescription` */
export function namesOfNode(description: unknown): NodeNames;
/** @param credential n8n's `ICredentialType` */
export function namesOfCredential(credential: unknown): CredentialNames;
/** Sentences about changes that break saved workflows, and about additions. */
export function comparePublicNames(
	before: PublicNames,
	now: PublicNames,
): { readonly broken: readonly string[]; readonly added: readonly string[] };
