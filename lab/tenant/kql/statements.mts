import { once, type Environment, type Session } from './environment.mts';
import type { CompileFunction } from './operands.mts';
import { positionOf, unsupported } from './refusals.mts';
import type { Syntax } from './syntax.mts';

/** The names that `let` statements add; each sees those before it. Nothing is computed until it is used. */
export function bindStatements(
	statements: readonly Syntax[],
	outer: Environment,
	session: Session,
	compile: CompileFunction,
): Environment {
	return statements.reduce((environment, statement) => bind(statement, environment, session, compile), outer);
}

function bind(
	statement: Syntax,
	environment: Environment,
	session: Session,
	compile: CompileFunction,
): Environment {
	if (statement.shape !== 'LetStatement') {
		throw unsupported(`the statement '${statement.brief}'`, positionOf(session.query, statement.start));
	}
	const name = statement.part('Name').simpleName;
	const expression = statement.part('Expression');
	if (expression.shape === 'FunctionDeclaration') {
		return environment.with(name, { sort: 'function', declaration: expression, home: environment });
	}
	if (expression.columns) {
		return environment.with(name, {
			sort: 'table',
			table: once(() => session.tabular(expression, environment)),
		});
	}
	const compiled = compile(expression, { columns: [], environment, session });
	return environment.with(name, { sort: 'scalar', compiled });
}
