import { cellOf, type CellValue } from './cells.mts';
import { Environment, type Session } from './environment.mts';
import { createQueryParser, type QueryParser } from './parser.mts';
import { assertAllowed } from './policy.mts';
import { QueryRefused } from './refusals.mts';
import { readHuntSchema } from './schema.mts';
import { evaluateQuery, evaluateTable } from './tables.mts';
import { parseInstant } from './ticks.mts';
import { withinSpan, type HuntSpan } from './huntSpan.mts';
import type { HuntColumn, Table } from './types.mts';
import { createTableData, type TableRows } from './tableData.mts';

export type { CellValue } from './cells.mts';
export type { HuntSpan } from './huntSpan.mts';
export type { HuntColumn, ScalarType } from './types.mts';
export type { TableRows } from './tableData.mts';

export interface HuntSettings {
	/** The tenant's clock, ISO text; now() and ago() use it. */
	readonly now: string;
	/** Applied to every table that has a Timestamp column. */
	readonly span?: HuntSpan;
	/** The service's ceiling (100 000): more rows are silently cut. */
	readonly maxRows: number;
}

export type HuntAnswer =
	| {
			readonly ok: true;
			readonly columns: readonly HuntColumn[];
			readonly rows: readonly (readonly CellValue[])[];
	  }
	| {
			readonly ok: false;
			/** The error and its position in the service's words, or what the practice tenant does not support. */
			readonly message: string;
	  };

export interface HuntEngine {
	/**
	 * Runs one query. Never throws because of the query; an Error means a defect of the practice tenant
	 * (its evaluator and Microsoft's binder disagree) or unusable settings.
	 */
	run(query: string, settings: HuntSettings): HuntAnswer;
}

let parser: QueryParser | undefined;

/** Microsoft's parser with the hunting schema: loaded at the first query, kept for the process. */
function huntParser(): QueryParser {
	return (parser ??= createQueryParser(readHuntSchema()));
}

/**
 * An engine that executes KQL over the practice world. Tables of the schema that `tables` lacks are empty.
 * Rows appended to `tables` later are seen by later queries; a row itself must not change.
 */
export function createHuntEngine(tables: TableRows): HuntEngine {
	const world = createTableData(readHuntSchema(), tables);
	return {
		run: (query, settings) => {
			try {
				return execute(query, settings, world);
			} catch (error) {
				if (error instanceof QueryRefused) return { ok: false, message: error.message };
				throw error;
			}
		},
	};
}

function execute(query: string, settings: HuntSettings, world: (name: string) => Table): HuntAnswer {
	const now = parseInstant(settings.now);
	if (now === null) throw new Error(`'${settings.now}' is no time for the tenant's clock`);
	const parsed = huntParser().parse(query);
	const statements = assertAllowed(parsed, query);
	const session: Session = {
		now,
		query,
		databaseTable: (name) => withinSpan(world(name), settings.span),
		tabular: (part, environment) => evaluateTable(part, environment, session),
	};
	const table = evaluateQuery(statements, new Environment(), session);
	const rows = table.rows
		.slice(0, settings.maxRows)
		.map((row) => parsed.columns.map((column, index) => cellOf(row[index] ?? null, column)));
	return { ok: true, columns: parsed.columns, rows };
}
