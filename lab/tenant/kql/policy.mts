import type { ParsedQuery, Problem } from './parser.mts';
import { QueryRefused, elsewhere, positionOf, unsupported } from './refusals.mts';
import type { Syntax } from './syntax.mts';

/** Sources of rows outside the tenant. Whether the service accepts them depends on what the tenant is connected to. */
const ELSEWHERE: readonly string[] = [
	'cluster',
	'database',
	'external_table',
	'table',
	'workspace',
	'app',
	'resource',
	'arg',
	'adx',
	'_GetWatchlist',
	'_GetWatchlistAlias',
];

/** The binder's problems that concern the text alone, not the names in it. */
const SYNTAX_CODES = /^KS(?:0\d\d|17[2456]|19[18])$/u;

/**
 * Refuses what the language accepts and the hunting service does not: commands, more or less than one tabular
 * statement, set and declare statements, data from elsewhere. Then what the binder found wrong.
 */
export function assertAllowed(parsed: ParsedQuery, query: string): readonly Syntax[] {
	if (parsed.kind !== 'Query') {
		throw new QueryRefused(
			'Control commands are not allowed in a hunting query. Fix semantic errors in your query.',
		);
	}
	const isSyntax = ({ code }: Problem): boolean => SYNTAX_CODES.test(code);
	const problem = parsed.problems.find(isSyntax) ?? parsed.problems[0];
	if (problem) throw refusalOf(problem, isSyntax(problem), query);
	const statements = parsed.tree.list('Statements');
	const tabular = statements.filter((statement) => statement.shape === 'ExpressionStatement');
	for (const statement of statements) {
		if (statement.shape === 'LetStatement' || statement.shape === 'ExpressionStatement') continue;
		throw unsupported(`the statement '${statement.brief}'`, positionOf(query, statement.start));
	}
	if (tabular.length !== 1 || statements.at(-1)?.shape !== 'ExpressionStatement') {
		throw new QueryRefused(
			`A hunting query must end with exactly one tabular statement; this one has ${tabular.length}. Fix semantic errors in your query.`,
		);
	}
	assertNothingForeign(parsed.tree, query);
	return statements;
}

/** The message for what the parser or binder found wrong: a syntax error first, because the others may follow from it. */
function refusalOf({ code, message, start }: Problem, isSyntax: boolean, query: string): QueryRefused {
	const position = positionOf(query, start);
	const source = ELSEWHERE.find((name) => message.includes(`'${name}'`));
	if (source) return elsewhere(`${source}()`, position);
	const [line = ''] = message.split('\n');
	return new QueryRefused(
		`${line} (${code}, ${position}). Fix ${isSyntax ? 'syntax' : 'semantic'} errors in your query.`,
	);
}

function assertNothingForeign(part: Syntax, query: string): void {
	if (part.shape === 'InlineExternalTableExpression') {
		throw elsewhere('inline_external_table', positionOf(query, part.start));
	}
	if (part.shape === 'FunctionCallExpression') {
		const name = part.part('Name').simpleName;
		if (ELSEWHERE.includes(name)) throw elsewhere(`${name}()`, positionOf(query, part.start));
	}
	for (const child of part.children()) assertNothingForeign(child, query);
}
