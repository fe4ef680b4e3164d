import type { IncidentQuery } from './query';

export interface CompiledQuery {
	/** `$filter` text that lets through at least what the query wants; undefined for no filter. */
	readonly server: string | undefined;
	/** What remains to be decided on our side: always the whole query (server ∧ rest ≡ query). */
	readonly rest: IncidentQuery;
	/** Whether `server` uses `or`, which some services refuse. */
	readonly usesOr: boolean;
}

/** What the service may be asked to filter by. */
export interface FilterAbility {
	readonly fields: ReadonlySet<string>;
	readonly or: boolean;
}

/** Members that are never sent, because the service only knows them on reads with a Prefer header. */
const READ_ONLY_MEMBERS: ReadonlySet<string> = new Set(['awaitingAction', 'unknownFutureValue']);

/** A lone surrogate, which no URL can carry. */
const HALF_CHARACTER = /\p{Surrogate}/u;

/** Compiles as much of the query as the service can take. Values are escaped; nothing from outside becomes syntax. */
export function compileQuery(query: IncidentQuery, can: FilterAbility): CompiledQuery {
	const clauses = [
		anyOf('status', query.status, can),
		anyOf('severity', query.severity, can),
		query.assignedTo === undefined || !can.fields.has('assignedTo') || HALF_CHARACTER.test(query.assignedTo)
			? undefined
			: `assignedTo eq ${textLiteral(query.assignedTo)}`,
		query.updatedAfter === undefined || !can.fields.has('lastUpdateDateTime')
			? undefined
			: `lastUpdateDateTime ge ${query.updatedAfter}`,
	].filter((clause): clause is string => clause !== undefined);
	return {
		server: clauses.length === 0 ? undefined : clauses.join(' and '),
		rest: query,
		usesOr: clauses.some((clause) => clause.startsWith('(')),
	};
}

function anyOf(field: string, members: readonly string[], can: FilterAbility): string | undefined {
	if (members.length === 0 || !can.fields.has(field)) return undefined;
	if (members.some((member) => READ_ONLY_MEMBERS.has(member))) return undefined;
	const [only, ...others] = members.map((member) => `${field} eq ${textLiteral(member)}`);
	if (others.length === 0) return only;
	return can.or ? `(${[only, ...others].join(' or ')})` : undefined;
}

/** OData text literal: the apostrophe is doubled, nothing else has a meaning inside (OData 4.01 ABNF `string`). */
function textLiteral(text: string): string {
	return `'${text.replace(/'/g, "''")}'`;
}
