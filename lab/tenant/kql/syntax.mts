import { invoke, isForeign, itemsOf, kustoGlobals, numberOf, peek, textOf, type Foreign } from './bridge.mts';
import { isScalarType, type HuntColumn, type ScalarType } from './types.mts';

export type SymbolSort = 'column' | 'table' | 'function' | 'other';

/** What the binder found a name to mean. Variables and parameters are `other`: the environment knows them. */
export interface Meaning {
	readonly name: string;
	readonly sort: SymbolSort;
}

const SORTS: Readonly<Record<string, SymbolSort>> = {
	ColumnSymbol: 'column',
	TableSymbol: 'table',
	FunctionSymbol: 'function',
};

const classNames = new WeakMap<object, string>();

function className(value: Foreign): string {
	const { constructor } = value;
	let name = classNames.get(constructor);
	if (name === undefined) {
		const full = String(invoke(kustoGlobals().reflection, 'getTypeName', value));
		name = (full.split('.').at(-1) ?? full).replace(/`.*$/u, '');
		classNames.set(constructor, name);
	}
	return name;
}

/** One node of the bound syntax tree of Microsoft's parser. */
export class Syntax {
	constructor(private readonly node: Foreign) {}

	/** The C# class: `FilterOperator`, `BinaryExpression` … */
	get shape(): string {
		return className(this.node);
	}

	/** The finer kind within a class: `LongLiteralExpression`, `HasExpression` … */
	get kind(): string {
		const { language, system } = kustoGlobals();
		const kinds = peek(peekForeign(language, 'Syntax'), 'SyntaxKind');
		return String(invoke(peekForeign(system, 'Enum'), 'toString', kinds, peek(this.node, 'Kind')));
	}

	get start(): number {
		return numberOf(this.node, 'TextStart');
	}

	/** The text as written, without surrounding spaces. */
	get text(): string {
		return String(invoke(this.node, 'toString')).trim();
	}

	/** For a token: its content without quotes or type name, escapes resolved. */
	get tokenValue(): string {
		return textOf(this.node, 'ValueText');
	}

	/** A declared or referenced simple name. */
	get simpleName(): string {
		return textOf(this.node, 'SimpleName');
	}

	child(name: string): Syntax | undefined {
		const value = peek(this.node, name);
		return isForeign(value) ? new Syntax(value) : undefined;
	}

	/** A child that this node's class always has. */
	part(name: string): Syntax {
		const found = this.child(name);
		if (!found) throw new Error(`the parser's ${this.shape} has no ${name}`);
		return found;
	}

	/** The elements of a list child, without separators. */
	list(name: string): readonly Syntax[] {
		return this.child(name)?.elements() ?? [];
	}

	/** The elements when this node is a list itself. */
	elements(): readonly Syntax[] {
		return this.children().map((element) =>
			element.shape === 'SeparatedElement' ? element.part('Element$1') : element,
		);
	}

	children(): readonly Syntax[] {
		return Array.from({ length: numberOf(this.node, 'ChildCount') }, (_, index) =>
			invoke(this.node, 'GetChild', index),
		)
			.filter(isForeign)
			.map((child) => new Syntax(child));
	}

	get meaning(): Meaning | undefined {
		const symbol = peek(this.node, 'ReferencedSymbol');
		if (!isForeign(symbol)) return undefined;
		return { name: textOf(symbol, 'Name'), sort: SORTS[className(symbol)] ?? 'other' };
	}

	/** The columns when this node yields a table. */
	get columns(): readonly HuntColumn[] | undefined {
		const type = peek(this.node, 'ResultType');
		return isForeign(type) && className(type) === 'TableSymbol' ? columnsOf(type) : undefined;
	}

	/** The scalar type when this node yields one; undefined for tables, tuples and untyped nulls. */
	get scalarType(): ScalarType | undefined {
		const type = peek(this.node, 'ResultType');
		const name = isForeign(type) ? textOf(type, 'Name') : '';
		return isScalarType(name) ? name : undefined;
	}

	/** For a call of a function declared with let: its body, bound to the types of this call's arguments. */
	calledBody(): Syntax | undefined {
		const body = invoke(this.node, 'GetCalledFunctionBody');
		if (!isForeign(body)) return undefined;
		return new Syntax(body);
	}
}

function peekForeign(owner: Foreign, name: string): Foreign {
	const value = peek(owner, name);
	if (!isForeign(value)) throw new Error(`@kusto/language-service-next has no ${name}`);
	return value;
}

/** The columns of a table symbol. */
export function columnsOf(table: Foreign): readonly HuntColumn[] {
	return itemsOf(peek(table, 'Columns')).map((column) => {
		const type = peek(column, 'Type');
		const name = isForeign(type) ? textOf(type, 'Name') : '';
		return { name: textOf(column, 'Name'), type: isScalarType(name) ? name : 'dynamic' };
	});
}
