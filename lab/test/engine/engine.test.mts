import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../../engine/engine.mts';
import { chain, FIXTURE, fixtureEngine, setField, step } from '../support/workflows.mts';

const threeItems = { Start: [1, 2, 3].map((n) => ({ json: { n } })) };

describe('a workflow in the engine', () => {
	it('runs nodes of n8n with expressions', async () => {
		const engine = await fixtureEngine();
		const result = await engine.run(
			chain(setField('Name', 'host', 'srv-1'), setField('Greet', 'text', '={{ "hello " + $json.host }}')),
		);
		expect(result.status).toBe('success');
		expect(result.error).toBeUndefined();
		expect(result.items('Greet').map(({ json }) => json)).toEqual([{ text: 'hello srv-1' }]);
		expect(result.items('Nobody')).toEqual([]);
	});

	it('counts time in UTC unless the workflow names a zone', async () => {
		const engine = await fixtureEngine();
		const workflow = chain(setField('Zone', 'zone', '={{ $now.zoneName }}'));
		const settings = { ...workflow.settings, timezone: 'Europe/Berlin' };
		const results = await Promise.all([engine.run(workflow), engine.run({ ...workflow, settings })]);
		expect(results.map((result) => result.items('Zone')[0]?.json['zone'])).toEqual(['UTC', 'Europe/Berlin']);
	});

	it('keeps the pairing of items through several nodes', async () => {
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

	it('reports each finished node with its number of items', async () => {
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

	it('leaves the workflow it was given untouched', async () => {
		const engine = await fixtureEngine();
		const workflow = chain(setField('Name', 'host', 'srv-1'));
		const before = structuredClone(workflow);
		await engine.run(workflow);
		expect(workflow).toEqual(before);
	});
});

describe('what an engine knows', () => {
	it('names an unknown node type and lists the known ones', async () => {
		const engine = await fixtureEngine();
		const run = engine.run(chain(step('Odd One', 'n8n-nodes-base.code')));
		await expect(run).rejects.toThrow(
			/"Odd One" has the type "n8n-nodes-base\.code".*n8n-nodes-base\.set.*n8n-nodes-engine-fixture\.caller/,
		);
	});

	it('names an unknown credential type and lists the package’s own', async () => {
		const engine = await fixtureEngine();
		const credentials = { nobodysApi: { id: '1', name: 'x' } };
		const run = engine.run(chain(step('Caller', 'n8n-nodes-engine-fixture.caller', {}, { credentials })));
		await expect(run).rejects.toThrow(/"Caller".*"nobodysApi".*fixtureTokenApi/);
	});

	it('refuses a base node that is not offered', async () => {
		await expect(createEngine({ packageDir: FIXTURE, baseNodes: ['set', 'code'] })).rejects.toThrow(
			/n8n-nodes-base\.code is not offered/,
		);
	});

	it('says which files of a package are not built', async () => {
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

	it('finds n8n-workflow for a package installed elsewhere', async () => {
		const packageDir = join(mkdtempSync(join(tmpdir(), 'elsewhere-')), 'package');
		try {
			cpSync(FIXTURE, packageDir, { recursive: true });
			const engine = await createEngine({ packageDir });
			expect(engine.nodeTypes).toContain('n8n-nodes-engine-fixture.caller');
		} finally {
			rmSync(dirname(packageDir), { recursive: true });
		}
	});

	it('loads every base node it offers', async () => {
		const engine = await fixtureEngine();
		const offered = engine.nodeTypes.filter((type) => type.startsWith('n8n-nodes-base.'));
		const [start, ...others] = [...offered].sort((a) => (a.endsWith('.manualTrigger') ? -1 : 1));
		expect(start).toBe('n8n-nodes-base.manualTrigger');
		expect(others.length).toBeGreaterThan(15);
		const unconnected = others.map((type) => ({ ...step(type, type), disabled: true }));
		const workflow = { ...chain(...unconnected), connections: {} };
		await expect(engine.run(workflow)).resolves.toMatchObject({ status: 'success' });
	});

	it('does not share anything with a second engine in the process', async () => {
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
