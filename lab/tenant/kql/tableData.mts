import { convert } from './conversion.mts';
import { fromPlainJson } from './json.mts';
import { isWorkspaceTable, type HuntSchema } from './schema.mts';
import { parseInstant } from './ticks.mts';
import { isFloating, isInteger, type HuntColumn, type Row, type Table, type Value } from './types.mts';

/**
 * The rows of the practice world by table. Datetimes as ISO text `YYYY-MM-DDTHH:mm:ss.fffffffZ`, longs as number or
 * bigint, bool as boolean, dynamic as plain JSON; null or absent is null (for strings the empty string).
 */
export type TableRows = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;

/** Reads schema tables as typed rows; each row is converted once, also when rows are appended later. */
export function createTableData(schema: HuntSchema, rows: TableRows): (name: string) => Table {
	for (const name of Object.keys(rows)) {
		if (!schema.has(name) && !isWorkspaceTable(name))
			throw new Error(`the practice world has rows for '${name}', which is no hunting table`);
	}
	const converted = new WeakMap<object, Row>();
	return (name) => {
		const columns = schema.get(name);
		if (!columns) throw new Error(`'${name}' is no hunting table`);
		const typed = (rows[name] ?? []).map((raw) => {
			const known = converted.get(raw);
			if (known) return known;
			const row = columns.map((column) => worldValue(rawValue(raw, column, name), column, name));
			converted.set(raw, row);
			return row;
		});
		return { columns, rows: typed };
	};
}

/** A cell as the world has it. A workspace derives two columns of Defender's tables. */
function rawValue(raw: Readonly<Record<string, unknown>>, column: HuntColumn, table: string): unknown {
	const value = raw[column.name];
	if (value !== undefined) return value;
	if (column.name === 'TimeGenerated') return raw.Timestamp;
	return column.name === 'Type' && 'Timestamp' in raw ? table : undefined;
}

function worldValue(raw: unknown, column: HuntColumn, table: string): Value {
	if (raw === null || raw === undefined) return column.type === 'string' ? '' : null;
	const value = typedValue(raw, column);
	if (value === null) throw new Error(`the practice world's ${table}.${column.name} holds no ${column.type}`);
	return value;
}

function typedValue(raw: unknown, { type }: HuntColumn): Value {
	if (type === 'dynamic') return fromPlainJson(raw);
	if (type === 'datetime') return typeof raw === 'string' ? parseInstant(raw) : null;
	if (type === 'bool') return typeof raw === 'boolean' ? raw : null;
	if (isFloating(type)) return typeof raw === 'number' ? raw : null;
	if (isInteger(type)) {
		if (typeof raw === 'number') return Number.isSafeInteger(raw) ? BigInt(raw) : null;
		return typeof raw === 'bigint' ? raw : null;
	}
	return typeof raw === 'string' ? convert(raw, 'string', type) : null;
}
