import { assess, type Assessment, type Mention } from './assessment';
import { rankOfVerdict } from './severityRank';

/** Roles of entities that the attack reached or came from. */
const INVOLVED = new Set([
	'attacked',
	'attacker',
	'commandandcontrol',
	'compromised',
	'suspicious',
	'policyviolator',
]);
/** Roles of entities that only explain an alert. */
const CONTEXT = new Set(['contextual', 'scanned']);

const INVOLVED_BONUS = 2.5;

/**
 * Ranks an entity by what alerts say about it: a higher number is more relevant. A device or user rarely has a verdict, so
 * its roles count as well.
 */
export function relevanceOf({ verdict, roles }: Pick<Assessment, 'verdict' | 'roles'>): number {
	const lower = roles.map((role) => role.toLowerCase());
	if (lower.some((role) => INVOLVED.has(role))) return rankOfVerdict(verdict) + INVOLVED_BONUS;
	const isContext = lower.length > 0 && lower.every((role) => CONTEXT.has(role));
	return rankOfVerdict(verdict) - (isContext ? 1 : 0);
}

/**
 * Returns the entities that have one of the roles, the most relevant first, otherwise in order of appearance.
 * @param roles in any case; empty for all entities
 */
export function selectRelevant<T>(
	entities: readonly T[],
	mentionsOf: (entity: T) => readonly Mention[],
	roles: readonly string[],
): readonly T[] {
	const wanted = new Set(roles.map((role) => role.toLowerCase()));
	return entities
		.map((entity) => ({ entity, assessment: assess(mentionsOf(entity)) }))
		.filter(
			({ assessment }) =>
				wanted.size === 0 || assessment.roles.some((role) => wanted.has(role.toLowerCase())),
		)
		.map(({ entity, assessment }) => ({ entity, relevance: relevanceOf(assessment) }))
		.sort((a, b) => b.relevance - a.relevance)
		.map(({ entity }) => entity);
}
