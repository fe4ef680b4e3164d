import type { Element } from './literalTokens.mts';
import type { Syntax } from './syntax.mts';
import type { HuntColumn, Row, ScalarType, Table, Value } from './types.mts';

/** Computes a value from one row of the input. */
export type Evaluate = (row: Row) => Value;

/** An expression ready to run. `constant` means the row does not matter. */
export interface Compiled {
	readonly type: ScalarType;
	readonly constant: boolean;
	readonly evaluate: Evaluate;
}

/** The value of a let name or function parameter. */
export type Binding =
	| { readonly sort: 'scalar'; readonly compiled: Compiled }
	| { readonly sort: 'table'; readonly table: () => Table }
	| { readonly sort: 'function'; readonly declaration: Syntax; readonly home: Environment };

/** Names in force at a place of the query; inner ones hide outer ones. */
export class Environment {
	constructor(
		private readonly bindings: ReadonlyMap<string, Binding> = new Map(),
		private readonly outer?: Environment,
	) {}

	find(name: string): Binding | undefined {
		return this.bindings.get(name) ?? this.outer?.find(name);
	}

	with(name: string, binding: Binding): Environment {
		return new Environment(new Map([[name, binding]]), this);
	}
}

/** What is the same during one run of one query. */
export interface Session {
	/** The tenant's clock in ticks. */
	readonly now: bigint;
	readonly query: string;
	/** The elements of lists that were kept from the parser, by the offset of the first one. */
	readonly longLists: ReadonlyMap<number, readonly Element[]>;
	/** The content at an address that a query may read with externaldata; undefined for every other address. */
	externalData(url: string): string | undefined;
	readonly tableNames: readonly string[];
	/** The rows of a schema table, already cut to the API's time span. */
	databaseTable(name: string): Table;
	/** Evaluates the operators of a subquery over the rows it is applied to. */
	subquery(part: Syntax, input: Table, environment: Environment): Table;
	/** Evaluates a tabular expression; here so that scalar expressions can contain tabular ones. */
	tabular(part: Syntax, environment: Environment): Table;
}

/** The scope of an expression: its columns (position in the row), its names, its run. */
export interface Scope {
	readonly columns: readonly HuntColumn[];
	/** The rows of the input in their order, for functions that look at other rows. */
	readonly rows?: readonly Row[];
	readonly environment: Environment;
	readonly session: Session;
	/** In a summarize: resolves a call of an aggregate function to its computed result. */
	readonly aggregate?: (call: Syntax) => Compiled | undefined;
}

export const EMPTY_ROW: Row = [];

export function constantOf(type: ScalarType, value: Value): Compiled {
	return { type, constant: true, evaluate: () => value };
}

/** Computes at the first use and keeps the result. */
export function once<T>(compute: () => T): () => T {
	let kept: { readonly value: T } | undefined;
	return () => (kept ??= { value: compute() }).value;
}
