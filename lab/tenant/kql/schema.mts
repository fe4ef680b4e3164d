import { createRequire } from 'node:module';
import { isScalarType, type HuntColumn } from './types.mts';

/** The tables of advanced hunting: name → columns in the documented order. */
export type HuntSchema = ReadonlyMap<string, readonly HuntColumn[]>;

const require = createRequire(import.meta.url);

/**
 * The 66 tables of Microsoft Defender XDR's advanced hunting (names and types only), from Microsoft's
 * schema pages as of July 2026, with six columns that the service has and the pages lack.
 */
export function readHuntSchema(): HuntSchema {
	return readTables('./advanced-hunting-schema.json');
}

/**
 * The tables of a tenant whose advanced hunting is connected to a Microsoft Sentinel workspace: the workspace's own
 * tables, and more columns (`TimeGenerated` first among them) in those of Defender XDR.
 */
export function readWorkspaceSchema(): HuntSchema {
	const tables = new Map(readHuntSchema());
	for (const [name, columns] of readTables('./workspace-schema.json')) {
		tables.set(name, [...(tables.get(name) ?? []), ...columns]);
	}
	return tables;
}

/** Whether a table exists where a workspace is connected. */
export function isWorkspaceTable(name: string): boolean {
	return readTables('./workspace-schema.json').has(name);
}

function readTables(file: string): HuntSchema {
	const raw: unknown = require(file);
	return new Map(entriesOf(raw).map(([table, columns]) => [table, columnsOf(table, columns)]));
}

function columnsOf(table: string, raw: unknown): readonly HuntColumn[] {
	return entriesOf(raw).map(([name, type]) => {
		if (!isScalarType(type)) throw new Error(`The hunting schema: ${table}.${name} has no known type`);
		return { name, type };
	});
}

function entriesOf(raw: unknown): readonly (readonly [string, unknown])[] {
	if (typeof raw !== 'object' || raw === null) throw new Error('The hunting schema holds no object');
	return Object.entries(raw);
}
