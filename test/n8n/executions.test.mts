import type { INodeParameters } from 'n8n-workflow';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createCredential } from '../../lab/editor/credentialForm.mts';
import { finished, runWorkflow, saveWorkflow, startWorkflow } from '../../lab/editor/workflowRun.mts';
import type { WorkflowJson } from '../../lab/engine/engine.mts';
import { startOllama } from '../../lab/standIns/ollama.mts';
import type { Tenant } from '../../lab/tenant/practice.mts';
import { chain, step } from '../../lab/test/support/workflows.mts';
import { CREDENTIAL_TYPE, showLogOnFailure } from './bench.mts';
import { shownTypes } from './nodeTypes.mts';
import { startRunningN8n, type RunningN8n } from './runningN8n.mts';

const PACKAGE = 'n8n-nodes-microsoft-defender-xdr';
/** An active incident of every practice tenant of seed 1. */
const ID = '48417';
const INCIDENT = { __rl: true, mode: 'id', value: ID };

let running: RunningN8n;
let tenant: Tenant;
let credentials: { readonly [CREDENTIAL_TYPE]: { readonly id: string; readonly name: string } };
beforeAll(async () => {
	running = await startRunningN8n('executions');
});
afterAll(() => running?.close());
beforeEach(async () => {
	showLogOnFailure(running.n8n);
	tenant = running.practice.addTenant();
	const { id } = await createCredential(running.rest, CREDENTIAL_TYPE, tenant.id, { ...tenant.credential() });
	credentials = { [CREDENTIAL_TYPE]: { id, name: tenant.id } };
});

const apiCalls = () => tenant.calls.filter(({ kind }) => kind === 'graph');
const ours = (type: string, parameters: INodeParameters) =>
	step('Ours', `${PACKAGE}.${type}`, parameters, { credentials });

describe('Custom API Call in a real n8n', () => {
	it.each([
		['getIncidents', { limit: 3 }],
		['updateIncident', { incidentId: INCIDENT, updateFields: { status: 'resolved' }, comment: 'done' }],
		['runHuntingQuery', { query: 'print 1' }],
	])(
		'chosen in %s → error that names the HTTP Request node, and the tenant gets no request',
		async (type, more) => {
			const workflow = chain(ours(type, { ...more, operation: '__CUSTOM_API_CALL__' }));
			const { status, error } = await runWorkflow(running.rest, workflow);
			expect([status, error?.message]).toEqual(['error', 'Custom API Call is not an operation of this node']);
			expect(error?.description).toMatch(/^Choose an operation of this node: .* use the HTTP Request node/);
			expect(tenant.calls).toEqual([]);
			expect(tenant.incidents.get(ID)?.status).toBe('active');
		},
	);

	it('our nodes and tools → n8n does not offer it', async () => {
		const nodes = shownTypes(await running.rest.file('types/nodes.json'), `${PACKAGE}.`);
		expect(nodes.length).toBeGreaterThan(3);
		expect(JSON.stringify(nodes)).not.toContain('__CUSTOM_API_CALL__');
	});
});

describe('executions of one real n8n that write the same incident', () => {
	it('40 add a tag each, 10 at a time → 40 of 40 tags', async () => {
		const add = chain(
			ours('updateIncident', {
				incidentId: INCIDENT,
				tagsMode: 'add',
				tags: '={{ "execution-" + $execution.id }}',
			}),
		);
		const id = await saveWorkflow(running.rest, add);
		const executions: string[] = [];
		const lane = async () => {
			for (let count = 0; count < 4; count++) {
				const execution = await startWorkflow(running.rest, id, 'Start');
				executions.push(execution);
				expect((await finished(running.rest, execution)).status).toBe('success');
			}
		};
		await Promise.all(Array.from({ length: 10 }, lane));
		expect(executions).toHaveLength(40);
		expect(tenant.incidents.get(ID)?.customTags.toSorted()).toEqual(
			executions.map((execution) => `execution-${execution}`).sort(),
		);
	});
});

/** An agent whose model calls its one tool again and again. */
function agentWith(tool: ReturnType<typeof step>, model: { readonly id: string }): WorkflowJson {
	const ollama = { ollamaApi: { id: model.id, name: 'Ollama' } };
	const agent = step(
		'Agent',
		'@n8n/n8n-nodes-langchain.agent',
		{ promptType: 'define', text: 'Look it up.', options: { maxIterations: 50 } },
		{ typeVersion: 3 },
	);
	const workflow = chain(
		agent,
		step('Model', '@n8n/n8n-nodes-langchain.lmChatOllama', { model: 'llama3.1' }, { credentials: ollama }),
		tool,
	);
	return {
		...workflow,
		connections: {
			Start: { main: [[{ node: 'Agent', type: 'main', index: 0 }]] },
			Model: { ai_languageModel: [[{ node: 'Agent', type: 'ai_languageModel', index: 0 }]] },
			[tool.name]: { ai_tool: [[{ node: 'Agent', type: 'ai_tool', index: 0 }]] },
		},
	};
}

describe('Maximum Tool Calls in a real n8n', () => {
	it('a model that calls a tool 23 times → 20 calls reach Defender, and the message asks the model to answer', async () => {
		const model = await startOllama({ callsPerTool: 23, reply: 'All looked up.' });
		try {
			const { id } = await createCredential(running.rest, 'ollamaApi', 'Ollama', { ...model.credential });
			const tool = step(
				'Read Incident',
				`${PACKAGE}.getIncidentsTool`,
				{
					operation: 'get',
					incidentId: INCIDENT,
					output: 'incidents',
					toolDescription: 'Reads an incident.',
				},
				{ credentials },
			);
			const { status, error, runData } = await runWorkflow(running.rest, agentWith(tool, { id }));
			expect([status, error]).toEqual(['success', undefined]);
			expect(runData['Agent']?.at(-1)?.data?.['main']?.[0]?.[0]?.json['output']).toBe('All looked up.');
			expect(apiCalls()).toHaveLength(20);
			expect(model.answers).toHaveLength(23);
			for (const [call, answer] of model.answers.entries()) {
				if (call < 20) expect(answer).toContain(ID);
				else expect(answer).toContain('Maximum Tool Calls (20) reached; answer with the results so far');
			}
		} finally {
			await model.close();
		}
	});
});
