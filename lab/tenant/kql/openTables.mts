import { Environment, type Session } from './environment.mts';
import { compile } from './expressions.mts';
import { runPlugin } from './operators/evaluate.mts';
import type { NamedTable, ParsedQuery } from './parser.mts';
import { bindStatements } from './statements.mts';
import type { Syntax } from './syntax.mts';
import type { Table } from './types.mts';

/** More such plugins in one query are not supported. */
const MOST = 8;

/** A query in which every plugin whose columns its data decides has run. */
export interface ClosedQuery {
	readonly parsed: ParsedQuery;
	readonly statements: readonly Syntax[];
	/** The results of the plugins, by the names that stand for them in the text. */
	readonly tables: ReadonlyMap<string, Table>;
}

/** Parses a text again, with more tables. */
export type Parse = (
	text: string,
	more: readonly NamedTable[],
) => { readonly parsed: ParsedQuery; readonly statements: readonly Syntax[] };

/**
 * The binder does not know the columns of `evaluate bag_unpack(…)` and `evaluate pivot(…)`. This runs each of them with
 * what is before it, and parses the query again with the result as a table in its place. Positions stay the same.
 */
export function closeTables(
	text: string,
	parse: Parse,
	sessionFor: (tables: ReadonlyMap<string, Table>) => Session,
): ClosedQuery {
	const tables = new Map<string, Table>();
	let current = text;
	let result = parse(current, []);
	for (let round = 0; round < MOST; round++) {
		const found = firstOpenPlugin(result.statements);
		if (!found) break;
		const session = sessionFor(tables);
		const before = result.statements.slice(0, found.statement);
		const environment = bindStatements(before, new Environment(), session, compile);
		const input = session.tabular(found.pipe.part('Expression'), environment);
		const name = `_t${round}`;
		tables.set(name, runPlugin(input, found.pipe.part('Operator'), { session, environment }));
		const { start, end } = found.pipe;
		current = current.slice(0, start) + name.padEnd(end - start) + current.slice(end);
		const more = [...tables].map(([own, { columns }]) => ({ name: own, columns }));
		result = parse(current, more);
	}
	return { ...result, tables };
}

interface OpenPlugin {
	readonly pipe: Syntax;
	/** The index of its statement. */
	readonly statement: number;
}

function firstOpenPlugin(statements: readonly Syntax[]): OpenPlugin | undefined {
	for (const [index, statement] of statements.entries()) {
		const pipe = innermost(statement);
		if (pipe) return { pipe, statement: index };
	}
	return undefined;
}

/** The first pipe into a plugin with open columns that contains no other one. Bodies of functions are left alone. */
function innermost(part: Syntax): Syntax | undefined {
	if (part.shape === 'FunctionDeclaration') return undefined;
	for (const child of part.children()) {
		const found = innermost(child);
		if (found) return found;
	}
	if (part.shape !== 'PipeExpression') return undefined;
	const operator = part.part('Operator');
	return operator.shape === 'EvaluateOperator' && operator.hasOpenColumns ? part : undefined;
}
