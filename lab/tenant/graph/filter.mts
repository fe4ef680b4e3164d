import { defaultParser, TokenType, type Token } from '@odata/parser';
import { toInstant } from '../clock.mts';
import type { IncidentRecord } from '../incidents/store.mts';
import { badRequest, type GraphError } from './errors.mts';
import { allProperties, enumMembers, settledMembers, unfold } from './model.mts';

/** The properties that "List incidents" of Graph v1.0 names as filterable. */
export const FILTERABLE = [
	'assignedTo',
	'classification',
	'createdDateTime',
	'determination',
	'lastUpdateDateTime',
	'severity',
	'status',
] as const;
type Filterable = (typeof FILTERABLE)[number];

type Predicate = (incident: IncidentRecord) => boolean;

export interface FilterRules {
	/** Whether `or` works. */
	readonly or: boolean;
	/** Whether `ne` works. */
	readonly ne: boolean;
	/** Whether a property may be compared with null. */
	readonly null: boolean;
	/** Whether enumeration members newer than `unknownFutureValue` may be named. */
	readonly evolved: boolean;
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
const ENTITY = 'microsoft.graph.security.incident';
const properties = new Map(Object.entries(allProperties('incident')));

const invalid = (reason: string): GraphError => badRequest(`Invalid filter clause: ${reason}`);
const isFilterable = (name: string): name is Filterable => FILTERABLE.some((known) => known === name);

/** Reads a `$filter`; throws the 400 for whatever the list of incidents does not take. */
export function readFilter(text: string, rules: FilterRules): Predicate {
	return compile(parse(text), rules);
}

function parse(text: string): Token {
	try {
		// The parser wants control characters encoded, which a text may well hold, and takes %27 for a quote; the text is
		// decoded already, so a % stands for itself.
		return defaultParser.filter(
			text.replace(/[%\p{Cc}]/gu, (sign) => (sign === '\t' ? sign : encodeURIComponent(sign))),
		);
	} catch (error) {
		const reason = error instanceof Error ? error.message.split('\n')[0] : 'syntax error';
		throw invalid(`${reason ?? ''} in '${text}'.`);
	}
}

function compile(token: Token, rules: FilterRules): Predicate {
	const { left, right } = sides(token);
	const inner: unknown = token.value;
	if (token.type === TokenType.BoolParenExpression && isToken(inner)) return compile(inner, rules);
	if (token.type === TokenType.AndExpression && left && right) {
		const [a, b] = [compile(left, rules), compile(right, rules)];
		return (incident) => a(incident) && b(incident);
	}
	if (token.type === TokenType.OrExpression && left && right) {
		if (!rules.or) throw invalid("The operator 'or' is not supported.");
		const [a, b] = [compile(left, rules), compile(right, rules)];
		return (incident) => a(incident) || b(incident);
	}
	const comparison = COMPARISONS.get(token.type);
	if (comparison === undefined || left === undefined || right === undefined) {
		throw invalid(`'${token.raw}' is not supported.`);
	}
	if (comparison === 'ne' && !rules.ne) throw invalid("The operator 'ne' is not supported.");
	return compileComparison(comparison, propertyOf(left), right, rules);
}

// The parser types a token's value as anything; the two shapes that matter are told apart here.
function sides(token: Token): { readonly left?: Token; readonly right?: Token } {
	const value: unknown = token.value;
	if (typeof value !== 'object' || value === null || !('left' in value) || !('right' in value)) return {};
	return isToken(value.left) && isToken(value.right) ? { left: value.left, right: value.right } : {};
}

const isToken = (value: unknown): value is Token =>
	typeof value === 'object' && value !== null && 'type' in value;

function propertyOf(token: Token): Filterable {
	if (token.type === TokenType.Literal)
		throw invalid(`The left side of a comparison is a property, not ${token.raw}.`);
	if (!properties.has(token.raw))
		throw invalid(`Could not find a property named '${token.raw}' on type '${ENTITY}'.`);
	if (!isFilterable(token.raw))
		throw invalid(`The property '${token.raw}' cannot be used in the $filter query option.`);
	return token.raw;
}

function compileComparison(
	comparison: Comparison,
	name: Filterable,
	literal: Token,
	rules: FilterRules,
): Predicate {
	if (literal.type !== TokenType.Literal) {
		throw invalid(`Could not find a property named '${literal.raw}' on type '${ENTITY}'.`);
	}
	const type = properties.get(name)?.type ?? '';
	const wanted = readLiteral(name, type, literal, rules);
	const holds = holdsFor(comparison);
	if (type !== 'Edm.DateTimeOffset' && comparison !== 'eq' && comparison !== 'ne') {
		throw invalid(`The operator '${comparison}' does not apply to the property '${name}'.`);
	}
	return (incident) => holds(incident[name], wanted);
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

function readLiteral(name: string, type: string, literal: Token, rules: FilterRules): string | null {
	const kind: unknown = literal.value;
	if (type === 'Edm.DateTimeOffset') {
		const instant = kind === 'Edm.DateTimeOffset' ? toInstant(literal.raw) : undefined;
		if (instant !== undefined) return instant;
		throw invalid(
			`A binary operator with incompatible types was detected. Found operand types 'Edm.DateTimeOffset' and '${String(kind)}' for property '${name}'.`,
		);
	}
	if (kind === 'null' && !rules.null) throw invalid('Comparisons with null are not supported.');
	if (kind === 'null' && properties.get(name)?.nullable) return null;
	if (kind !== 'Edm.String') {
		throw invalid(`The property '${name}' is compared with a quoted text, not with ${literal.raw}.`);
	}
	const text = decodeURIComponent(literal.raw.slice(1, -1)).replaceAll("''", "'");
	const { item } = unfold(type);
	const members = rules.evolved ? enumMembers(item) : enumMembers(item) && settledMembers(item);
	if (members !== undefined && !members.includes(text)) {
		throw invalid(`The string '${text}' is not a valid enumeration type constant for '${name}'.`);
	}
	return text;
}
