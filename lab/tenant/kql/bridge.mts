import { createRequire } from 'node:module';

/**
 * Microsoft's parser is C# compiled to JavaScript: loading it sets globals and exports nothing. These helpers
 * are the only way into its objects, so that nothing else handles values of unknown type.
 */
export type Foreign = object;

export function isForeign(value: unknown): value is Foreign {
	return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

/** A property of a foreign object; undefined when there is none. */
export function peek(owner: Foreign, name: string): unknown {
	const value: unknown = Reflect.get(owner, name);
	return value;
}

/** A property that must be an object or function. */
export function dig(owner: Foreign, ...path: readonly string[]): Foreign {
	let current = owner;
	for (const name of path) {
		const next = peek(current, name);
		if (!isForeign(next)) throw new Error(`@kusto/language-service-next has no ${path.join('.')}`);
		current = next;
	}
	return current;
}

export function invoke(owner: Foreign, method: string, ...args: readonly unknown[]): unknown {
	const target = peek(owner, method);
	if (typeof target !== 'function') throw new Error(`@kusto/language-service-next has no method ${method}`);
	const result: unknown = Reflect.apply(target, owner, args);
	return result;
}

export function create(owner: Foreign, constructor: string, ...args: readonly unknown[]): Foreign {
	const target = peek(owner, constructor);
	if (typeof target !== 'function') throw new Error(`@kusto/language-service-next has no ${constructor}`);
	const made: unknown = Reflect.construct(target, args);
	if (!isForeign(made)) throw new Error(`${constructor} made no object`);
	return made;
}

/** A C# list as an array. */
export function itemsOf(list: unknown): readonly Foreign[] {
	if (!isForeign(list)) return [];
	if (Array.isArray(list)) return list.filter(isForeign);
	const count = peek(list, 'Count');
	if (typeof count !== 'number') return [];
	return Array.from({ length: count }, (_, index) => invoke(list, 'getItem', index)).filter(isForeign);
}

export function textOf(owner: Foreign, name: string): string {
	const value = peek(owner, name);
	return typeof value === 'string' ? value : '';
}

export function numberOf(owner: Foreign, name: string): number {
	const value = peek(owner, name);
	return typeof value === 'number' ? value : 0;
}

/** The parser's namespaces. The version is pinned: constructor numbers (`$ctor4`) follow its C# overloads. */
export interface KustoGlobals {
	readonly language: Foreign;
	readonly system: Foreign;
	readonly reflection: Foreign;
}

let loaded: KustoGlobals | undefined;

/** Loads the parser (about a second, once per process). */
export function kustoGlobals(): KustoGlobals {
	if (!loaded) {
		const require = createRequire(import.meta.url);
		require('@kusto/language-service-next/bridge.min.js');
		require('@kusto/language-service-next/Kusto.Language.Bridge.min.js');
		loaded = {
			language: dig(globalThis, 'Kusto', 'Language'),
			system: dig(globalThis, 'System'),
			reflection: dig(globalThis, 'Bridge', 'Reflection'),
		};
	}
	return loaded;
}
