import type { ParsedQuery } from './parser.mts';
import { QueryRefused, forbidden, positionOf, unsupported } from './refusals.mts';
import type { Syntax } from './syntax.mts';

const FORBIDDEN_SHAPES: Readonly<Record<string, string>> = {
	ExternalDataExpression: 'The operator externaldata is not allowed',
	InlineExternalTableExpression: 'The operator inline_external_table is not allowed',
};

const FORBIDDEN_FUNCTIONS: readonly string[] = [
	'cluster',
	'database',
	'external_table',
	'table',
	'workspace',
	'app',
];

/** Functions of advanced hunting that Microsoft's parser does not know by itself. */
const ENRICHMENTS: readonly string[] = ['FileProfile', 'DeviceFromIP', 'AssignedIPAddresses', 'SeenBy'];

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
	const [problem] = parsed.problems;
	const enrichment = ENRICHMENTS.find((name) => problem?.message.includes(`'${name}'`));
	if (problem && enrichment)
		throw unsupported(`the function ${enrichment}()`, positionOf(query, problem.start));
	if (problem) {
		const errors = /^KS0|^KS1[79]/u.test(problem.code) ? 'syntax' : 'semantic';
		throw new QueryRefused(
			`${problem.message} (${problem.code}, ${positionOf(query, problem.start)}). Fix ${errors} errors in your query.`,
		);
	}
	const statements = parsed.tree.list('Statements');
	const tabular = statements.filter((statement) => statement.shape === 'ExpressionStatement');
	for (const statement of statements) {
		if (statement.shape === 'LetStatement' || statement.shape === 'ExpressionStatement') continue;
		throw forbidden(`The statement '${statement.text}' is not allowed`, positionOf(query, statement.start));
	}
	if (tabular.length !== 1 || statements.at(-1)?.shape !== 'ExpressionStatement') {
		throw new QueryRefused(
			`A hunting query must end with exactly one tabular statement; this one has ${tabular.length}. Fix semantic errors in your query.`,
		);
	}
	assertNothingForeign(parsed.tree, query);
	return statements;
}

function assertNothingForeign(part: Syntax, query: string): void {
	const shape = part.shape;
	const reason = FORBIDDEN_SHAPES[shape];
	if (reason) throw forbidden(reason, positionOf(query, part.start));
	if (shape === 'FunctionCallExpression') {
		const name = part.part('Name').simpleName;
		if (FORBIDDEN_FUNCTIONS.includes(name)) {
			throw forbidden(`The function ${name}() is not allowed`, positionOf(query, part.start));
		}
	}
	for (const child of part.children()) assertNothingForeign(child, query);
}
