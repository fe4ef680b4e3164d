import type { INode, INodeParameters } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { jsonOf } from '../../support/practice.mts';
import { HOSTILE } from './hostile.mts';
import { playbooksOnDemand, type PlaybookBench } from './playbookBench.mts';
import { tenantTime } from './tenantTime.mts';

const start = playbooksOnDemand({ hunts: true });
tenantTime();
/** Scripts on three devices. */
const SCRIPTS = '48461';

/**
 * Runs a hunting tool after *Settings* with what a model would choose. The engine has no AI agent, so the values are in
 * the parameters, and the agent's place on the canvas is the tool's.
 */
async function callTool(bench: PlaybookBench, tool: string, chosen: Readonly<Record<string, string>>) {
	const { playbook } = bench;
	const node: INode = bench.node(tool);
	const parameters = Object.entries(node.parameters).map(([name, value]) => {
		const asked = typeof value === 'string' && value.includes('$fromAI');
		return [name, asked ? (chosen[name] ?? '') : value] as const;
	});
	node.parameters = Object.fromEntries(parameters) satisfies INodeParameters;
	playbook.nodes.splice(
		0,
		playbook.nodes.length,
		...['Incident Trigger', 'Settings', tool].map((name) => bench.node(name)),
	);
	playbook.connections.Settings = { main: [[{ node: tool, type: 'main', index: 0 }]] };
	const result = await bench.run('Incident Trigger', [{ id: SCRIPTS }]);
	const hunts = bench.tenant.calls.filter(({ path }) => path.endsWith('/runHuntingQuery'));
	return { result, items: jsonOf(result, tool), sent: hunts.map(({ body }) => JSON.stringify(body)) };
}

describe('AI triage assistant, hunting tools', () => {
	it('hunt around the incident → a summary for the incident of the execution', async () => {
		const bench = await start('ai-triage-assistant');
		const { items, sent } = await callTool(bench, 'Hunt Around Incident', { hunt: 'hash-spread' });
		expect(items).toMatchObject([
			{ hunt: 'hash-spread', skipped: false, searchedFor: { hashes: { count: 1 } } },
		]);
		expect(sent).toHaveLength(1);
	});

	it('hunt for a hostile value → used only as a value', async () => {
		const bench = await start('ai-triage-assistant');
		const chosen = { hunt: 'device-timeline', devices: `${HOSTILE.replaceAll(',', '')}" | take 1 //` };
		const { items, sent } = await callTool(bench, 'Hunt for Values', chosen);
		expect(items).toMatchObject([{ hunt: 'device-timeline', rowCount: 0 }]);
		expect(sent).toHaveLength(1);
	});

	it('KQL or an unknown hunt as the hunt → refused with the IDs of the library, nothing sent', async () => {
		const bench = await start('ai-triage-assistant');
		const { result, sent } = await callTool(bench, 'Hunt for Values', { hunt: 'EmailEvents | take 1' });
		expect(result.error?.message).toContain('is not a hunt; use one of: alerts-about-entity, ');
		expect(sent).toEqual([]);
	});
});
