import { cellOf, type CellValue } from './cells.mts';
import { Environment, once, type Session } from './environment.mts';
import { closeTables } from './openTables.mts';
import { createQueryParser, type NamedTable, type QueryParser } from './parser.mts';
import { assertAllowed } from './policy.mts';
import { QueryRefused } from './refusals.mts';
import { shortenLists } from './longLists.mts';
import { readHuntSchema, readWorkspaceSchema } from './schema.mts';
import { evaluateOn, evaluateQuery, evaluateTable } from './tables.mts';
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

/** What a tenant's advanced hunting is connected to. */
export interface HuntOptions {
	/** Whether a Microsoft Sentinel workspace is connected: its tables, and `TimeGenerated` in Defender's. @default false */
	readonly workspace?: boolean;
	/** The content at each address that `externaldata` may read. @default none */
	readonly externalData?: ReadonlyMap<string, string>;
}

/** Microsoft's parser with a hunting schema: loaded at the first query, kept for the process. */
const huntParser = once(() => createQueryParser(readHuntSchema()));
const workspaceParser = once(() => createQueryParser(readWorkspaceSchema()));

/** What queries of one tenant run on. */
interface World {
	readonly parser: () => QueryParser;
	readonly tableNames: readonly string[];
	readonly table: (name: string) => Table;
	readonly externalData: ReadonlyMap<string, string>;
}

/**
 * An engine that executes KQL over the practice world. Tables of the schema that `tables` lacks are empty.
 * Rows appended to `tables` later are seen by later queries; a row itself must not change.
 */
export function createHuntEngine(
	tables: TableRows,
	{ workspace = false, externalData = new Map() }: HuntOptions = {},
): HuntEngine {
	const schema = workspace ? readWorkspaceSchema() : readHuntSchema();
	const world: World = {
		parser: workspace ? workspaceParser : huntParser,
		tableNames: [...schema.keys()],
		table: createTableData(schema, tables),
		externalData,
	};
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

function execute(query: string, settings: HuntSettings, world: World): HuntAnswer {
	const now = parseInstant(settings.now);
	if (now === null) throw new Error(`'${settings.now}' is no time for the tenant's clock`);
	const { text, lists } = shortenLists(query);
	const parse = (own: string, more: readonly NamedTable[]) => {
		const parsed = world.parser().parse(own, more);
		return { parsed, statements: assertAllowed(parsed, query) };
	};
	const sessionFor = (results: ReadonlyMap<string, Table>): Session => {
		const session: Session = {
			now,
			query,
			longLists: lists,
			externalData: (url) => world.externalData.get(url),
			tableNames: world.tableNames,
			databaseTable: (name) => results.get(name) ?? withinSpan(world.table(name), settings.span),
			subquery: (part, input, environment) => evaluateOn(part, input, { environment, session }),
			tabular: (part, environment) => evaluateTable(part, environment, session),
		};
		return session;
	};
	const { parsed, statements, tables } = closeTables(text, parse, sessionFor);
	const table = evaluateQuery(statements, new Environment(), sessionFor(tables));
	const rows = table.rows
		.slice(0, settings.maxRows)
		.map((row) => parsed.columns.map((column, index) => cellOf(row[index] ?? null, column)));
	return { ok: true, columns: parsed.columns, rows };
}
