import { createRequire } from 'node:module';
import { isScalarType, type HuntColumn } from './types.mts';

/** The tables of advanced hunting: name → columns in the documented order. */
export type HuntSchema = ReadonlyMap<string, readonly HuntColumn[]>;

/**
 * The 66 tables of Microsoft Defender XDR's advanced hunting (names and types only), from Microsoft's
 * schema pages as of July 2026.
 */
export function readHuntSchema(): HuntSchema {
	const raw: unknown = createRequire(import.meta.url)('./advanced-hunting-schema.json');
	return new Map(entriesOf(raw).map(([table, columns]) => [table, columnsOf(table, columns)]));
}

function columnsOf(table: string, raw: unknown): readonly HuntColumn[] {
	return entriesOf(raw).map(([name, type]) => {
		if (!isScalarType(type))
			throw new Error(`advanced-hunting-schema.json: ${table}.${name} has no known type`);
		return { name, type };
	});
}

function entriesOf(raw: unknown): readonly (readonly [string, unknown])[] {
	if (typeof raw !== 'object' || raw === null)
		throw new Error('advanced-hunting-schema.json holds no object');
	return Object.entries(raw);
}
