import { keyOf, operandFor } from './comparison.mts';
import { toText } from './conversion.mts';
import { EMPTY_ROW, type Compiled, type Scope } from './environment.mts';
import type { Element } from './literalTokens.mts';
import { longListAt } from './literals.mts';
import { textOfOperand, type CompileFunction } from './operands.mts';
import type { Syntax } from './syntax.mts';
import { createTermSet, foldCase } from './terms.mts';
import { isArray, type Row, type ScalarType, type Value } from './types.mts';

interface List {
	readonly constant: boolean;
	members(row: Row): readonly Element[];
}

/** The parenthesised list: scalars, dynamic arrays spread out, and the first column of tabular expressions. */
function compileList(part: Syntax, scope: Scope, compile: CompileFunction): List {
	const long = longListAt(part.list('Expressions'), scope.session);
	if (long) return { constant: true, members: () => long };
	const items = part.list('Expressions').map((item): List => {
		if (item.columns) {
			const table = scope.session.tabular(item, scope.environment);
			const type = table.columns[0]?.type ?? 'dynamic';
			const members = table.rows.map((row) => ({ type, value: row[0] ?? null }));
			return { constant: true, members: () => members };
		}
		const { type, constant, evaluate } = compile(item, scope);
		return { constant, members: (row) => spread(type, evaluate(row)) };
	});
	return {
		constant: items.every((item) => item.constant),
		members: (row) => items.flatMap((item) => item.members(row)),
	};
}

function spread(type: ScalarType, value: Value): readonly Element[] {
	if (type !== 'dynamic' || !isArray(value)) return [{ type, value }];
	return value.map((item) => ({ type, value: item }));
}

/** A list that no row changes is prepared once. */
function prepared<T>(list: List, prepare: (members: readonly Element[]) => T): (row: Row) => T {
	if (!list.constant) return (row) => prepare(list.members(row));
	const fixed = prepare(list.members(EMPTY_ROW));
	return () => fixed;
}

/** `in`, `!in`, `in~`, `!in~`: members take the subject's type, but a number keeps its exact value. */
export function compileMembership(part: Syntax, scope: Scope, compile: CompileFunction): Compiled {
	const sign = part.part('Operator').text;
	const subject = compile(part.part('Left'), scope);
	const list = compileList(part.part('Right'), scope, compile);
	const fold = sign.endsWith('~');
	const keyFor = (type: ScalarType, value: Value): string => {
		const own = subject.type === 'dynamic' ? value : operandFor(subject.type, type)(value);
		return keyOf(fold && typeof own === 'string' ? foldCase(own) : own);
	};
	const keys = prepared(list, (members) => new Set(members.map(({ type, value }) => keyFor(type, value))));
	const negated = sign.startsWith('!');
	return {
		type: 'bool',
		constant: list.constant && subject.constant,
		evaluate: (row) => keys(row).has(keyFor(subject.type, subject.evaluate(row))) !== negated,
	};
}

/** `has_any` and `has_all`: whole terms, case ignored. */
export function compileTermList(part: Syntax, scope: Scope, compile: CompileFunction): Compiled {
	const subject = compile(part.part('Left'), scope);
	const text = textOfOperand(subject);
	const list = compileList(part.part('Right'), scope, compile);
	const terms = prepared(list, (members) =>
		createTermSet(members.map(({ type, value }) => toText(value, type))),
	);
	const all = part.shape === 'HasAllExpression';
	return {
		type: 'bool',
		constant: list.constant && subject.constant,
		evaluate: (row) => (all ? terms(row).hasAll(text(row)) : terms(row).hasAny(text(row))),
	};
}
