import { createRequire } from 'node:module';
import { DEFENDER_TABLES, TWO_TABLES, type KustoSchema } from './kustoSchemas.mts';

/**
 * Kusto's own lexer, parser and binder (@kusto/language-service-next 12.4.1), as a witness for what this package writes.
 * It has no module exports: two scripts put `Bridge`, `System` and `Kusto` on the global object.
 */
interface OfficialToken {
	readonly Kind: number;
	readonly Trivia: string;
	readonly Text: string;
}
interface OfficialNode {
	readonly Kind: number;
	readonly ChildCount: number;
	readonly TextStart: number;
	readonly End: number;
	readonly LiteralValue?: unknown;
	GetChild(index: number): OfficialNode | null;
	/** The text of the node. */
	toString(): string;
}
interface OfficialCode {
	readonly Kind: string;
	readonly Syntax: OfficialNode;
	readonly ResultType: OfficialType | null;
	GetDiagnostics(): { readonly Count: number; getItem(index: number): { readonly Message: string } };
}
interface OfficialType {
	readonly Columns?: { readonly Count: number; getItem(index: number): { readonly Name: string } };
}
type Constructor = new (...args: unknown[]) => unknown;
interface Globals {
	readonly System: { readonly Enum: { toString(type: unknown, value: number): string } };
	readonly Kusto: {
		readonly Language: {
			readonly Parsing: { readonly TokenParser: { ParseTokens(text: string): readonly OfficialToken[] } };
			readonly Syntax: { readonly SyntaxKind: unknown };
			readonly KustoFacts: { GetStringLiteralValue(literal: string): string };
			readonly KustoCode: {
				Parse(text: string): OfficialCode;
				ParseAndAnalyze(text: string, globals: unknown): OfficialCode;
			};
			readonly GlobalState: { readonly Default: { WithDatabase(database: unknown): unknown } };
			readonly Symbols: {
				readonly ScalarTypes: Readonly<Record<string, unknown>>;
				readonly ColumnSymbol: Constructor;
				readonly TableSymbol: { readonly $ctor4: Constructor };
				readonly DatabaseSymbol: { readonly ctor: Constructor };
			};
		};
	};
}

const require = createRequire(import.meta.url);
require('@kusto/language-service-next/bridge.min.js');
require('@kusto/language-service-next/Kusto.Language.Bridge.min.js');
const { System, Kusto } = globalThis as unknown as Globals;
const { Language } = Kusto;

/** Where each token lies, comments and white space left out. */
export function officialTokens(query: string): ReadonlyArray<{ kind: string; start: number; end: number }> {
	let position = 0;
	return Language.Parsing.TokenParser.ParseTokens(query)
		.map(({ Kind, Trivia, Text }) => {
			const start = position + Trivia.length;
			position = start + Text.length;
			return { kind: kindOf(Kind), start, end: position };
		})
		.filter(({ start, end }) => end > start);
}

/** What a string literal means, by the lexer's own decoding of escapes. */
export const officialStringValue = (literal: string): string =>
	Language.KustoFacts.GetStringLiteralValue(literal);

export interface OfficialReading {
	readonly isQuery: boolean;
	/** The kind of each statement, in order: `LetStatement`, `ExpressionStatement` … */
	readonly statements: readonly string[];
	/** Every string literal: where it lies and what it means. */
	readonly strings: ReadonlyArray<{ start: number; end: number; value: unknown }>;
	/** The kind of the operator that returns the result, or of the whole expression if nothing is piped. */
	readonly lastOperator: string;
	readonly diagnostics: readonly string[];
	/** Every literal of another kind, with its value as text; timespans in ticks. */
	readonly literals: ReadonlyArray<{ kind: string; text: string; value: string }>;
	readonly columns: readonly string[];
}

/** Parses without names and types: quick. */
export function parseOfficially(query: string): OfficialReading {
	return readingOf(Language.KustoCode.Parse(query));
}

/** Parses and binds against two tables, `DeviceInfo` and `DeviceProcessEvents`. */
export function analyzeOfficially(query: string): OfficialReading {
	return readingOf(Language.KustoCode.ParseAndAnalyze(query, database));
}

/** The kinds of all piped operators, in the order of the text. */
export function operatorsOf(query: string): readonly string[] {
	return descendants(Language.KustoCode.Parse(query).Syntax)
		.filter(({ Kind }) => /Operator$/.test(kindOf(Kind)))
		.map(({ Kind }) => kindOf(Kind));
}

const database = makeDatabase(TWO_TABLES);
let defender: unknown;

/** Parses and binds against all tables of Defender's advanced hunting, with Microsoft's column types. */
export function analyzeInDefender(query: string): OfficialReading {
	defender ??= makeDatabase(DEFENDER_TABLES);
	return readingOf(Language.KustoCode.ParseAndAnalyze(query, defender));
}

function makeDatabase(schema: KustoSchema): unknown {
	const { ScalarTypes, ColumnSymbol, TableSymbol, DatabaseSymbol } = Language.Symbols;
	const tables = Object.entries(schema).map(
		([name, columns]) =>
			new TableSymbol.$ctor4(
				name,
				Object.entries(columns).map(
					([column, type]) => new ColumnSymbol(column, ScalarTypes[type], null, null, null, null),
				),
			),
	);
	return Language.GlobalState.Default.WithDatabase(new DatabaseSymbol.ctor('AH', tables));
}

function readingOf(code: OfficialCode): OfficialReading {
	const nodes = descendants(code.Syntax);
	const statements = nodes.filter(({ Kind }) => /^(?:.*Statement)$/.test(kindOf(Kind)));
	const last = statements.at(-1);
	const diagnostics = code.GetDiagnostics();
	const columns = code.ResultType?.Columns;
	return {
		isQuery: code.Kind === 'Query',
		statements: statements.map(({ Kind }) => kindOf(Kind)),
		strings: nodes
			.filter(({ Kind }) => kindOf(Kind) === 'StringLiteralExpression')
			.map((node) => ({ start: node.TextStart, end: node.End, value: node.LiteralValue })),
		literals: nodes
			.filter(({ Kind }) => /^(?!String).*LiteralExpression$/.test(kindOf(Kind)))
			.map((node) => ({
				kind: kindOf(node.Kind),
				text: node.toString(),
				value: valueText(node.LiteralValue),
			})),
		lastOperator: last === undefined ? '' : lastOperatorOf(last),
		diagnostics: range(diagnostics.Count).map((index) => diagnostics.getItem(index).Message),
		columns: columns === undefined ? [] : range(columns.Count).map((index) => columns.getItem(index).Name),
	};
}

function valueText(value: unknown): string {
	return isSpan(value) ? String(value.getTicks()) : String(value);
}

function isSpan(value: unknown): value is { getTicks(): unknown } {
	if (typeof value !== 'object' || value === null) return false;
	return 'getTicks' in value && typeof value.getTicks === 'function';
}

function lastOperatorOf(statement: OfficialNode): string {
	const expression = statement.GetChild(0);
	if (expression === null) return '';
	if (kindOf(expression.Kind) !== 'PipeExpression') return kindOf(expression.Kind);
	const operator = expression.GetChild(expression.ChildCount - 1);
	return operator === null ? '' : kindOf(operator.Kind);
}

function descendants(root: OfficialNode): readonly OfficialNode[] {
	const found: OfficialNode[] = [];
	const open: OfficialNode[] = [root];
	for (let node = open.pop(); node !== undefined; node = open.pop()) {
		found.push(node);
		for (let index = node.ChildCount - 1; index >= 0; index -= 1) {
			const child = node.GetChild(index);
			if (child !== null) open.push(child);
		}
	}
	return found;
}

function kindOf(kind: number): string {
	return System.Enum.toString(Language.Syntax.SyntaxKind, kind);
}

function range(length: number): readonly number[] {
	return Array.from({ length }, (_, index) => index);
}
