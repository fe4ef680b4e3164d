import type { ValueRule } from './evidenceKind';
import { kindTable } from './kindTable';
import { isRecord, nonEmptyText, type NamedValue, type Properties } from './valueReaders';

/** One piece of evidence with what it names: an item of an alert's list, or evidence inside one. */
export interface EvidencePiece {
	/** As it came. */
	readonly raw: Properties;
	/** Of the vocabulary; for an unknown type its `@odata.type` as it came, '' where it has none. */
	readonly entityType: string;
	/** Values that its verdict is about. */
	readonly own: readonly NamedValue[];
	/** Values of things that take part in it. */
	readonly mentioned: readonly NamedValue[];
}

const PREFIX = '#microsoft.graph.security.';

/** Deeper than any published type goes; what lies deeper stays in the raw evidence around it. */
const MAX_DEPTH = 8;

/** The piece and those inside it, outermost first. Unknown types and unexpected shapes are no reason to stop. */
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
	return path
		.split('.')
		.reduce<
			readonly unknown[]
		>((values, name) => values.filter(isRecord).flatMap((value) => value[name]), [raw]);
}
