import type {
	DataTable,
	DataTableFilter,
	DataTableProxyProvider,
	DataTableRow,
	DataTableRowReturn,
	IDataTableProjectAggregateService,
	IDataTableProjectService,
} from 'n8n-workflow';
import { workflow as n8nWorkflow } from './n8n.mts';

/** A data table with its rows. */
interface Table {
	readonly about: DataTable;
	readonly rows: DataTableRowReturn[];
}

/** All tables by project. n8n's project of a workflow is the workflow itself here, so that workflows share nothing. */
const projects = new Map<string, Table[]>();

const tablesOf = (workflowId: string): Table[] => {
	const tables = projects.get(workflowId) ?? [];
	projects.set(workflowId, tables);
	return tables;
};

/** The rows of a workflow's table as the Data Table node keeps them; undefined when there is no such table. May be changed. */
export const dataTableRows = (workflowId: string, name: string): DataTableRowReturn[] | undefined =>
	tablesOf(workflowId).find(({ about }) => about.name === name)?.rows;

/**
 * What the Data Table node asks of n8n's server, in memory: tables with columns of text, found by name, rows by equality.
 * Source: packages/cli/src/modules/data-table of n8n 2.41 (data-table.service.ts, data-table.repository.ts).
 */
export const dataTables: DataTableProxyProvider = {
	getDataTableAggregateProxy: async ({ id }) => aggregate(id),
	getDataTableProxy: async (workflow, node, tableId) => {
		const table = tablesOf(workflow.id).find(({ about }) => about.id === tableId);
		if (table !== undefined) return service(table);
		throw new n8nWorkflow.NodeOperationError(
			node,
			`Data table with ID '${tableId}' could not be found in this project`,
		);
	},
};

const notOffered = async (): Promise<never> => {
	throw new Error('The in-process engine does not offer this for data tables.');
};

function aggregate(projectId: string): IDataTableProjectAggregateService {
	const tables = tablesOf(projectId);
	return {
		getProjectId: () => projectId,
		getManyAndCount: async ({ filter, take }) => {
			// n8n finds a name by any part of it, case-insensitively, newest first.
			const part = String(filter?.['name'] ?? '').toLowerCase();
			const found = tables.filter(({ about }) => about.name.toLowerCase().includes(part)).toReversed();
			return { count: found.length, data: found.slice(0, take).map(({ about }) => about) };
		},
		createDataTable: async ({ name, columns }) => {
			if (tables.some(({ about }) => about.name === name))
				throw new Error(`Data table with name '${name}' already exists in this project`);
			const id = `table-${tables.length + 1}`;
			const now = new Date();
			const about: DataTable = {
				...{ id, name, projectId, createdAt: now, updatedAt: now },
				columns: columns.map((column, index) => {
					if (column.type !== 'string') throw new Error('The in-process engine has columns of text only.');
					if (!/^[a-zA-Z][a-zA-Z0-9_]{0,62}$/u.test(column.name))
						throw new Error(`Column name '${column.name}' is not valid.`);
					return { id: `${id}-${index}`, index, dataTableId: id, name: column.name, type: column.type };
				}),
			};
			tables.push({ about, rows: [] });
			return about;
		},
		deleteDataTableAll: notOffered,
	};
}

function service({ about, rows }: Table): IDataTableProjectService {
	const insert = (data: DataTableRow): DataTableRowReturn => {
		const empty = Object.fromEntries(about.columns.map(({ name }) => [name, null]));
		const now = new Date();
		const row: DataTableRowReturn = {
			...empty,
			...checked(about, data),
			...{ id: rows.length + 1, createdAt: now, updatedAt: now },
		};
		rows.push(row);
		return row;
	};
	const update = (filter: DataTableFilter, data: DataTableRow): DataTableRowReturn[] =>
		rows
			.filter(matching(about, filter))
			.map((row) => Object.assign(row, checked(about, data), { updatedAt: new Date() }));
	return {
		getColumns: async () => about.columns,
		getManyRowsAndCount: async ({ filter, skip = 0, take }) => {
			const found = filter === undefined ? rows : rows.filter(matching(about, filter));
			return { count: found.length, data: found.slice(skip, take && skip + take).map((row) => ({ ...row })) };
		},
		updateRows: async ({ filter, data }) => update(filter, data),
		upsertRow: async ({ filter, data }) => {
			const updated = update(filter, data);
			return updated.length > 0 ? updated : [insert(data)];
		},
		insertRows: notOffered,
		updateDataTable: notOffered,
		deleteDataTable: notOffered,
		addColumn: notOffered,
		moveColumn: notOffered,
		deleteColumn: notOffered,
		deleteRows: notOffered,
		clearRows: notOffered,
	};
}

/** @throws Error for a column that the table does not have, and for a value that is no text */
function checked({ columns }: DataTable, data: DataTableRow): DataTableRow {
	for (const [name, value] of Object.entries(data)) {
		if (!columns.some((column) => column.name === name)) throw new Error(`unknown column name '${name}'`);
		if (value !== null && typeof value !== 'string')
			throw new Error(`value '${String(value)}' does not match column type 'string'`);
	}
	return data;
}

function matching(
	{ columns }: DataTable,
	{ type, filters }: DataTableFilter,
): (row: DataTableRowReturn) => boolean {
	for (const { columnName, condition } of filters) {
		if (condition !== 'eq') throw new Error(`The in-process engine knows no condition "${condition}".`);
		if (!columns.some(({ name }) => name === columnName))
			throw new Error(`unknown column name '${columnName}'`);
	}
	return (row) => {
		const held = filters.map(({ columnName, value }) => row[columnName] === value);
		return type === 'and' ? held.every(Boolean) : held.some(Boolean);
	};
}
