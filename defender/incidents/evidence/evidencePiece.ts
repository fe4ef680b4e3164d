import type { ValueRule } from './evidenceKind';
import { isRecord } from '../../core/isRecord';
import { kindTable } from './kindTable';
import { nonEmptyText, type NamedValue, type Properties } from './valueReaders';

/** One piece of evidence, from an alert's list or nested in another piece, with the values that it names. */
export interface EvidencePiece {
	/** The original evidence. */
	readonly raw: Properties;
	/** A member of the vocabulary; for an unknown type the original `@odata.type`, or '' without one. */
	readonly entityType: string;
	/** Values to which its verdict applies. */
	readonly own: readonly NamedValue[];
	/** Values of other entities that take part. */
	readonly mentioned: readonly NamedValue[];
}

const PREFIX = '#microsoft.graph.security.';

/** Maximum depth of nesting, more than any published type has; deeper evidence is not split. */
const MAX_DEPTH = 8;

/**
 * Splits evidence into itself and the evidence nested in it, outermost first. Unknown types and unexpected shapes are skipped.
 * @param declared the type to assume without `@odata.type`
 */
export function splitEvidence(raw: Properties, declared = '', depth = 0): readonly EvidencePiece[] {
	const odataType = nonEmptyText(raw['@odata.type']);
	const kind = kindTable.get(odataType === null ? declared : shortName(odataType));
	if (kind === undefined) return [{ raw, entityType: odataType ?? '', own: [], mentioned: [] }];
	const piece: EvidencePiece = {
		raw,
		entityType: kind.entityType,
		own: kind.own.flatMap((rule) => read(raw, rule)),
		mentioned: kind.mentions.flatMap((rule) => read(raw, rule)),
	};
	if (depth === MAX_DEPTH) return [piece];
	const parts = Object.entries(kind.parts).flatMap(([path, type]) =>
		valuesAt(raw, path)
			.filter(isRecord)
			.flatMap((part) => splitEvidence(part, type, depth + 1)),
	);
	return [piece, ...parts];
}

function shortName(odataType: string): string {
	return odataType.startsWith(PREFIX) ? odataType.slice(PREFIX.length) : '';
}

function read(raw: Properties, { at, read: reader }: ValueRule): readonly NamedValue[] {
	return valuesAt(raw, at).flatMap(reader);
}

function valuesAt(raw: Properties, path: string): readonly unknown[] {
	if (path === '') return [raw];
	return path.split('.').reduce(propertyOfEach, [raw]);
}

function propertyOfEach(values: readonly unknown[], name: string): readonly unknown[] {
	return values.filter(isRecord).flatMap((value) => value[name]);
}
