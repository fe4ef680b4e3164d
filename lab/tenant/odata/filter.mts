import { defaultParser, TokenType, type Token } from '@odata/parser';
import { toInstant } from '../clock.mts';
import type { IncidentRecord } from '../incidents/store.mts';
import { badRequest } from '../serviceError.mts';
import { type ServiceError } from '../serviceError.mts';

export type Predicate = (incident: IncidentRecord) => boolean;

/** A property of an incident as a filter sees it. */
export interface FilterProperty {
	readonly kind: 'instant' | 'text';
	readonly nullable: boolean;
	/** Members of an enumeration that may be named. */
	readonly members?: readonly string[];
	readonly valueOf: (incident: IncidentRecord) => string | null;
}

/** What one API takes in `$filter`. */
export interface FilterDialect {
	/** Name of the entity type, for refusals. */
	readonly entity: string;
	readonly filterable: ReadonlyMap<string, FilterProperty>;
	/** Properties that exist and cannot be filtered by. */
	readonly others: ReadonlySet<string>;
	readonly or: boolean;
	readonly ne: boolean;
	/** Whether a property may be compared with null. */
	readonly null: boolean;
	readonly parentheses: boolean;
	/** Whether `tolower()` may contain a text property. */
	readonly lower: boolean;
	/** Text properties whose comparison is case-insensitive. */
	readonly anyCase: ReadonlySet<string>;
}

type Comparison = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le';
const COMPARISONS = new Map<string, Comparison>([
	[TokenType.EqualsExpression, 'eq'],
	[TokenType.NotEqualsExpression, 'ne'],
	[TokenType.GreaterThanExpression, 'gt'],
	[TokenType.GreaterOrEqualsExpression, 'ge'],
	[TokenType.LesserThanExpression, 'lt'],
	[TokenType.LesserOrEqualsExpression, 'le'],
]);

const invalid = (reason: string): ServiceError => badRequest(`Invalid filter clause: ${reason}`);

/** Reads a `$filter`; throws the 400 for whatever the list of incidents does not take. */
export function readFilter(text: string, dialect: FilterDialect): Predicate {
	return compile(parse(text), dialect);
}

function parse(text: string): Token {
	try {
		// The parser wants control characters encoded, which a text may well hold, and takes %27 for a quote; the text is
		// decoded already, so a % is a plain character.
		return defaultParser.filter(
			text.replace(/[%\p{Cc}]/gu, (sign) => (sign === '\t' ? sign : encodeURIComponent(sign))),
		);
	} catch (error) {
		const reason = error instanceof Error ? error.message.split('\n')[0] : 'syntax error';
		throw invalid(`${reason ?? ''} in '${text}'.`);
	}
}

function compile(token: Token, dialect: FilterDialect): Predicate {
	const { left, right } = sides(token);
	const inner: unknown = token.value;
	if (token.type === TokenType.BoolParenExpression && isToken(inner)) {
		if (!dialect.parentheses) throw invalid('Parentheses are not supported.');
		return compile(inner, dialect);
	}
	if (token.type === TokenType.AndExpression && left && right) {
		const [a, b] = [compile(left, dialect), compile(right, dialect)];
		return (incident) => a(incident) && b(incident);
	}
	if (token.type === TokenType.OrExpression && left && right) {
		if (!dialect.or) throw invalid("The operator 'or' is not supported.");
		const [a, b] = [compile(left, dialect), compile(right, dialect)];
		return (incident) => a(incident) || b(incident);
	}
	const comparison = COMPARISONS.get(token.type);
	if (comparison === undefined || left === undefined || right === undefined) {
		throw invalid(`'${token.raw}' is not supported.`);
	}
	if (comparison === 'ne' && !dialect.ne) throw invalid("The operator 'ne' is not supported.");
	const inside = insideLower(left);
	if (inside !== undefined && !dialect.lower) throw invalid("The function 'tolower' is not supported.");
	const name = inside ?? left.raw;
	const property = propertyOf(left, name, dialect);
	if (inside !== undefined) return compileComparison(comparison, name, lowered(property), right, dialect);
	return compileComparison(comparison, name, property, right, dialect);
}

// The parser types a token's value as anything; the two relevant shapes are distinguished here.
function sides(token: Token): { readonly left?: Token; readonly right?: Token } {
	const value: unknown = token.value;
	if (typeof value !== 'object' || value === null || !('left' in value) || !('right' in value)) return {};
	return isToken(value.left) && isToken(value.right) ? { left: value.left, right: value.right } : {};
}

const isToken = (value: unknown): value is Token =>
	typeof value === 'object' && value !== null && 'type' in value;

/** The property inside `tolower()`; undefined when there is no such call. */
const insideLower = (token: Token): string | undefined =>
	token.type === TokenType.MethodCallExpression
		? /^tolower\(\s*([A-Za-z]+)\s*\)$/.exec(token.raw)?.[1]
		: undefined;

const lowered = (property: FilterProperty): FilterProperty => ({
	...property,
	valueOf: (incident) => property.valueOf(incident)?.toLowerCase() ?? null,
});

function propertyOf(
	token: Token,
	name: string,
	{ entity, filterable, others }: FilterDialect,
): FilterProperty {
	if (token.type === TokenType.Literal)
		throw invalid(`The left side of a comparison is a property, not ${token.raw}.`);
	const property = filterable.get(name);
	if (property !== undefined) return property;
	throw invalid(
		others.has(name)
			? `The property '${name}' cannot be used in the $filter query option.`
			: `Could not find a property named '${name}' on type '${entity}'.`,
	);
}

function compileComparison(
	comparison: Comparison,
	name: string,
	property: FilterProperty,
	literal: Token,
	dialect: FilterDialect,
): Predicate {
	if (literal.type !== TokenType.Literal) {
		throw invalid(`Could not find a property named '${literal.raw}' on type '${dialect.entity}'.`);
	}
	const wanted = readLiteral(name, property, literal, dialect);
	const holds = holdsFor(comparison);
	if (property.kind !== 'instant' && comparison !== 'eq' && comparison !== 'ne') {
		throw invalid(`The operator '${comparison}' does not apply to the property '${name}'.`);
	}
	if (!dialect.anyCase.has(name)) return (incident) => holds(property.valueOf(incident), wanted);
	const plain = (text: string | null) => text?.toLowerCase() ?? null;
	return (incident) => holds(plain(property.valueOf(incident)), plain(wanted));
}

/** Comparison of texts; instants have seven digits each, so their text order is their time order. */
function holdsFor(comparison: Comparison): (value: string | null, wanted: string | null) => boolean {
	if (comparison === 'eq') return (value, wanted) => value === wanted;
	if (comparison === 'ne') return (value, wanted) => value !== wanted;
	const order = {
		gt: (n: number) => n > 0,
		ge: (n: number) => n >= 0,
		lt: (n: number) => n < 0,
		le: (n: number) => n <= 0,
	};
	return (value, wanted) => {
		if (value === null || wanted === null) return false;
		return order[comparison](value < wanted ? -1 : value > wanted ? 1 : 0);
	};
}

function readLiteral(
	name: string,
	property: FilterProperty,
	literal: Token,
	dialect: FilterDialect,
): string | null {
	const kind: unknown = literal.value;
	if (property.kind === 'instant') {
		const instant = kind === 'Edm.DateTimeOffset' ? toInstant(literal.raw) : undefined;
		if (instant !== undefined) return instant;
		throw invalid(
			`A binary operator with incompatible types was detected. Found operand types 'Edm.DateTimeOffset' and '${String(kind)}' for property '${name}'.`,
		);
	}
	if (kind === 'null' && !dialect.null) throw invalid('Comparisons with null are not supported.');
	if (kind === 'null' && property.nullable) return null;
	if (kind !== 'Edm.String') {
		throw invalid(`The property '${name}' is compared with a quoted text, not with ${literal.raw}.`);
	}
	const text = decodeURIComponent(literal.raw.slice(1, -1)).replaceAll("''", "'");
	if (property.members !== undefined && !property.members.includes(text)) {
		throw invalid(`The string '${text}' is not a valid enumeration type constant for '${name}'.`);
	}
	return text;
}
