import { convert } from './conversion.mts';
import type { Compiled, Environment, Evaluate, Scope } from './environment.mts';
import type { CompileFunction } from './operands.mts';
import { positionOf, unsupported } from './refusals.mts';
import { conditional, isConditional } from './scalars/conditional.mts';
import { SCOPED_CALLS } from './scopedCalls.mts';
import { SCALAR_FUNCTIONS } from './scalars/index.mts';
import { bindStatements } from './statements.mts';
import type { Syntax } from './syntax.mts';
import { isFloating, isInteger, isScalarType, type ScalarType, type Value } from './types.mts';

/** A call of a built-in function, or of one declared with let. */
export function compileCall(part: Syntax, scope: Scope, compile: CompileFunction): Compiled {
	const name = part.meaning?.name ?? part.part('Name').simpleName;
	const binding = scope.environment.find(name);
	if (binding?.sort === 'function') {
		const { body, environment } = enterFunction(part, scope, compile);
		return compile(body, { ...scope, environment });
	}
	const type = part.scalarType ?? 'dynamic';
	const parts = part.part('ArgumentList').list('Expressions');
	const scoped = SCOPED_CALLS.get(name);
	if (scoped) return scoped({ name, parts, type, scope, compile });
	if (isConditional(name)) return conditional(name, parts, type, (argument) => compile(argument, scope));
	const implementation = SCALAR_FUNCTIONS.get(name);
	if (!implementation) {
		throw unsupported(`the function ${name}()`, positionOf(scope.session.query, part.start));
	}
	const values = parts.filter((argument) => argument.shape !== 'TypeOfLiteralExpression');
	const compiled = values.map((argument) => compile(argument, scope));
	const call = { types: compiled.map((argument) => argument.type), result: type, now: scope.session.now };
	return {
		type,
		constant: compiled.every((argument) => argument.constant),
		evaluate: evaluator(compiled, (args) => asNumberOf(implementation(args, call), type)),
	};
}

/** A number in the form of its type: many functions compute with either form. */
function asNumberOf(value: Value, type: ScalarType): Value {
	if (typeof value === 'bigint' && isFloating(type)) return Number(value);
	if (typeof value !== 'number' || !isInteger(type)) return value;
	return Number.isFinite(value) ? BigInt(Math.trunc(value)) : null;
}

function evaluator(
	args: readonly Compiled[],
	call: (values: readonly ReturnType<Evaluate>[]) => ReturnType<Evaluate>,
): Evaluate {
	const [only] = args;
	if (only && args.length === 1) return (row) => call([only.evaluate(row)]);
	return (row) => call(args.map((argument) => argument.evaluate(row)));
}

/** The body of a called let function, and the names in force there: its parameters and its own let statements. */
export function enterFunction(
	part: Syntax,
	scope: Scope,
	compile: CompileFunction,
	piped?: () => ReturnType<Scope['session']['tabular']>,
): { readonly body: Syntax; readonly environment: Environment } {
	const name = part.meaning?.name ?? part.part('Name').simpleName;
	const binding = scope.environment.find(name);
	const block =
		binding?.sort === 'function' ? part.calledBody(binding.declaration.part('Body').start) : undefined;
	if (binding?.sort !== 'function' || !block) {
		throw unsupported(`the function ${name}() here`, positionOf(scope.session.query, part.start));
	}
	const parameters = binding.declaration.part('Parameters').list('Parameters');
	const args = part.part('ArgumentList').list('Expressions');
	let environment = binding.home;
	parameters.forEach((parameter, index) => {
		const declared = parameter.part('NameAndType');
		const own = declared.part('Name').simpleName;
		if (piped && index === 0) {
			environment = environment.with(own, { sort: 'table', table: piped });
			return;
		}
		const argument =
			namedArgument(args, own) ??
			args[piped ? index - 1 : index] ??
			parameter.child('DefaultValue')?.part('Value');
		if (!argument) throw unsupported(`the call ${part.brief}`, positionOf(scope.session.query, part.start));
		environment = bindArgument(environment, own, declaredType(declared), argument, scope, compile);
	});
	return {
		body: block.part('Expression'),
		environment: bindStatements(block.list('Statements'), environment, scope.session, compile),
	};
}

function namedArgument(args: readonly Syntax[], name: string): Syntax | undefined {
	return args.find(
		(argument) => argument.shape === 'SimpleNamedExpression' && argument.part('Name').simpleName === name,
	);
}

function declaredType(declared: Syntax): ScalarType | undefined {
	const name = declared.part('Type').text.replace(/^:/u, '').trim();
	const known = { double: 'real', boolean: 'bool', date: 'datetime', time: 'timespan' }[name] ?? name;
	return isScalarType(known) ? known : undefined;
}

function bindArgument(
	environment: Environment,
	name: string,
	type: ScalarType | undefined,
	argument: Syntax,
	scope: Scope,
	compile: CompileFunction,
): Environment {
	if (argument.columns) {
		return environment.with(name, {
			sort: 'table',
			table: () => scope.session.tabular(argument, scope.environment),
		});
	}
	const given = compile(argument, scope);
	const own = type ?? given.type;
	const compiled: Compiled = {
		type: own,
		constant: given.constant,
		evaluate: (row) => convert(given.evaluate(row), given.type, own),
	};
	return environment.with(name, { sort: 'scalar', compiled });
}
