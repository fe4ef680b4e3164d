import { isInexactNumber } from '../../core/exactNumber';

/** A column as the answer's schema tells it. `type` is the service's name: `String`, `Int64`, `SByte`, `DateTime`, `Object` … */
export interface HuntColumn {
	readonly name: string;
	readonly type: string;
}

export type HuntRow = Record<string, unknown>;

/**
 * Why rows may be missing. `limit`: cut at the limit asked for. `serviceRows`, `serviceSize`: exactly as many rows, or about
 * as many bytes, as the service gives at most, so there may be more. `serviceError`: Microsoft's error came next to the rows.
 * `malformedRows`: rows that are not objects were left out.
 */
export type Incomplete = 'limit' | 'serviceRows' | 'serviceSize' | 'serviceError' | 'malformedRows';

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
const REAL_TYPES = ['double', 'real', 'single', 'float'];
/** Types without numbers that lose digits. In columns of other types, known or not, such numbers are reported. */
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
/** How JSON writers spell a real number that is not finite. */
const NOT_FINITE = /^[+-]?(?:NaN|Inf(?:inity)?|∞)$/i;

/** How a column's cells are read. */
type Reading = 'boolean' | 'dynamic' | 'real' | 'exact' | 'plain';

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

export interface Typing {
	/** Whether to leave the cells as they came. */
	readonly rawValues?: boolean;
	/** Whether dynamic cells may hold numbers as text; looking for them takes time. */
	readonly numbersAsText?: boolean;
}

/** Names of columns in which some numbers are text. */
export interface Typed {
	/** Their digits would not survive as a JavaScript number. */
	readonly inexact: readonly string[];
	/** They are `NaN` or infinite. */
	readonly notFinite: readonly string[];
}

/**
 * Gives the rows of an answer their plain values, in place in the list: 0/1 of a bool column → false/true; `{}` outside a
 * dynamic column → null (the service's other spelling of null); a column that is missing → null; sidecar keys
 * (`Col@odata.type`) left out. Dates, numbers sent as text, dynamic values and cells of unknown types stay as they are; in
 * a real column, a number that was kept as text is a double again.
 *
 * Each row is replaced by an object made after one template, and the row as it came is garbage at once: deleting keys would
 * turn 100,000 rows into hash tables of more than twice the memory (measured with Node 20).
 */
export function typeRows(columns: readonly HuntColumn[], rows: HuntRow[], typing: Typing = {}): Typed {
	const readings = new Map(columns.map(({ name, type }) => [name, readingOf(type)]));
	const template = templateOf(columns);
	const reader = new CellReader(typing);
	rows.forEach((row, at) => {
		const typed: HuntRow = { ...template };
		for (const key in row) {
			const reading = readings.get(key);
			const value = row[key];
			if (reading === undefined) {
				if (!key.endsWith(SIDECAR)) define(typed, key, value);
			} else {
				typed[key] = isOrdinary(reading, value) ? value : reader.read(key, reading, value);
			}
		}
		rows[at] = typed;
	});
	return { inexact: [...reader.inexact], notFinite: [...reader.notFinite] };
}

function readingOf(type: string): Reading {
	const name = type.toLowerCase();
	if (BOOLEAN_TYPES.includes(name)) return 'boolean';
	if (DYNAMIC_TYPES.includes(name)) return 'dynamic';
	if (REAL_TYPES.includes(name)) return 'real';
	return PLAIN_TYPES.includes(name) ? 'plain' : 'exact';
}

/** Whether a cell stays as it came without a closer look, as most of a million do. */
function isOrdinary(reading: Reading, value: unknown): boolean {
	return typeof value === 'string' ? reading === 'plain' : typeof value === 'number' && reading !== 'boolean';
}

/** Reads cells, and notes the columns in which numbers are text. */
class CellReader {
	readonly inexact = new Set<string>();
	readonly notFinite = new Set<string>();

	constructor(private readonly typing: Typing) {}

	read(column: string, reading: Reading, value: unknown): unknown {
		if (typeof value === 'string') {
			if (reading === 'real') return this.readReal(column, value);
			if (reading === 'exact' && isInexactNumber(value)) this.inexact.add(column);
		}
		if (reading === 'dynamic' && this.typing.numbersAsText === true) this.searchWithin(column, value);
		if (this.typing.rawValues === true) return value;
		if (reading === 'boolean' && (value === 0 || value === 1)) return value === 1;
		return reading !== 'dynamic' && isEmptyObject(value) ? null : value;
	}

	private readReal(column: string, text: string): unknown {
		const isNumber = isInexactNumber(text);
		const double = isNumber ? Number(text) : Number.NaN;
		if (Number.isFinite(double)) return double;
		if (isNumber || NOT_FINITE.test(text)) this.notFinite.add(column);
		return text;
	}

	/** Walks a dynamic value without recursion, since its depth is the sender's to choose. */
	private searchWithin(column: string, value: unknown): void {
		const rest = [value];
		while (rest.length > 0 && !(this.inexact.has(column) && this.notFinite.has(column))) {
			const one = rest.pop();
			if (typeof one === 'string') {
				if (isInexactNumber(one)) this.inexact.add(column);
				else if (NOT_FINITE.test(one)) this.notFinite.add(column);
			} else if (typeof one === 'object' && one !== null) {
				for (const entry of Object.values(one)) rest.push(entry);
			}
		}
	}
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
