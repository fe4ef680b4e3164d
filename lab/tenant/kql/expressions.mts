import { compileCall } from './calls.mts';
import { convert } from './conversion.mts';
import { EMPTY_ROW, constantOf, once, type Compiled, type Scope } from './environment.mts';
import { compileCompoundString, compileLiteral, dynamicLiteral } from './literals.mts';
import { compileMembership, compileTermList } from './membership.mts';
import { compileBetween, compileBinary, compileUnary } from './operands.mts';
import { positionOf, unsupported } from './refusals.mts';
import type { Syntax } from './syntax.mts';
import { isArray, isBag, type ScalarType, type Value } from './types.mts';

/** Turns a scalar expression of the bound tree into a closure over rows. Constant ones are computed once. */
export function compile(part: Syntax, scope: Scope): Compiled {
	const compiled = compileShape(part, scope);
	if (!compiled.constant) return compiled;
	const value = once(() => compiled.evaluate(EMPTY_ROW));
	return { ...compiled, evaluate: value };
}

/** The expression's values as `type`. */
export function compileAs(part: Syntax, type: ScalarType, scope: Scope): Compiled {
	const compiled = compile(part, scope);
	if (compiled.type === type) return compiled;
	return {
		type,
		constant: compiled.constant,
		evaluate: (row) => convert(compiled.evaluate(row), compiled.type, type),
	};
}

/** An expression whose value must not depend on a row, such as the number after `take`. */
export function constantValue(part: Syntax, scope: Scope): Value {
	return compile(part, { ...scope, columns: [] }).evaluate(EMPTY_ROW);
}

type Compiler = (part: Syntax, scope: Scope) => Compiled;

const COMPILERS: Readonly<Record<string, Compiler>> = {
	LiteralExpression: (part, scope) => compileLiteral(part, scope.session.query),
	CompoundStringLiteralExpression: compileCompoundString,
	DynamicExpression: (part, scope) => constantOf('dynamic', dynamicLiteral(part, scope.session)),
	ParenthesizedExpression: (part, scope) => compile(part.part('Expression'), scope),
	SimpleNamedExpression: (part, scope) => compile(part.part('Expression'), scope),
	NameReference: compileName,
	PathExpression: compileMember,
	ElementExpression: compileElement,
	BinaryExpression: (part, scope) => compileBinary(part, scope, compile),
	PrefixUnaryExpression: (part, scope) => compileUnary(part, scope, compile),
	BetweenExpression: (part, scope) => compileBetween(part, scope, compile),
	InExpression: (part, scope) => compileMembership(part, scope, compile),
	HasAnyExpression: (part, scope) => compileTermList(part, scope, compile),
	HasAllExpression: (part, scope) => compileTermList(part, scope, compile),
	FunctionCallExpression: (part, scope) => scope.aggregate?.(part) ?? compileCall(part, scope, compile),
	ToScalarExpression: compileToScalar,
};

function compileShape(part: Syntax, scope: Scope): Compiled {
	const compiler = COMPILERS[part.shape];
	if (!compiler) {
		throw unsupported(
			`the expression '${part.brief}' (${part.kind})`,
			positionOf(scope.session.query, part.start),
		);
	}
	return compiler(part, scope);
}

/** Resolves a name as the binder does: a column first, so columns win over let names. */
function compileName(part: Syntax, scope: Scope): Compiled {
	const name = part.meaning?.name ?? part.simpleName;
	if (part.meaning?.sort === 'column') return columnReference(name, scope);
	const binding = scope.environment.find(name);
	if (binding?.sort === 'scalar') return binding.compiled;
	throw unsupported(`the name '${part.brief}' here`, positionOf(scope.session.query, part.start));
}

export function columnReference(name: string, scope: Scope): Compiled {
	const index = scope.columns.findIndex((column) => column.name === name);
	const column = scope.columns[index];
	if (!column) throw unsupported(`the column '${name}' of a table with unknown columns`, 'in this query');
	return { type: column.type, constant: false, evaluate: (row) => row[index] ?? null };
}

/** `bag.member`, or `$left.column` where a join has put that side's columns in scope. */
function compileMember(part: Syntax, scope: Scope): Compiled {
	const selector = part.part('Selector');
	if (part.meaning?.sort === 'column') return columnReference(part.meaning.name, scope);
	if (selector.shape === 'FunctionCallExpression' || selector.shape === 'BracketedExpression') {
		return compileElement(part, scope);
	}
	const owner = compile(part.part('Expression'), scope);
	const name = selector.simpleName;
	return { type: 'dynamic', constant: owner.constant, evaluate: (row) => member(owner.evaluate(row), name) };
}

/** `array[0]`, `array[-1]`, `bag["member"]`. */
function compileElement(part: Syntax, scope: Scope): Compiled {
	const owner = compile(part.part('Expression'), scope);
	const index = compile(part.part('Selector').part('Expression'), scope);
	return {
		type: 'dynamic',
		constant: owner.constant && index.constant,
		evaluate: (row) => member(owner.evaluate(row), index.evaluate(row)),
	};
}

function member(owner: Value, key: Value): Value {
	if (isBag(owner)) return typeof key === 'string' ? (owner.get(key) ?? null) : null;
	if (!isArray(owner) || typeof key !== 'bigint') return null;
	return owner.at(Number(key)) ?? null;
}

function compileToScalar(part: Syntax, scope: Scope): Compiled {
	const inner = part.part('Expression');
	if (!inner.columns) return compile(inner, scope);
	const table = scope.session.tabular(inner, scope.environment);
	const type = table.columns[0]?.type ?? 'dynamic';
	return constantOf(type, table.rows[0]?.[0] ?? (type === 'string' ? '' : null));
}
