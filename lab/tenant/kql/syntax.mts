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

/** The length of a quoted part of a query in an error message. */
const BRIEF_LENGTH = 60;

/** One node of the bound syntax tree of Microsoft's parser. */
export class Syntax {
	/** @param origin the offset in the query of the text that was parsed; above 0 in the body of a function */
	constructor(
		private readonly node: Foreign,
		readonly origin = 0,
	) {}

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

	/** The offset in the query of the first token; whitespace and comments before it do not count. */
	get start(): number {
		return this.origin + numberOf(this.node, 'TextStart');
	}

	/** The offset in the query of the end. */
	get end(): number {
		return this.origin + numberOf(this.node, 'End');
	}

	/** The text as written, without the whitespace and comments before it. */
	get text(): string {
		const before = numberOf(this.node, 'TextStart') - numberOf(this.node, 'TriviaStart');
		return String(invoke(this.node, 'toString')).slice(before);
	}

	/** The text on one line, shortened for an error message. */
	get brief(): string {
		const line = this.text.replace(/\s+/gu, ' ').trim();
		return line.length > BRIEF_LENGTH ? `${line.slice(0, BRIEF_LENGTH - 1)}…` : line;
	}

	/** The column name that the binder gives this expression; empty when the position decides. */
	get resultName(): string {
		const { language } = kustoGlobals();
		const binder = peekForeign(peekForeign(language, 'Binding'), 'Binder');
		const name = invoke(binder, 'GetExpressionResultName', this.node, null, null);
		return typeof name === 'string' ? name : '';
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
		return isForeign(value) ? new Syntax(value, this.origin) : undefined;
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
			.map((child) => new Syntax(child, this.origin));
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

	/** Whether this node yields a table with columns that the binder does not know. */
	get hasOpenColumns(): boolean {
		const type = peek(this.node, 'ResultType');
		return isForeign(type) && peek(type, 'IsOpen') === true;
	}

	/** The scalar type when this node yields one; undefined for tables, tuples and untyped nulls. */
	get scalarType(): ScalarType | undefined {
		const type = peek(this.node, 'ResultType');
		const name = isForeign(type) ? textOf(type, 'Name') : '';
		return isScalarType(name) ? name : undefined;
	}

	/**
	 * For a call of a function declared with let: its body, bound to the types of this call's arguments.
	 * @param origin the offset in the query of the declared body, whose text the parser has parsed again
	 */
	calledBody(origin: number): Syntax | undefined {
		const body = invoke(this.node, 'GetCalledFunctionBody');
		if (!isForeign(body)) return undefined;
		return new Syntax(body, origin - numberOf(body, 'TextStart'));
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
