import { inspect } from 'node:util';
import { it } from 'vitest';

/** Maximum length of a row's label in a failure, in characters. */
const LABEL_LENGTH = 160;

/** A row's values as the arguments of the check. */
type ArgumentsOf<Row> = Row extends readonly unknown[] ? [...Row] : [row: Row];

type DefineCase<Arguments extends readonly unknown[]> = (
	name: string,
	check: (...row: Arguments) => unknown,
	timeoutMs?: number,
) => void;

/** Prepares a row, runs its check and cleans up after it. */
type RowHook = (check: () => unknown) => Promise<void>;

/**
 * Defines one case for a whole table. The case runs every row, also after one failed, and reports each failure with its row.
 * Hooks run once per case, so rows must not need a fresh state.
 * @param rows if all rows are arrays, they are spread over the parameters of the check, as in `it.each`; an empty table fails
 */
export const eachRow = eachRowWithin(async (check) => void (await check()));

/** Like {@link eachRow}, with a hook around the check of each row; what the hook throws fails its row. */
export function eachRowWithin(hook: RowHook) {
	function defineCase<Row extends readonly unknown[] | [unknown]>(
		rows: readonly Row[],
	): DefineCase<ArgumentsOf<Row>>;
	function defineCase<Row>(rows: readonly Row[]): DefineCase<ArgumentsOf<Row>>;
	function defineCase(rows: readonly unknown[]): DefineCase<never[]> {
		return (name, check, timeoutMs) => {
			const checkRow = async (...row: never[]) =>
				await hook(async () => void (await Reflect.apply(check, undefined, row)));
			it(name, async () => await checkRows(rows, checkRow), timeoutMs);
		};
	}
	return defineCase;
}

/** Like {@link eachRow} for a table of single values, which may be arrays themselves. */
export function eachValue<Value>(values: readonly Value[]): DefineCase<[value: Value]> {
	return (name, check, timeoutMs) =>
		it(
			name,
			async () =>
				await checkRows(
					values.map((value) => [value]),
					check,
				),
			timeoutMs,
		);
}

/** @throws Error that names every row whose check failed */
export async function checkRows(
	rows: readonly unknown[],
	check: (...row: never[]) => unknown,
): Promise<void> {
	if (rows.length === 0) throw new Error('The table has no rows.');
	const argumentLists = rows.every((row) => Array.isArray(row)) ? rows : rows.map((row) => [row]);
	const failures: string[] = [];
	for (const args of argumentLists) {
		try {
			await Reflect.apply(check, undefined, args);
		} catch (error) {
			failures.push(`${labelOf(args)}\n${textOf(error)}`);
		}
	}
	if (failures.length > 0)
		throw new Error(`${failures.length} of ${rows.length} rows failed:\n\n${failures.join('\n\n')}`);
}

function labelOf(args: readonly unknown[]): string {
	const label = inspect(args, { depth: 3, breakLength: Number.POSITIVE_INFINITY, maxStringLength: 80 });
	return label.length > LABEL_LENGTH ? `${label.slice(0, LABEL_LENGTH - 1)}…` : label;
}

function textOf(error: unknown): string {
	return error instanceof Error ? (error.stack ?? error.message) : inspect(error);
}
