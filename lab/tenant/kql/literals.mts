import { convert } from './conversion.mts';
import { constantOf, type Compiled } from './environment.mts';
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
		throw unsupported(`the literal ${part.text}`, positionOf(query, part.start));
	}
	const content = part.part('Token').tokenValue;
	if (type === 'string') return constantOf(type, content);
	if (/^\s*null\s*$/u.test(content)) return constantOf(type, null);
	const value = literalValue(type, content);
	if (value === null) {
		throw forbidden(`The ${type} literal ${part.text} is not valid`, positionOf(query, part.start));
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
export function dynamicLiteral(part: Syntax, query: string): Value {
	switch (part.shape) {
		case 'DynamicExpression':
			return dynamicLiteral(part.part('Expression'), query);
		case 'JsonArrayExpression':
			return part.list('Values').map((item) => dynamicLiteral(item, query));
		case 'JsonObjectExpression':
			return new Map(
				part
					.list('Pairs')
					.map((pair) => [pair.part('Name').tokenValue, dynamicLiteral(pair.part('Value'), query)] as const),
			);
		case 'PrefixUnaryExpression':
			return negated(dynamicLiteral(part.part('Expression'), query));
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

function negated(value: Value): Value {
	return typeof value === 'bigint' || typeof value === 'number' ? -value : value;
}
