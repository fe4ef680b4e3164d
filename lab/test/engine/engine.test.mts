import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../../engine/engine.mts';
import { chain, FIXTURE, fixtureEngine, setField, step } from '../support/workflows.mts';

const threeItems = { Start: [1, 2, 3].map((n) => ({ json: { n } })) };

describe('engine run', () => {
	it("n8n's own nodes with expressions → items with the evaluated values", async () => {
		const engine = await fixtureEngine();
		const result = await engine.run(
			chain(setField('Name', 'host', 'srv-1'), setField('Greet', 'text', '={{ "hello " + $json.host }}')),
		);
		expect(result.status).toBe('success');
		expect(result.error).toBeUndefined();
		expect(result.items('Greet').map(({ json }) => json)).toEqual([{ text: 'hello srv-1' }]);
		expect(result.items('Nobody')).toEqual([]);
	});

	it('a workflow with and without a time zone → that zone, and UTC', async () => {
		const engine = await fixtureEngine();
		const workflow = chain(setField('Zone', 'zone', '={{ $now.zoneName }}'));
		const settings = { ...workflow.settings, timezone: 'Europe/Berlin' };
		const results = await Promise.all([engine.run(workflow), engine.run({ ...workflow, settings })]);
		expect(results.map((result) => result.items('Zone')[0]?.json['zone'])).toEqual(['UTC', 'Europe/Berlin']);
	});

	it('several nodes in a row → paired items kept', async () => {
		const engine = await fixtureEngine();
		const filter = step(
			'Odd',
			'n8n-nodes-base.filter',
			{
				conditions: {
					options: { version: 2, caseSensitive: true, leftValue: '', typeValidation: 'strict' },
					combinator: 'and',
					conditions: [
						{
							id: 'a',
							leftValue: '={{ $json.n % 2 }}',
							rightValue: 1,
							operator: { type: 'number', operation: 'equals' },
						},
					],
				},
				options: {},
			},
			{ typeVersion: 2.2 },
		);
		const workflow = chain(filter, setField('Back', 'from', '={{ $("Start").item.json.n }}'));
		const result = await engine.run(workflow, { pinData: threeItems });
		expect(result.items('Odd').map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 2 }]);
		expect(result.items('Back').map(({ json }) => json)).toEqual([{ from: '1' }, { from: '3' }]);
	});

	it("onNodeFinished → called with each node's name and item count", async () => {
		const engine = await fixtureEngine();
		const seen: unknown[] = [];
		await engine.run(chain(setField('Name', 'host', 'srv-1')), {
			pinData: threeItems,
			onNodeFinished: (name, items, milliseconds) => seen.push([name, items, milliseconds >= 0]),
		});
		expect(seen).toEqual([
			['Start', 3, true],
			['Name', 3, true],
		]);
	});

	it('a run → the workflow object is unchanged', async () => {
		const engine = await fixtureEngine();
		const workflow = chain(setField('Name', 'host', 'srv-1'));
		const before = structuredClone(workflow);
		await engine.run(workflow);
		expect(workflow).toEqual(before);
	});
});

describe('engine setup', () => {
	it('an unknown node type → an error with the node, its type and the known types', async () => {
		const engine = await fixtureEngine();
		const run = engine.run(chain(step('Odd One', 'n8n-nodes-base.code')));
		await expect(run).rejects.toThrow(
			/"Odd One" has the type "n8n-nodes-base\.code".*n8n-nodes-base\.set.*n8n-nodes-engine-fixture\.caller/,
		);
	});

	it('an unknown credential type → an error with the node, the type and the known types', async () => {
		const engine = await fixtureEngine();
		const credentials = { nobodysApi: { id: '1', name: 'x' } };
		const run = engine.run(chain(step('Caller', 'n8n-nodes-engine-fixture.caller', {}, { credentials })));
		await expect(run).rejects.toThrow(/"Caller".*"nobodysApi".*fixtureTokenApi/);
	});

	it('a base node outside the list → rejected', async () => {
		await expect(createEngine({ packageDir: FIXTURE, baseNodes: ['set', 'code'] })).rejects.toThrow(
			/n8n-nodes-base\.code is not offered/,
		);
	});

	it('a package without built files → an error that names the missing file', async () => {
		const packageDir = mkdtempSync(join(tmpdir(), 'unbuilt-'));
		try {
			await expect(createEngine({ packageDir })).rejects.toThrow(/no package\.json/);
			const content = { name: 'n8n-nodes-unbuilt', n8n: { nodes: ['dist/nodes/A.node.js'] } };
			writeFileSync(join(packageDir, 'package.json'), JSON.stringify(content));
			await expect(createEngine({ packageDir })).rejects.toThrow(
				/lacks dist\/nodes\/A\.node\.js\. Build the package first: npm run build/,
			);
		} finally {
			rmSync(packageDir, { recursive: true });
		}
	});

	it('a package in another folder → loads with n8n-workflow', async () => {
		const packageDir = join(mkdtempSync(join(tmpdir(), 'elsewhere-')), 'package');
		try {
			cpSync(FIXTURE, packageDir, { recursive: true });
			const engine = await createEngine({ packageDir });
			expect(engine.nodeTypes).toContain('n8n-nodes-engine-fixture.caller');
		} finally {
			rmSync(dirname(packageDir), { recursive: true });
		}
	});

	it('every base node of the list → loads', async () => {
		const engine = await fixtureEngine();
		const offered = engine.nodeTypes.filter((type) => type.startsWith('n8n-nodes-base.'));
		const [start, ...others] = [...offered].sort((a) => (a.endsWith('.manualTrigger') ? -1 : 1));
		expect(start).toBe('n8n-nodes-base.manualTrigger');
		expect(others.length).toBeGreaterThan(15);
		const unconnected = others.map((type) => ({ ...step(type, type), disabled: true }));
		const workflow = { ...chain(...unconnected), connections: {} };
		await expect(engine.run(workflow)).resolves.toMatchObject({ status: 'success' });
	});

	it('two engines in one process → separate node types', async () => {
		const [all, few] = await Promise.all([
			fixtureEngine(),
			createEngine({ packageDir: FIXTURE, baseNodes: ['manualTrigger'] }),
		]);
		const workflow = chain(setField('Name', 'host', 'srv-1'));
		await expect(few.run(workflow)).rejects.toThrow(/"n8n-nodes-base\.set", which is not loaded/);
		const results = [await all.run(workflow), await few.run(chain(step('Nothing', 'n8n-nodes-base.noOp')))];
		expect(results.map(({ status }) => status)).toEqual(['success', 'success']);
	});
});
