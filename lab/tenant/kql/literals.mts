import { convert } from './conversion.mts';
import { constantOf, type Compiled, type Session } from './environment.mts';
import type { Element } from './literalTokens.mts';
import { positionOf, forbidden, unsupported } from './refusals.mts';
import type { Syntax } from './syntax.mts';
import { parseInstant } from './ticks.mts';
import { parseTimespan } from './timespanText.mts';
import { isFloating, isInteger, type ScalarType, type Value } from './types.mts';

/** A literal: its type from the binder, its value from the token's content. */
export function compileLiteral(part: Syntax, query: string): Compiled {
	const type = part.scalarType;
	if (!type) {
		if (part.kind === 'NullLiteralExpression') return constantOf('dynamic', null);
		throw unsupported(`the literal ${part.brief}`, positionOf(query, part.start));
	}
	const content = part.part('Token').tokenValue;
	if (type === 'string') return constantOf(type, content);
	if (/^\s*null\s*$/u.test(content)) return constantOf(type, null);
	const value = literalValue(type, content);
	if (value === null) {
		throw forbidden(`The ${type} literal ${part.brief} is not valid`, positionOf(query, part.start));
	}
	return constantOf(type, value);
}

function literalValue(type: ScalarType, content: string): Value {
	const text = content.trim().replace(/^(["'])(.*)\1$/u, '$2');
	if (type === 'datetime') return parseInstant(text);
	if (type === 'timespan') return parseTimespan(text);
	if (isInteger(type) || isFloating(type) || type === 'bool' || type === 'guid')
		return convert(text, 'string', type);
	return text;
}

/** `"a" "b"`: adjacent string literals are one string. */
export function compileCompoundString(part: Syntax): Compiled {
	const text = part
		.list('Tokens')
		.map((token) => token.tokenValue)
		.join('');
	return constantOf('string', text);
}

/** The JSON inside `dynamic(…)`, which may contain KQL literals such as datetime(…). */
export function dynamicLiteral(part: Syntax, session: Session): Value {
	const { query } = session;
	switch (part.shape) {
		case 'DynamicExpression':
			return dynamicLiteral(part.part('Expression'), session);
		case 'JsonArrayExpression':
			return dynamicArray(part.list('Values'), session);
		case 'JsonObjectExpression':
			return new Map(
				part
					.list('Pairs')
					.map(
						(pair) => [pair.part('Name').tokenValue, dynamicLiteral(pair.part('Value'), session)] as const,
					),
			);
		case 'PrefixUnaryExpression':
			return negated(dynamicLiteral(part.part('Expression'), session));
		case 'CompoundStringLiteralExpression':
			return compileCompoundString(part).evaluate([]);
		case 'LiteralExpression': {
			const literal = compileLiteral(part, query);
			return convert(literal.evaluate([]), literal.type, 'dynamic');
		}
		default:
			throw unsupported(`${part.shape} inside dynamic(…)`, positionOf(query, part.start));
	}
}

function dynamicArray(values: readonly Syntax[], session: Session): Value {
	const long = longListAt(values, session);
	return long ? long.map(({ value }) => value) : values.map((item) => dynamicLiteral(item, session));
}

/** The list that was kept from the parser, when these are the elements it saw of it. */
export function longListAt(items: readonly Syntax[], { longLists }: Session): readonly Element[] | undefined {
	const [first] = items;
	return first && longLists.size > 0 ? longLists.get(first.start) : undefined;
}

function negated(value: Value): Value {
	return typeof value === 'bigint' || typeof value === 'number' ? -value : value;
}
