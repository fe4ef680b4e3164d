import {
	create,
	dig,
	invoke,
	isForeign,
	itemsOf,
	kustoGlobals,
	numberOf,
	peek,
	textOf,
	type Foreign,
} from './bridge.mts';
import { ENRICHMENT_SIGNATURES } from './enrichmentSignatures.mts';
import type { HuntSchema } from './schema.mts';
import { Syntax, columnsOf } from './syntax.mts';
import type { HuntColumn, ScalarType } from './types.mts';

export interface Problem {
	readonly code: string;
	readonly message: string;
	/** Offset in the query, from 0. */
	readonly start: number;
}

export interface ParsedQuery {
	/** `Query`, or `Command` for a text that begins with a dot. */
	readonly kind: string;
	/** Errors only; the binder's warnings do not stop a query. */
	readonly problems: readonly Problem[];
	readonly tree: Syntax;
	/** The columns of the result; empty when the query yields no table. */
	readonly columns: readonly HuntColumn[];
}

/** A table that exists for one query only. */
export interface NamedTable {
	readonly name: string;
	readonly columns: readonly HuntColumn[];
}

export interface QueryParser {
	/** @param more tables besides those of the schema */
	parse(query: string, more?: readonly NamedTable[]): ParsedQuery;
}

/** The names of the scalar types among the parser's constants. */
const TYPE_CONSTANTS: Readonly<Record<ScalarType, string>> = {
	string: 'String',
	datetime: 'DateTime',
	timespan: 'TimeSpan',
	bool: 'Bool',
	int: 'Int',
	long: 'Long',
	real: 'Real',
	guid: 'Guid',
	dynamic: 'Dynamic',
	decimal: 'Decimal',
};

/** Microsoft's own parser and binder (`@kusto/language-service-next`), knowing the tables of `schema`. */
export function createQueryParser(schema: HuntSchema): QueryParser {
	const { language } = kustoGlobals();
	const symbols = dig(language, 'Symbols');
	const column = ({ name, type }: HuntColumn): object =>
		create(
			symbols,
			'ColumnSymbol',
			name,
			dig(symbols, 'ScalarTypes', TYPE_CONSTANTS[type]),
			null,
			null,
			null,
			null,
		);
	const tables = [...schema].map(([name, columns]) =>
		create(dig(symbols, 'TableSymbol'), '$ctor4', name, columns.map(column)),
	);
	const functions = ENRICHMENT_SIGNATURES.map(({ name, parameters, body }) =>
		create(dig(symbols, 'FunctionSymbol'), '$ctor16', name, parameters, body, null),
	);
	const database = create(dig(symbols, 'DatabaseSymbol'), 'ctor', 'AdvancedHunting', [
		...tables,
		...functions,
	]);
	const globals = invoke(dig(language, 'GlobalState', 'Default'), 'WithDatabase', database);
	if (!isForeign(globals)) throw new Error('the parser has no global state');
	return {
		parse: (query, more = []) => parseWith(query, withTables(withHashColumns(globals, query), more)),
	};

	function withTables(state: Foreign, more: readonly NamedTable[]): Foreign {
		if (more.length === 0) return state;
		const added = more.map(({ name, columns }) =>
			create(dig(symbols, 'TableSymbol'), '$ctor4', name, columns.map(column)),
		);
		const all = [...tables, ...added, ...functions];
		const own = invoke(
			state,
			'WithDatabase',
			create(dig(symbols, 'DatabaseSymbol'), 'ctor', 'AdvancedHunting', all),
		);
		return isForeign(own) ? own : state;
	}
}

/**
 * FileProfile takes the name of a column without quotes, which the binder looks for among variables. The name becomes
 * one for this query.
 */
function withHashColumns(globals: Foreign, query: string): Foreign {
	const names = [...query.matchAll(/\bFileProfile\s*\(\s*([A-Za-z_]\w*)/gu)].map((match) => match[1] ?? '');
	if (names.length === 0) return globals;
	const symbols = dig(kustoGlobals().language, 'Symbols');
	const variables = names.map((name) =>
		create(dig(symbols, 'VariableSymbol'), 'ctor', name, dig(symbols, 'ScalarTypes', 'String')),
	);
	const extended = invoke(globals, 'AddOrUpdateAmbientSymbols', variables);
	return isForeign(extended) ? extended : globals;
}

function parseWith(query: string, globals: unknown): ParsedQuery {
	const { language } = kustoGlobals();
	const code = invoke(dig(language, 'KustoCode'), 'ParseAndAnalyze', query, globals);
	if (!isForeign(code)) throw new Error('the parser gave no answer');
	const result = peek(code, 'ResultType');
	return {
		kind: textOf(code, 'Kind'),
		problems: itemsOf(invoke(code, 'GetDiagnostics'))
			.filter((diagnostic) => textOf(diagnostic, 'Severity') === 'Error')
			.map((diagnostic) => ({
				code: textOf(diagnostic, 'Code'),
				message: textOf(diagnostic, 'Message'),
				start: numberOf(diagnostic, 'Start'),
			})),
		tree: new Syntax(dig(code, 'Syntax')),
		columns: isForeign(result) ? columnsOf(result) : [],
	};
}
