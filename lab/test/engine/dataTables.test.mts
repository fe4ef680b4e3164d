import { describe, expect, it } from 'vitest';
import type { INode } from 'n8n-workflow';
import { dataTableRows, dataTables } from '../../engine/dataTables.mts';
import { workflow as n8nWorkflow } from '../../engine/n8n.mts';

const node: INode = {
	...{ id: 'x', name: 'Data table', type: 'n8n-nodes-base.dataTable', typeVersion: 1.1 },
	...{ position: [0, 0], parameters: {} },
};
const project = (id: string) => {
	const nodeTypes = {
		getByName: () => ({ description: { properties: [] } }) as never,
		getByNameAndVersion: () => ({ description: { properties: [] } }) as never,
		getKnownTypes: () => ({}),
	};
	return new n8nWorkflow.Workflow({ id, nodes: [], connections: {}, active: false, nodeTypes });
};
const columns = [{ name: 'key', type: 'string' } as const, { name: 'value', type: 'string' } as const];
const byKey = (value: string) => ({
	type: 'and' as const,
	filters: [{ columnName: 'key', condition: 'eq' as const, value }],
});

describe('engine data tables', () => {
	it('upsert with the same key twice → one row with the last values', async () => {
		const tables = await dataTables.getDataTableAggregateProxy(project('one'), node);
		const { id } = await tables.createDataTable({ name: 'state', columns });
		const table = await dataTables.getDataTableProxy(project('one'), node, id);
		await table.upsertRow({ filter: byKey('a'), data: { key: 'a', value: '1' } });
		await table.upsertRow({ filter: byKey('a'), data: { key: 'a', value: '2' } });
		await table.upsertRow({ filter: byKey('b'), data: { key: 'b' } });
		expect(dataTableRows('one', 'state')).toMatchObject([
			{ id: 1, key: 'a', value: '2' },
			{ id: 2, key: 'b', value: null },
		]);
		expect(await table.getManyRowsAndCount({ filter: byKey('a'), take: 1 })).toMatchObject({ count: 1 });
	});

	it('filter by a part of a name → matching tables, newest first, as in n8n', async () => {
		const tables = await dataTables.getDataTableAggregateProxy(project('two'), node);
		await tables.createDataTable({ name: 'state', columns });
		await tables.createDataTable({ name: 'State_old', columns });
		const { data } = await tables.getManyAndCount({ filter: { name: 'STATE' }, take: 1 });
		expect(data.map(({ name }) => name)).toEqual(['State_old']);
		await expect(tables.createDataTable({ name: 'state', columns })).rejects.toThrow('already exists');
	});

	it("an unknown column, a value of another type or another project's table → rejected", async () => {
		const tables = await dataTables.getDataTableAggregateProxy(project('three'), node);
		const { id } = await tables.createDataTable({ name: 'state', columns });
		const table = await dataTables.getDataTableProxy(project('three'), node, id);
		const write = (data: Record<string, string | number>) => table.upsertRow({ filter: byKey('a'), data });
		await expect(write({ other: 'x' })).rejects.toThrow("unknown column name 'other'");
		await expect(write({ value: 1 })).rejects.toThrow('does not match column type');
		await expect(dataTables.getDataTableProxy(project('four'), node, id)).rejects.toThrow(
			'could not be found',
		);
		expect(dataTableRows('four', 'state')).toBeUndefined();
	});
});
