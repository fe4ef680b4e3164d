import type { AlertPiece } from './entityGroups';
import type { Mention } from './assessment';
import { keyOfValue } from './evidenceKeys';
import type { EntityType, IocType } from './evidenceVocabulary';

/** A value that evidence names, with all its mentions. */
export interface ValueGroup {
	/** In its first spelling. */
	readonly value: string;
	readonly mentions: readonly Mention[];
}

/** Groups the values of some types by value, in order of first appearance. */
export function groupValues(
	pieces: readonly AlertPiece[],
	entityType: EntityType,
	iocTypes: readonly IocType[],
): readonly ValueGroup[] {
	const groups = new Map<string, { value: string; mentions: Mention[] }>();
	for (const { piece, alert } of pieces) {
		for (const [values, isOwn] of [[piece.own, true] as const, [piece.mentioned, false] as const]) {
			for (const named of values) {
				if (named.entityType !== entityType || !iocTypes.includes(named.iocType)) continue;
				const key = keyOfValue(named);
				const group = groups.get(key) ?? { value: named.value, mentions: [] };
				group.mentions.push({ piece, alert, isOwn });
				groups.set(key, group);
			}
		}
	}
	return [...groups.values()];
}
