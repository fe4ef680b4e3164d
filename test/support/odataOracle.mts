import { defaultParser, TokenType, type Token } from '@odata/parser';

/** One row that a filter is evaluated on: texts, with instants of seven digits. */
export type Row = Readonly<Record<string, string | null>>;

const COMPARE = new Map<string, (order: number) => boolean>([
	[TokenType.EqualsExpression, (order) => order === 0],
	[TokenType.NotEqualsExpression, (order) => order !== 0],
	[TokenType.GreaterOrEqualsExpression, (order) => order >= 0],
	[TokenType.GreaterThanExpression, (order) => order > 0],
	[TokenType.LesserOrEqualsExpression, (order) => order <= 0],
	[TokenType.LesserThanExpression, (order) => order < 0],
]);

/**
 * Evaluates an OData `$filter` over one row, for the operators and, or, parentheses and comparisons of a
 * property, or its lower case, with literals.
 * Written from the OData 4.01 URL conventions over a published parser; anything else is an error, never a guess.
 */
export function matchesFilter(filter: string, row: Row): boolean {
	const known = parsed.get(filter);
	if (known !== undefined) return evaluate(known, row);
	// The grammar expects rare characters percent-encoded; quotes and spaces stay, because they are its syntax.
	const encoded = filter.replace(/[^\w '().:@-]/gu, encodeURIComponent);
	const token = defaultParser.filter(encoded);
	parsed.set(filter, token);
	return evaluate(token, row);
}

/** A list evaluates the same filter on each of its rows. */
const parsed = new Map<string, Token>();

function evaluate(token: Token, row: Row): boolean {
	const [left, right] = sides(token);
	if (left === undefined || right === undefined) {
		if (token.type === TokenType.BoolParenExpression && isToken(token.value))
			return evaluate(token.value, row);
		throw new Error(`not understood: ${token.raw}`);
	}
	if (token.type === TokenType.AndExpression) return evaluate(left, row) && evaluate(right, row);
	if (token.type === TokenType.OrExpression) return evaluate(left, row) || evaluate(right, row);
	const compare = COMPARE.get(token.type);
	const lowered = /^tolower\((\w+)\)$/.exec(left.raw)?.[1];
	const held = row[lowered ?? left.raw];
	const value = lowered === undefined ? held : held && held.toLowerCase();
	if (compare === undefined || value === undefined) throw new Error(`not understood: ${token.raw}`);
	const wanted = literal(right);
	if (value === null || wanted === null) return token.type === TokenType.EqualsExpression && value === wanted;
	return compare(value < wanted ? -1 : value > wanted ? 1 : 0);
}

function literal(token: Token): string | null {
	if (token.type !== TokenType.Literal) throw new Error(`no literal: ${token.raw}`);
	const raw = decodeURIComponent(token.raw);
	const kind: unknown = token.value;
	if (kind === 'Edm.DateTimeOffset') return raw;
	if (kind === 'null') return null;
	if (kind === 'Edm.String') return raw.slice(1, -1).replaceAll("''", "'");
	throw new Error(`literal of another type: ${raw}`);
}

function sides(token: Token): readonly [Token | undefined, Token | undefined] {
	const value: unknown = token.value;
	if (typeof value !== 'object' || value === null || !('left' in value) || !('right' in value))
		return [undefined, undefined];
	return isToken(value.left) && isToken(value.right) ? [value.left, value.right] : [undefined, undefined];
}

function isToken(value: unknown): value is Token {
	return typeof value === 'object' && value !== null && 'type' in value && 'raw' in value;
}
