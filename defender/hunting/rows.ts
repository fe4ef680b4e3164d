import { DefenderError } from '../core/errors';
import { rowsUnreadable } from '../core/sentences/hunting';

/** A column as the answer's schema tells it. `type` is the service's name: `String`, `Int64`, `SByte`, `DateTime`, `Object` … */
export interface HuntColumn {
	readonly name: string;
	readonly type: string;
}

export type HuntRow = Record<string, unknown>;

/**
 * Why rows may be missing. `limit`: cut at the limit asked for. `serviceRows`, `serviceSize`: exactly as many rows, or about
 * as many bytes, as the service gives at most, so there may be more. `serviceError`: Microsoft's error came next to the rows.
 */
export type Incomplete = 'limit' | 'serviceRows' | 'serviceSize' | 'serviceError';

/** The result of one or more hunting calls. */
export interface Hunt {
	readonly columns: readonly HuntColumn[];
	readonly rows: readonly HuntRow[];
	readonly complete: true | { readonly because: Incomplete };
	readonly calls: number;
	/** Whether events of the time range may still be on their way: it ends now or less than 30 minutes ago. */
	readonly windowOpen: boolean;
}

const SIDECAR = '@odata.type';
/** Kusto's bool travels as a signed byte (Graph, observed 2026). */
const BOOLEAN_TYPES = ['sbyte', 'bool', 'boolean'];
const DYNAMIC_TYPES = ['object', 'dynamic'];
const LONG_TYPES = ['int64', 'long'];

/** How a column's cells are read; everything that is not named stays as it came. */
type Reading = 'boolean' | 'dynamic' | 'long' | 'plain';

/**
 * The columns of an answer's schema, names exactly as sent (two may differ only by case).
 * @returns undefined when it is not a list of `{name, type}` or `{Name, Type}`.
 */
export function readColumns(schema: unknown): readonly HuntColumn[] | undefined {
	if (!Array.isArray(schema)) return undefined;
	const columns: HuntColumn[] = [];
	for (const entry of schema) {
		if (!isObject(entry)) return undefined;
		const name = entry.name ?? entry.Name;
		const type = entry.type ?? entry.Type;
		if (typeof name !== 'string' || typeof type !== 'string') return undefined;
		columns.push({ name, type });
	}
	return columns;
}

/** What typing found. */
export interface Typed {
	/** Columns with integers beyond ±(2^53−1), which came as text so that no digit is lost. */
	readonly longsAsText: readonly string[];
}

/**
 * Gives the rows of an answer their plain values, in place in the list: 0/1 of a bool column → false/true; `{}` outside a
 * dynamic column → null (the service's other spelling of null); a column that is missing → null; sidecar keys
 * (`Col@odata.type`) left out. Dates, exact longs sent as text, dynamic values and cells of unknown types stay as they are.
 *
 * Each row is replaced by an object made after one template, and the row as it came is garbage at once: deleting keys would
 * turn 100,000 rows into hash tables of more than twice the memory [measured, Node 20].
 * @param raw whether to leave the cells as they came
 * @throws DefenderError unreadable for a row that is not an object; the rows before it are then typed already.
 */
export function typeRows(columns: readonly HuntColumn[], rows: HuntRow[], raw = false): Typed {
	const readings = new Map(columns.map(({ name, type }) => [name, readingOf(type)]));
	const template = templateOf(columns);
	const longs = new Set<string>();
	for (let at = 0; at < rows.length; at++) {
		const row: unknown = rows[at];
		if (!isObject(row)) throw new DefenderError({ kind: 'unreadable' }, rowsUnreadable(at + 1));
		const typed: HuntRow = { ...template };
		for (const key in row) {
			const reading = readings.get(key);
			if (reading === undefined) {
				if (!key.endsWith(SIDECAR)) define(typed, key, row[key]);
			} else {
				const value = row[key];
				if (reading === 'long' && typeof value === 'string') longs.add(key);
				typed[key] = raw ? value : readCell(reading, value);
			}
		}
		rows[at] = typed;
	}
	return { longsAsText: [...longs] };
}

function readingOf(type: string): Reading {
	const name = type.toLowerCase();
	if (BOOLEAN_TYPES.includes(name)) return 'boolean';
	if (DYNAMIC_TYPES.includes(name)) return 'dynamic';
	return LONG_TYPES.includes(name) ? 'long' : 'plain';
}

function readCell(reading: Reading, value: unknown): unknown {
	if (reading === 'boolean' && (value === 0 || value === 1)) return value === 1;
	return reading !== 'dynamic' && isEmptyObject(value) ? null : value;
}

/** A row of nulls with its columns in the order of the schema. */
function templateOf(columns: readonly HuntColumn[]): HuntRow {
	const template: HuntRow = {};
	for (const { name } of columns) define(template, name, null);
	return template;
}

/** Defined, not assigned: a column named `__proto__` would otherwise change the row's prototype. */
function define(row: HuntRow, name: string, value: unknown): void {
	Object.defineProperty(row, name, { value, writable: true, enumerable: true, configurable: true });
}

function isEmptyObject(value: unknown): boolean {
	return isObject(value) && Object.keys(value).length === 0;
}

function isObject(value: unknown): value is HuntRow {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
