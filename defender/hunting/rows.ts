import { DefenderError } from '../core/errors';
import { rowsUnreadable } from '../core/sentences/hunting';

/** A column as the answer's schema tells it. `type` is the service's name: `String`, `Int64`, `SByte`, `DateTime`, `Object` … */
export interface HuntColumn {
	readonly name: string;
	readonly type: string;
}

export type HuntRow = Record<string, unknown>;

/** The result of one or more hunting calls. */
export interface Hunt {
	readonly columns: readonly HuntColumn[];
	readonly rows: readonly HuntRow[];
	/** `limit`: cut at the limit asked for. `serviceRows`: exactly as many rows as the service gives at most, so there may be more. */
	readonly complete: true | { readonly because: 'limit' | 'serviceRows' };
	readonly calls: number;
	/** Whether events of the time range may still be on their way: it ends now or less than 30 minutes ago. */
	readonly windowOpen: boolean;
}

const SIDECAR = '@odata.type';
/** Kusto's bool travels as a signed byte (Graph, observed 2026). */
const BOOLEAN_TYPES = new Set(['sbyte', 'bool', 'boolean']);
const DYNAMIC_TYPES = new Set(['object', 'dynamic']);

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

/**
 * Gives the rows of an answer their plain values, in place (an answer may hold 100,000 rows; no copy is made):
 * sidecar keys (`Col@odata.type`) removed; 0/1 of a bool column → false/true; `{}` outside a dynamic column → null (the
 * service's other spelling of null); a column that is missing → null. Dates, exact longs sent as text and dynamic values
 * stay as they are.
 * @throws DefenderError unreadable for a row that is not an object; the rows before it are then typed already.
 */
export function typeRows(columns: readonly HuntColumn[], rows: HuntRow[]): void {
	rows.forEach((row: unknown, at) => {
		if (!isObject(row)) throw new DefenderError({ kind: 'unreadable' }, rowsUnreadable(at + 1));
		for (const key in row) {
			if (key.endsWith(SIDECAR)) delete row[key];
		}
	});
	for (const { name, type } of columns) typeColumn(rows, name, type.toLowerCase());
}

function typeColumn(rows: readonly HuntRow[], name: string, type: string): void {
	const isBoolean = BOOLEAN_TYPES.has(type);
	const isDynamic = DYNAMIC_TYPES.has(type);
	for (const row of rows) {
		const value = Object.prototype.hasOwnProperty.call(row, name) ? row[name] : undefined;
		if (value === undefined || (!isDynamic && isEmptyObject(value))) setNull(row, name);
		else if (isBoolean && (value === 0 || value === 1)) row[name] = value === 1;
	}
}

/** Defined, not assigned: a column named `__proto__` would otherwise change the row's prototype. */
function setNull(row: HuntRow, name: string): void {
	Object.defineProperty(row, name, { value: null, writable: true, enumerable: true, configurable: true });
}

function isEmptyObject(value: unknown): boolean {
	return isObject(value) && Object.keys(value).length === 0;
}

function isObject(value: unknown): value is HuntRow {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
