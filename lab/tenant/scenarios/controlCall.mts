/** A call of the control API, below `/control/tenants/<tenant>`. */
export interface ControlCall {
	readonly method: 'POST' | 'PATCH' | 'DELETE';
	/** `{name}` is replaced by an ID that an earlier request returned, here and in every text of the body. */
	readonly path: string;
	readonly body?: object;
}

const NAME = /\{([a-zA-Z][a-zA-Z0-9]*)\}/g;

/** The names in a request that are replaced by IDs. */
export const namesIn = ({ path, body }: ControlCall): readonly string[] =>
	[...`${path} ${JSON.stringify(body ?? {})}`.matchAll(NAME)].map(([, name = '']) => name);

/** The call with ids in place of their names. Throws for a name without an id. */
export function withIds(call: ControlCall, ids: ReadonlyMap<string, string>): ControlCall {
	const idOf = (name: string): string => {
		const id = ids.get(name);
		if (id === undefined) throw new Error(`No call before gave an id for {${name}}.`);
		return id;
	};
	const path = call.path.replace(NAME, (_, name: string) => encodeURIComponent(idOf(name)));
	if (call.body === undefined) return { method: call.method, path };
	const filled: unknown = JSON.parse(JSON.stringify(call.body), (_key, value: unknown) =>
		typeof value === 'string' ? value.replace(NAME, (_, name: string) => idOf(name)) : value,
	);
	return { method: call.method, path, ...(isObject(filled) ? { body: filled } : {}) };
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
