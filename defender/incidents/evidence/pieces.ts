import type { Rule } from './kind';
import { kinds } from './kinds';
import { isRecord, textOf, type Found, type Properties } from './readers';

/** One piece of evidence with what it names: an item of an alert's list, or evidence inside one. */
export interface Piece {
	/** As it came. */
	readonly raw: Properties;
	/** Of the vocabulary; for an unknown type its `@odata.type` as it came, '' where it has none. */
	readonly entityType: string;
	/** Values that its verdict is about. */
	readonly own: readonly Found[];
	/** Values of things that take part in it. */
	readonly mentioned: readonly Found[];
}

const PREFIX = '#microsoft.graph.security.';

/** Deeper than any published type goes; what lies deeper stays in the raw evidence around it. */
const DEEPEST = 8;

/** The piece and those inside it, outermost first. Unknown types and unexpected shapes are no reason to stop. */
export function piecesOf(raw: Properties, declared = '', depth = 0): readonly Piece[] {
	const odataType = textOf(raw['@odata.type']);
	const kind = kinds.get(odataType === null ? declared : shortName(odataType));
	if (kind === undefined) return [{ raw, entityType: odataType ?? '', own: [], mentioned: [] }];
	const piece: Piece = {
		raw,
		entityType: kind.entityType,
		own: kind.own.flatMap((rule) => read(raw, rule)),
		mentioned: kind.mentions.flatMap((rule) => read(raw, rule)),
	};
	if (depth === DEEPEST) return [piece];
	const parts = Object.entries(kind.parts).flatMap(([path, type]) =>
		valuesAt(raw, path)
			.filter(isRecord)
			.flatMap((part) => piecesOf(part, type, depth + 1)),
	);
	return [piece, ...parts];
}

function shortName(odataType: string): string {
	return odataType.startsWith(PREFIX) ? odataType.slice(PREFIX.length) : '';
}

function read(raw: Properties, { at, read: reader }: Rule): readonly Found[] {
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
