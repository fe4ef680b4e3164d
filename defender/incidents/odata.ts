import { ownerKey } from './owner';
import { EVERYTHING, type IncidentQuery, type Span } from './query';

/** OData filter syntax that Microsoft does not document for the list of incidents. */
export type UnconfirmedSyntax = 'or' | 'null' | 'tolower';

export interface CompiledQuery {
	/** `$filter` text that matches at least every incident of the query; undefined for no filter. */
	readonly server: string | undefined;
	/** Syntax in our part of `server` that the service may reject. */
	readonly unconfirmed: ReadonlySet<UnconfirmedSyntax>;
	/** Properties in our part of `server`. */
	readonly fields: ReadonlySet<string>;
}

/** Filters that a service can evaluate. */
export interface FilterSupport {
	readonly fields: ReadonlySet<string>;
	/** Unconfirmed syntax that the service has not rejected. */
	readonly syntax: ReadonlySet<UnconfirmedSyntax>;
}

/** Combines the capabilities of an API with the syntax that it has not rejected. */
export function filterSupport(
	can: {
		readonly filterable: ReadonlySet<string>;
		readonly unconfirmedFilterSyntax: ReadonlySet<UnconfirmedSyntax>;
	},
	{ syntax }: Pick<FilterSupport, 'syntax'>,
): FilterSupport {
	return {
		fields: can.filterable,
		syntax: new Set([...syntax].filter((one) => can.unconfirmedFilterSyntax.has(one))),
	};
}

interface Clause {
	readonly field: string;
	readonly text: string;
	readonly unconfirmed: readonly UnconfirmedSyntax[];
}

/**
 * Members that are never sent. The service may reject those that it returns only for a Prefer header, and it may store
 * `unknown` as null, which a comparison with the member does not match.
 */
const UNSENT_MEMBERS: ReadonlySet<string> = new Set(['awaitingAction', 'unknownFutureValue', 'unknown']);

/** Unpaired surrogates, which cannot be encoded in a URL. */
const UNPAIRED_SURROGATE = /\p{Surrogate}/u;
/** Owners with other characters are not sent: proxies reject some, and services convert others to lower case differently. */
const ASCII_OWNER = /^[ -~]*$/;

/** Maximum length of an encoded text literal, in characters: proxies cut URLs after a few thousand. */
const MAX_LITERAL_LENGTH = 1_000;

/** Compiles the part of a query that the service can filter by. Values are escaped, so that none of them becomes syntax. */
export function compileQuery(query: IncidentQuery, can: FilterSupport): CompiledQuery {
	const clauses = [
		...anyOfClause('status', query.status),
		...anyOfClause('severity', query.severity),
		...anyOfClause('classification', query.classification),
		...anyOfClause('determination', query.determination),
		...ownerClauses(query),
		...spanClauses('createdDateTime', query.created),
		...spanClauses('lastUpdateDateTime', query.updated),
	].filter(
		({ field, unconfirmed }) =>
			can.fields.has(field) && unconfirmed.every((syntax) => can.syntax.has(syntax)),
	);
	const own = clauses.map(({ text }) => text);
	const all = query.odata === undefined ? own : [...own, `(${query.odata})`];
	return {
		server: all.length === 0 ? undefined : all.join(' and '),
		unconfirmed: new Set(clauses.flatMap(({ unconfirmed }) => unconfirmed)),
		fields: new Set(clauses.map(({ field }) => field)),
	};
}

/** Whether the service cannot filter by the owner of the query. */
export function isOwnerFilteredHere({ assignedTo }: IncidentQuery, can: FilterSupport): boolean {
	return assignedTo !== undefined && compileQuery({ ...EVERYTHING, assignedTo }, can).server === undefined;
}

/**
 * Reads a user's own filter and returns it on one line.
 * @returns undefined when it cannot be sent, or its quotes or parentheses are not balanced: it could then change the rest
 * of the filter
 */
export function readRawFilter(text: string): string | undefined {
	if (UNPAIRED_SURROGATE.test(text)) return undefined;
	// Apostrophes enclose texts. One inside a text is doubled, which leaves an empty piece between two texts.
	const pieces = text.split("'");
	const filter = pieces.map((piece, index) => (index % 2 === 1 ? piece : piece.replace(/\s+/g, ' ')));
	const isClosed =
		pieces.length % 2 === 1 && areParenthesesBalanced(pieces.filter((_, index) => index % 2 === 0));
	return isClosed ? filter.join("'").trim() : undefined;
}

function areParenthesesBalanced(pieces: readonly string[]): boolean {
	let depth = 0;
	for (const piece of pieces) {
		for (const sign of piece) {
			if (sign === '(') depth += 1;
			else if (sign === ')') depth -= 1;
			if (depth < 0) return false;
		}
	}
	return depth === 0;
}

function anyOfClause(field: string, members: readonly string[]): readonly Clause[] {
	if (members.length === 0 || members.some((member) => UNSENT_MEMBERS.has(member))) return [];
	const [only = '', ...others] = members.map((member) => `${field} eq ${textLiteral(member)}`);
	if (others.length === 0) return [{ field, text: only, unconfirmed: [] }];
	return [{ field, text: `(${[only, ...others].join(' or ')})`, unconfirmed: ['or'] }];
}

function ownerClauses({ assignedTo, unassigned }: IncidentQuery): readonly Clause[] {
	const field = 'assignedTo';
	const clauses: Clause[] = [];
	// Microsoft does not document whether an unassigned incident has null or an empty text.
	if (unassigned)
		clauses.push({ field, text: "(assignedTo eq null or assignedTo eq '')", unconfirmed: ['or', 'null'] });
	if (assignedTo === undefined || !ASCII_OWNER.test(assignedTo)) return clauses;
	const owner = ownerKey(assignedTo);
	const literal = textLiteral(owner);
	if (encodeURIComponent(literal).length > MAX_LITERAL_LENGTH) return clauses;
	// OData's `eq` is case-sensitive and would hide an owner in another spelling.
	// https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html
	clauses.push(
		owner === owner.toUpperCase()
			? { field, text: `assignedTo eq ${literal}`, unconfirmed: [] }
			: { field, text: `tolower(assignedTo) eq ${literal}`, unconfirmed: ['tolower'] },
	);
	return clauses;
}

function spanClauses(field: string, { from, before }: Span): readonly Clause[] {
	return [
		...(from === undefined ? [] : [{ field, text: `${field} ge ${from}`, unconfirmed: [] }]),
		...(before === undefined ? [] : [{ field, text: `${field} lt ${before}`, unconfirmed: [] }]),
	];
}

/**
 * Returns an OData text literal: an apostrophe is doubled, and nothing else is special inside.
 * @see https://docs.oasis-open.org/odata/odata/v4.01/os/abnf/odata-abnf-construction-rules.txt (`string`)
 */
function textLiteral(text: string): string {
	return `'${text.replace(/'/g, "''")}'`;
}
