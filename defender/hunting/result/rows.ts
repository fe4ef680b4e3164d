import { isInexactNumber } from '../../core/exactNumber';
import { isRecord } from '../../core/isRecord';
import type { TimeWindow } from '../range/timeRange';

/** A column of a result's schema. */
export interface HuntColumn {
	readonly name: string;
	/** The service's name: `String`, `Int64`, `SByte`, `DateTime`, `Object` … */
	readonly type: string;
}

export type HuntRow = Record<string, unknown>;

/**
 * Why rows may be missing.
 * - `limit`: the result is truncated at the user's limit
 * - `serviceRows`, `serviceSize`: the result has the service's maximum of rows, or about its maximum of bytes
 * - `serviceError`: Microsoft returned an error with the rows
 * - `malformedRows`: rows that are not objects are omitted
 * - `budget`: the maximum number of time slices or the maximum wait was not enough for all rows
 * - `sliceFloor`: more rows than the service's maximum in the shortest time slice
 * - `sliceError`: Microsoft returned an error for a time slice
 * - `rowMaximum`: the result has the maximum number of rows that this package keeps in memory
 */
export type IncompleteReason =
	| 'limit'
	| 'serviceRows'
	| 'serviceSize'
	| 'serviceError'
	| 'malformedRows'
	| 'budget'
	| 'sliceFloor'
	| 'sliceError'
	| 'rowMaximum';

/** The result of a hunt. */
export interface Hunt {
	readonly columns: readonly HuntColumn[];
	readonly rows: readonly HuntRow[];
	readonly complete:
		| true
		| {
				readonly because: IncompleteReason;
				/** The part of the time range in which all rows were fetched, if the hunt was split. */
				readonly covered?: TimeWindow;
		  };
	/** Whether events in the time range may still arrive: it ends less than 30 minutes ago, or later. */
	readonly windowOpen: boolean;
}

const SIDECAR = '@odata.type';
/** Graph returns Kusto's bool as a signed byte (observed in 2026). */
const BOOLEAN_TYPES = ['sbyte', 'bool', 'boolean'];
const DYNAMIC_TYPES = ['object', 'dynamic'];
const REAL_TYPES = ['double', 'real', 'single', 'float'];
/** Types that cannot contain inexact numbers. In columns of other types, known or not, such numbers are reported. */
const PLAIN_TYPES = [
	'string',
	'datetime',
	'date',
	'timespan',
	'time',
	'guid',
	'int32',
	'int',
	'int16',
	'byte',
];
/** How JSON writers represent a real number that is not finite. */
const NOT_FINITE = /^[+-]?(?:NaN|Inf(?:inity)?|∞)$/i;

/** How to convert the cells of a column. */
type CellKind = 'boolean' | 'dynamic' | 'real' | 'exact' | 'plain';

/**
 * Reads the columns of a response's schema. Names stay unchanged, because two can differ in case only.
 * @returns undefined if the schema is not a list of `{name, type}` or `{Name, Type}`
 */
export function readColumns(schema: unknown): readonly HuntColumn[] | undefined {
	if (!Array.isArray(schema)) return undefined;
	const columns: HuntColumn[] = [];
	for (const entry of schema) {
		if (!isRecord(entry)) return undefined;
		const name = entry['name'] ?? entry['Name'];
		const type = entry['type'] ?? entry['Type'];
		if (typeof name !== 'string' || typeof type !== 'string') return undefined;
		columns.push({ name, type });
	}
	return columns;
}

export interface TypingOptions {
	/** Whether to keep cells as received. */
	readonly rawValues?: boolean;
	/** Whether dynamic cells can contain numbers as text; searching for them takes time. */
	readonly numbersAsText?: boolean;
}

/** Names of columns in which some numbers are text. */
export interface TextColumns {
	/** With numbers that have too many digits for JavaScript. */
	readonly inexact: readonly string[];
	/** With numbers that are `NaN` or infinite. */
	readonly notFinite: readonly string[];
}

/**
 * Converts the cells of each row by their columns' types, and replaces the rows in the list.
 * - bool column: 0 and 1 become false and true
 * - other than dynamic column: `{}` becomes null, because the service writes null that way too
 * - real column: a number that was kept as text becomes a double again
 * - a missing column becomes null; sidecar keys (`Column@odata.type`) are dropped
 *
 * Dates, other numbers as text, dynamic values and cells of unknown types stay unchanged.
 *
 * Each row becomes a copy of one template. Deleting keys instead would turn 100,000 rows into hash tables that need more than
 * twice the memory (measured with Node 20).
 */
export function typeRows(
	columns: readonly HuntColumn[],
	rows: HuntRow[],
	options: TypingOptions = {},
): TextColumns {
	const kinds = new Map(columns.map(({ name, type }) => [name, cellKindOf(type)]));
	const template = emptyRow(columns);
	const reader = new CellReader(options);
	rows.forEach((row, at) => {
		const typed: HuntRow = { ...template };
		for (const key in row) {
			const kind = kinds.get(key);
			const value = row[key];
			if (kind === undefined) {
				if (!key.endsWith(SIDECAR)) define(typed, key, value);
			} else {
				typed[key] = isUnchanged(kind, value) ? value : reader.read(key, kind, value);
			}
		}
		rows[at] = typed;
	});
	return { inexact: [...reader.inexact], notFinite: [...reader.notFinite] };
}

function cellKindOf(type: string): CellKind {
	const name = type.toLowerCase();
	if (BOOLEAN_TYPES.includes(name)) return 'boolean';
	if (DYNAMIC_TYPES.includes(name)) return 'dynamic';
	if (REAL_TYPES.includes(name)) return 'real';
	return PLAIN_TYPES.includes(name) ? 'plain' : 'exact';
}

/** Whether a cell certainly stays unchanged. Most of a million cells do, so this check is fast. */
function isUnchanged(kind: CellKind, value: unknown): boolean {
	return typeof value === 'string' ? kind === 'plain' : typeof value === 'number' && kind !== 'boolean';
}

/** Converts cells, and collects the columns in which numbers are text. */
class CellReader {
	readonly inexact = new Set<string>();
	readonly notFinite = new Set<string>();

	constructor(private readonly options: TypingOptions) {}

	read(column: string, kind: CellKind, value: unknown): unknown {
		if (typeof value === 'string') {
			if (kind === 'real') return this.readReal(column, value);
			if (kind === 'exact' && isInexactNumber(value)) this.inexact.add(column);
		}
		if (kind === 'dynamic' && this.options.numbersAsText === true) this.searchWithin(column, value);
		if (this.options.rawValues === true) return value;
		if (kind === 'boolean' && (value === 0 || value === 1)) return value === 1;
		return kind !== 'dynamic' && isEmptyObject(value) ? null : value;
	}

	private readReal(column: string, text: string): unknown {
		const isNumber = isInexactNumber(text);
		const double = isNumber ? Number(text) : Number.NaN;
		if (Number.isFinite(double)) return double;
		if (isNumber || NOT_FINITE.test(text)) this.notFinite.add(column);
		return text;
	}

	/** Works without recursion, because the sender chooses the depth of a dynamic value. */
	private searchWithin(column: string, value: unknown): void {
		const pending = [value];
		while (pending.length > 0 && !(this.inexact.has(column) && this.notFinite.has(column))) {
			const one = pending.pop();
			if (typeof one === 'string') {
				if (isInexactNumber(one)) this.inexact.add(column);
				else if (NOT_FINITE.test(one)) this.notFinite.add(column);
			} else if (typeof one === 'object' && one !== null) {
				for (const entry of Object.values(one)) pending.push(entry);
			}
		}
	}
}

/** Returns a row of nulls, with its columns in the order of the schema. */
function emptyRow(columns: readonly HuntColumn[]): HuntRow {
	const row: HuntRow = {};
	for (const { name } of columns) define(row, name, null);
	return row;
}

/** Does not assign, because that would change the row's prototype if the column is named `__proto__`. */
function define(row: HuntRow, name: string, value: unknown): void {
	Object.defineProperty(row, name, { value, writable: true, enumerable: true, configurable: true });
}

function isEmptyObject(value: unknown): boolean {
	return isRecord(value) && Object.keys(value).length === 0;
}
