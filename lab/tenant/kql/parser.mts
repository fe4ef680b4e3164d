import { create, dig, invoke, isForeign, itemsOf, kustoGlobals, numberOf, peek, textOf } from './bridge.mts';
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

export interface QueryParser {
	parse(query: string): ParsedQuery;
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
	const database = create(dig(symbols, 'DatabaseSymbol'), 'ctor', 'AdvancedHunting', tables);
	const globals = invoke(dig(language, 'GlobalState', 'Default'), 'WithDatabase', database);
	return { parse: (query) => parseWith(query, globals) };
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
