import type { INodeParameters } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import type { RunResult, WorkflowJson } from '../../../lab/engine/engine.mts';
import { benchPerTest } from '../../support/benchHooks.mts';
import { CREDENTIAL_TYPE, continueOnFail, incidentById } from '../../support/practice.mts';
import { chain, step } from '../../../lab/test/support/workflows.mts';
import { ID } from '../../support/updateFixture.mts';

const current = benchPerTest();
const PACKAGE = 'n8n-nodes-microsoft-defender-xdr';
const USED_UP = (most: number) => `Maximum Tool Calls (${most}) reached; answer with the results so far`;

/** Calls a node again and again in one execution: once for each input item, as an agent calls its tool. */
function calledForEach(
	type: 'getIncidents' | 'updateIncident' | 'runHuntingQuery',
	suffix: 'Tool' | '',
	parameters: INodeParameters,
	more = continueOnFail,
): WorkflowJson {
	const credentials = { [CREDENTIAL_TYPE]: { id: current.bench.credentialId, name: 'Practice' } };
	const called = step('Called', `${PACKAGE}.${type}${suffix}`, parameters, { credentials, ...more });
	const loop = step('Loop', 'n8n-nodes-base.splitInBatches', { batchSize: 1 }, { typeVersion: 3 });
	const workflow = chain(loop, called);
	return {
		...workflow,
		connections: {
			Start: { main: [[{ node: 'Loop', type: 'main', index: 0 }]] },
			Loop: { main: [[], [{ node: 'Called', type: 'main', index: 0 }]] },
			Called: { main: [[{ node: 'Loop', type: 'main', index: 0 }]] },
		},
	};
}

const run = async (workflow: WorkflowJson, calls: number): Promise<RunResult> =>
	await current.bench.engine.run(workflow, {
		credentials: current.bench.credentials,
		pinData: { Start: Array.from({ length: calls }, (_, call) => ({ json: { call } })) },
	});
const failures = (result: RunResult) =>
	(result.runData['Called'] ?? []).map(({ error }) => error?.message).filter((text) => text !== undefined);

const READ = { operation: 'get', incidentId: incidentById(ID), output: 'incidents' };
const TOOLS = [
	['getIncidents', READ],
	['updateIncident', { incidentId: incidentById(ID), comment: 'seen' }],
	['runHuntingQuery', { query: 'print 1' }],
] as const;

describe('Maximum Tool Calls', () => {
	current.eachRow(TOOLS)(
		'each node called 23 times as a tool → 20 calls reach Defender, 3 fail',
		async (type, parameters) => {
			const result = await run(calledForEach(type, 'Tool', parameters), 23);
			expect(failures(result)).toEqual(Array.from({ length: 3 }, () => USED_UP(20)));
			const calls = current.bench
				.apiCalls()
				.filter((call) => !call.startsWith('GET') || type === 'getIncidents');
			expect(calls).toHaveLength(20);
		},
	);

	it('option set to 2 → the third call fails, and the message asks a model to answer', async () => {
		const result = await run(
			calledForEach('getIncidents', 'Tool', { ...READ, options: { maxToolCalls: 2 } }),
			3,
		);
		expect(failures(result)).toEqual([USED_UP(2)]);
		expect(result.runData['Called']?.[2]?.error?.description).toMatch(/^Do not call this tool again/);
	});

	it('option set to null → counts as not set, 20 calls', async () => {
		const options = { maxToolCalls: null };
		const result = await run(calledForEach('getIncidents', 'Tool', { ...READ, options }), 21);
		expect(failures(result)).toEqual([USED_UP(20)]);
	});

	it('another execution → counts from one again', async () => {
		const workflow = calledForEach('getIncidents', 'Tool', { ...READ, options: { maxToolCalls: 2 } });
		const results = [await run(workflow, 2), await run(workflow, 2), await run(workflow, 2)];
		expect(results.flatMap(failures)).toEqual([]);
	});

	it('node in a workflow, not a tool → no limit', async () => {
		const result = await run(
			calledForEach('getIncidents', '', { ...READ, options: { maxToolCalls: 2 } }),
			23,
		);
		expect(failures(result)).toEqual([]);
		expect(current.bench.apiCalls()).toHaveLength(23);
	});

	current.eachRow([0, -1, 1_001, 'many'])(
		'option out of range → no call, and the range is named',
		async (value) => {
			const options = { maxToolCalls: value };
			const result = await run(calledForEach('getIncidents', 'Tool', { ...READ, options }, {}), 1);
			expect(result.error?.description).toContain('Enter a number from 1 to 1,000.');
			expect(current.bench.apiCalls()).toEqual([]);
		},
	);
});
