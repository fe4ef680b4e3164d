import { ownerKey } from './owner';
import { EVERYTHING, type IncidentQuery, type Span } from './query';

/** What a filter may hold that no documentation promises for the list of incidents. */
export type UnconfirmedSyntax = 'or' | 'null' | 'tolower';

export interface CompiledQuery {
	/** `$filter` text that lets through at least what the query wants; undefined for no filter. */
	readonly server: string | undefined;
	/** What remains to be decided on our side: always the whole query (server ∧ rest ≡ query). */
	readonly rest: IncidentQuery;
	/** What our own part of `server` uses that the service may refuse. */
	readonly unconfirmed: ReadonlySet<UnconfirmedSyntax>;
	/** Properties that our own part of `server` has conditions on. */
	readonly fields: ReadonlySet<string>;
}

/** What the service may be asked to filter by. */
export interface FilterSupport {
	readonly fields: ReadonlySet<string>;
	/** What of the doubtful the service is believed to take. */
	readonly takes: ReadonlySet<UnconfirmedSyntax>;
}

/** What a service can filter by, as far as it was seen. */
export function filterSupport(
	can: {
		readonly filterable: ReadonlySet<string>;
		readonly unconfirmedFilterSyntax: ReadonlySet<UnconfirmedSyntax>;
	},
	{ takes }: Pick<FilterSupport, 'takes'>,
): FilterSupport {
	return {
		fields: can.filterable,
		takes: new Set([...takes].filter((doubt) => can.unconfirmedFilterSyntax.has(doubt))),
	};
}

interface Clause {
	readonly field: string;
	readonly text: string;
	readonly unconfirmed: readonly UnconfirmedSyntax[];
}

/**
 * Members that are never sent: some the service only knows on reads with a Prefer header, and `unknown` may stand as null,
 * which a comparison with the member would leave out.
 */
const UNSENT_MEMBERS: ReadonlySet<string> = new Set(['awaitingAction', 'unknownFutureValue', 'unknown']);

/** Half characters, which no URL can carry. */
const HALF_CHARACTER = /\p{Surrogate}/u;
/** Owners of other characters are not sent: proxies refuse some, and services differ in the lower case of others. */
const PLAIN_OWNER = /^[ -~]*$/;

/** Longest encoded text literal that is sent: addresses are cut at a few thousand characters by proxies on the way. */
const MAX_LITERAL = 1_000;

/** Compiles as much of the query as the service can take. Values are escaped; nothing from outside becomes syntax. */
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
		({ field, unconfirmed: doubts }) =>
			can.fields.has(field) && doubts.every((doubt) => can.takes.has(doubt)),
	);
	const own = clauses.map(({ text }) => text);
	const all = query.odata === undefined ? own : [...own, `(${query.odata})`];
	return {
		server: all.length === 0 ? undefined : all.join(' and '),
		rest: query,
		unconfirmed: new Set(clauses.flatMap(({ unconfirmed: doubts }) => doubts)),
		fields: new Set(clauses.map(({ field }) => field)),
	};
}

/** Whether the owner that a query asks for cannot be left to the service. */
export function isOwnerFilteredHere({ assignedTo }: IncidentQuery, can: FilterSupport): boolean {
	return assignedTo !== undefined && compileQuery({ ...EVERYTHING, assignedTo }, can).server === undefined;
}

/**
 * A user's own filter, on one line.
 * @returns undefined when it cannot be sent, or its quotes or parentheses do not close, so that it would reach beyond its
 * own part
 */
export function readRawFilter(text: string): string | undefined {
	if (HALF_CHARACTER.test(text)) return undefined;
	// Texts stand between apostrophes; one inside a text is doubled, which leaves an empty piece between two texts.
	const pieces = text.split("'");
	const filter = pieces.map((piece, place) => (place % 2 === 1 ? piece : piece.replace(/\s+/g, ' ')));
	const isClosed =
		pieces.length % 2 === 1 && areParenthesesBalanced(pieces.filter((_, place) => place % 2 === 0));
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
	// What unassigning leaves behind is not documented: nothing, or an empty text.
	if (unassigned)
		clauses.push({ field, text: "(assignedTo eq null or assignedTo eq '')", unconfirmed: ['or', 'null'] });
	if (assignedTo === undefined || !PLAIN_OWNER.test(assignedTo)) return clauses;
	const owner = ownerKey(assignedTo);
	const literal = textLiteral(owner);
	if (encodeURIComponent(literal).length > MAX_LITERAL) return clauses;
	// OData's `eq` is case-sensitive (OData 4.01, URL conventions), so it would hide an owner in another spelling.
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

/** OData text literal: the apostrophe is doubled, nothing else has a meaning inside (OData 4.01 ABNF `string`). */
function textLiteral(text: string): string {
	return `'${text.replace(/'/g, "''")}'`;
}
