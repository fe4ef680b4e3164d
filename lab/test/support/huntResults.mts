import {
	createHuntEngine,
	type CellValue,
	type HuntColumn,
	type HuntSettings,
	type TableRows,
} from '../../tenant/kql/huntEngine.mts';

export const NOW = '2026-03-10T12:00:00.0000000Z';

export interface HuntResult {
	readonly columns: readonly HuntColumn[];
	readonly rows: readonly (readonly CellValue[])[];
}

const settings = (more: Partial<HuntSettings>): HuntSettings => ({ now: NOW, maxRows: 100_000, ...more });

/** Runs a query that must succeed. */
export function hunt(query: string, tables: TableRows = {}, more: Partial<HuntSettings> = {}): HuntResult {
	const answer = createHuntEngine(tables).run(query, settings(more));
	if (!answer.ok) throw new Error(answer.message);
	return answer;
}

export function rowsOf(
	query: string,
	tables: TableRows = {},
	more: Partial<HuntSettings> = {},
): HuntResult['rows'] {
	return hunt(query, tables, more).rows;
}

/** The columns of an answer as `name:type`. */
export function columnsOf(query: string): string[] {
	return hunt(query).columns.map(({ name, type }) => `${name}:${type}`);
}

/** The message with which a query is refused. */
export function refusalOf(query: string): string {
	const answer = createHuntEngine({}).run(query, settings({}));
	if (answer.ok) throw new Error(`not refused: ${query}`);
	return answer.message;
}

/** The single value of `print x = <expression>`. */
export function valueOf(expression: string): CellValue | undefined {
	return rowsOf(`print x = ${expression}`)[0]?.[0];
}
