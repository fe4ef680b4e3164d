import { createHash } from 'node:crypto';
import { convert } from './conversion.mts';
import { EMPTY_ROW, type Compiled, type Scope } from './environment.mts';
import type { CompileFunction } from './operands.mts';
import type { Syntax } from './syntax.mts';
import type { Row, ScalarType, Value } from './types.mts';

/** A call whose result depends on the columns in scope or on the row's place among the rows. */
interface ScopedCall {
	readonly name: string;
	readonly parts: readonly Syntax[];
	readonly type: ScalarType;
	readonly scope: Scope;
	readonly compile: CompileFunction;
}

type Compiler = (call: ScopedCall) => Compiled;

/** The place of each row in the input. */
function placesIn({ rows = [] }: Scope): (row: Row) => number {
	let places: ReadonlyMap<Row, number> | undefined;
	return (row) => (places ??= new Map(rows.map((own, index) => [own, index]))).get(row) ?? 0;
}

function argument({ parts, scope, compile }: ScopedCall, index: number): Compiled | undefined {
	const part = parts[index];
	return part && compile(part, scope);
}

function numberOf(call: ScopedCall, index: number, fallback: number): number {
	const value = argument(call, index)?.evaluate(EMPTY_ROW) ?? null;
	return value === null ? fallback : Number(value);
}

/** prev(x, offset, default) and next(…): the value of another row. */
function neighbor(direction: 1 | -1): Compiler {
	return (call) => {
		const value = argument(call, 0);
		const offset = numberOf(call, 1, 1) * direction;
		const fallback = argument(call, 2);
		const place = placesIn(call.scope);
		const { rows = [] } = call.scope;
		const missing = call.type === 'string' ? '' : null;
		return {
			type: call.type,
			constant: false,
			evaluate: (row) => {
				const other = rows[place(row) + offset];
				if (other) return convert(value?.evaluate(other) ?? missing, value?.type ?? call.type, call.type);
				return fallback ? convert(fallback.evaluate(row), fallback.type, call.type) : missing;
			},
		};
	};
}

/** row_number(start, restart). */
const rowNumber: Compiler = (call) => {
	const first = numberOf(call, 0, 1);
	const place = placesIn(call.scope);
	const restart = argument(call, 1);
	const { rows = [] } = call.scope;
	const numbers: number[] = [];
	const numberAt = (at: number): number => {
		for (let index = numbers.length; index <= at; index++) {
			const begins = index === 0 || restart?.evaluate(rows[index] ?? EMPTY_ROW) === true;
			numbers.push(begins ? first : (numbers[index - 1] ?? first) + 1);
		}
		return numbers[at] ?? first;
	};
	return { type: 'long', constant: false, evaluate: (row) => BigInt(numberAt(place(row))) };
};

/** row_cumsum(x, restart). */
const cumulativeSum: Compiler = (call) => {
	const value = argument(call, 0);
	const restart = argument(call, 1);
	const place = placesIn(call.scope);
	const { rows = [] } = call.scope;
	const sums: number[] = [];
	const sumAt = (at: number): number => {
		for (let index = sums.length; index <= at; index++) {
			const row = rows[index] ?? EMPTY_ROW;
			const before = restart?.evaluate(row) === true ? 0 : (sums[index - 1] ?? 0);
			sums.push(before + Number(value?.evaluate(row) ?? 0));
		}
		return sums[at] ?? 0;
	};
	return {
		type: call.type,
		constant: false,
		evaluate: (row) => convert(sumAt(place(row)), 'real', call.type),
	};
};

/** column_ifexists: the column when the input has it, else the second argument. */
const columnIfExists: Compiler = (call) => {
	const name = argument(call, 0)?.evaluate(EMPTY_ROW) ?? '';
	const index = call.scope.columns.findIndex((column) => column.name === name);
	const column = call.scope.columns[index];
	const fallback = argument(call, 1);
	const chosen: Compiled | undefined = column
		? { type: column.type, constant: false, evaluate: (row) => row[index] ?? null }
		: fallback;
	return {
		type: call.type,
		constant: false,
		evaluate: (row) => convert(chosen?.evaluate(row) ?? null, chosen?.type ?? call.type, call.type),
	};
};

/** pack_all(ignoreEmpty): the row as a bag. */
const packAll: Compiler = (call) => {
	const ignoresEmpty = argument(call, 0)?.evaluate(EMPTY_ROW) === true;
	return {
		type: 'dynamic',
		constant: false,
		evaluate: (row) => {
			const members = call.scope.columns.map(
				({ name, type }, index) => [name, convert(row[index] ?? null, type, 'dynamic')] as const,
			);
			return new Map(members.filter(([, value]) => !ignoresEmpty || (value !== null && value !== '')));
		},
	};
};

/** ingestion_time(): the practice tenant ingests at once, so it is the time of the event. */
const ingestionTime: Compiler = ({ scope }) => {
	const index = scope.columns.findIndex(
		({ name, type }) => type === 'datetime' && (name === 'Timestamp' || name === 'TimeGenerated'),
	);
	return { type: 'datetime', constant: false, evaluate: (row) => row[index] ?? null };
};

/** A number that looks random and is the same each time: from the row's place. */
function scattered(call: ScopedCall): (row: Row) => Buffer {
	const place = placesIn(call.scope);
	return (row) =>
		createHash('sha256')
			.update(`${call.name}/${place(row)}`)
			.digest();
}

const random: Compiler = (call) => {
	const size = numberOf(call, 0, 0);
	const bytes = scattered(call);
	const draw = (row: Row): number => bytes(row).readUInt32BE(0) / 2 ** 32;
	const evaluate = (row: Row): Value => (size > 1 ? Math.floor(draw(row) * size) : draw(row));
	return { type: call.type, constant: false, evaluate: (row) => convert(evaluate(row), 'real', call.type) };
};

const newGuid: Compiler = (call) => {
	const bytes = scattered(call);
	return {
		type: 'guid',
		constant: false,
		evaluate: (row) => convert(bytes(row).toString('hex').slice(0, 32), 'string', 'guid'),
	};
};

/** The functions that need more than the values of their arguments. */
export const SCOPED_CALLS: ReadonlyMap<string, Compiler> = new Map([
	['prev', neighbor(-1)],
	['next', neighbor(1)],
	['row_number', rowNumber],
	['row_cumsum', cumulativeSum],
	['column_ifexists', columnIfExists],
	['columnifexists', columnIfExists],
	['pack_all', packAll],
	['ingestion_time', ingestionTime],
	['rand', random],
	['new_guid', newGuid],
]);
