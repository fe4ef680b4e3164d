import { arithmetic, isArithmeticSign } from './arithmetic.mts';
import { comparisonType, equal, operandFor, order } from './comparison.mts';
import { convert, toText } from './conversion.mts';
import type { Compiled, Evaluate, Scope } from './environment.mts';
import { positionOf, unsupported } from './refusals.mts';
import { regexOf } from './regex.mts';
import type { Syntax } from './syntax.mts';
import { TEXT_TESTS } from './terms.mts';
import type { Value } from './types.mts';

export type CompileFunction = (part: Syntax, scope: Scope) => Compiled;

type Predicate = (left: Value, right: Value) => boolean | null;

const ordered =
	(test: (order: number) => boolean): Predicate =>
	(left, right) =>
		left === null || right === null ? null : test(order(left, right));

const COMPARISONS: Readonly<Record<string, Predicate>> = {
	'==': equal,
	'!=': (left, right) => negate(equal(left, right)),
	'<>': (left, right) => negate(equal(left, right)),
	'<': ordered((sign) => sign < 0),
	'<=': ordered((sign) => sign <= 0),
	'>': ordered((sign) => sign > 0),
	'>=': ordered((sign) => sign >= 0),
};

function negate(value: boolean | null): boolean | null {
	return value === null ? null : !value;
}

/** A truth value of three: true, false, or null for unknown. */
export function truth({ type, evaluate }: Compiled): (row: readonly Value[]) => boolean | null {
	return (row) => {
		const value = type === 'bool' ? evaluate(row) : convert(evaluate(row), type, 'bool');
		return typeof value === 'boolean' ? value : null;
	};
}

/** The text of an operand, as string operators see it. */
export function textOfOperand({ type, evaluate }: Compiled): (row: readonly Value[]) => string {
	return (row) => toText(evaluate(row), type);
}

/** Operators with a second spelling. */
const SPELLINGS: Readonly<Record<string, string>> = {
	':': 'has',
	notcontains: '!contains',
	notcontainscs: '!contains_cs',
	containscs: 'contains_cs',
};

/** An operator as written, without comments. */
function signOf(part: Syntax): string {
	const sign = part.part('Operator').text.replace(/\s+/gu, ' ');
	return SPELLINGS[sign] ?? sign;
}

export function compileBinary(part: Syntax, scope: Scope, compile: CompileFunction): Compiled {
	const sign = signOf(part);
	if (part.part('Left').shape === 'StarExpression') return anyColumn(sign, part, scope, compile);
	const left = compile(part.part('Left'), scope);
	const right = compile(part.part('Right'), scope);
	const constant = left.constant && right.constant;
	if (isArithmeticSign(sign)) {
		const type = part.scalarType ?? 'dynamic';
		const operate = arithmetic(sign, left.type, right.type, type);
		if (operate)
			return { type, constant, evaluate: (row) => operate(left.evaluate(row), right.evaluate(row)) };
	}
	const evaluate = logical(sign, left, right) ?? comparison(sign, left, right) ?? textual(sign, left, right);
	if (evaluate) return { type: 'bool', constant, evaluate };
	throw unsupported(
		`the operator ${sign} between ${left.type} and ${right.type}`,
		positionOf(scope.session.query, part.start),
	);
}

/** `* has "x"`: whether the condition is true of any column. */
function anyColumn(sign: string, part: Syntax, scope: Scope, compile: CompileFunction): Compiled {
	const right = compile(part.part('Right'), scope);
	const tests = scope.columns.flatMap(({ type }, index): Evaluate[] => {
		const column: Compiled = { type, constant: false, evaluate: (row) => row[index] ?? null };
		const test = comparison(sign, column, right) ?? textual(sign, column, right);
		return test ? [test] : [];
	});
	return { type: 'bool', constant: false, evaluate: (row) => tests.some((test) => test(row) === true) };
}

function logical(sign: string, left: Compiled, right: Compiled): Evaluate | undefined {
	if (sign !== 'and' && sign !== 'or') return undefined;
	const first = truth(left);
	const second = truth(right);
	const decisive = sign === 'or';
	return (row) => {
		const a = first(row);
		if (a === decisive) return decisive;
		const b = second(row);
		if (b === decisive) return decisive;
		return a === null || b === null ? null : !decisive;
	};
}

function comparison(sign: string, left: Compiled, right: Compiled): Evaluate | undefined {
	const predicate = COMPARISONS[sign];
	if (!predicate) return undefined;
	const type = comparisonType(left.type, right.type);
	const first = operandFor(type, left.type);
	const second = operandFor(type, right.type);
	return (row) => predicate(first(left.evaluate(row)), second(right.evaluate(row)));
}

function textual(sign: string, left: Compiled, right: Compiled): Evaluate | undefined {
	const text = textOfOperand(left);
	const pattern = textOfOperand(right);
	if (sign === 'matches regex') return (row) => regexOf(pattern(row), '').test(text(row));
	const test = TEXT_TESTS.get(sign);
	return test && ((row) => test(text(row), pattern(row)));
}

export function compileUnary(part: Syntax, scope: Scope, compile: CompileFunction): Compiled {
	const operand = compile(part.part('Expression'), scope);
	if (part.part('Operator').text === '+') return operand;
	const minus = (value: Value): Value =>
		typeof value === 'bigint' || typeof value === 'number' ? -value : null;
	return { ...operand, evaluate: (row) => minus(operand.evaluate(row)) };
}

/** `x between (a .. b)`; when b is a timespan it counts from a. */
export function compileBetween(part: Syntax, scope: Scope, compile: CompileFunction): Compiled {
	const range = part.part('Right');
	const [value, from, to] = [
		compile(part.part('Left'), scope),
		compile(range.part('First'), scope),
		compile(range.part('Second'), scope),
	];
	const type = comparisonType(value.type, from.type);
	const lower = operandFor(type, from.type);
	const upper = operandFor(type, to.type);
	const subject = operandFor(type, value.type);
	const relative = type === 'datetime' && to.type === 'timespan';
	const negated = part.part('Operator').text.startsWith('!');
	const evaluate: Evaluate = (row) => {
		const x = subject(value.evaluate(row));
		const a = lower(from.evaluate(row));
		const last = to.evaluate(row);
		const b = relative ? sum(a, last) : upper(last);
		if (x === null || a === null || b === null) return null;
		return (order(x, a) >= 0 && order(x, b) <= 0) !== negated;
	};
	return { type: 'bool', constant: value.constant && from.constant && to.constant, evaluate };
}

function sum(a: Value, b: Value): Value {
	return typeof a === 'bigint' && typeof b === 'bigint' ? a + b : null;
}
