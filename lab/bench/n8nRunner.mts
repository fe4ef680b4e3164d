import { setTimeout as pause } from 'node:timers/promises';
import { parse } from 'flatted';
import type { IRunData } from 'n8n-workflow';
import { z } from 'zod';
import { packTarball } from '../../scripts/lib/tarball.mjs';
import { createInstance } from '../editor/instance.mts';
import { createOriginal } from '../editor/original.mts';
import { createRestClient, type RestClient } from '../editor/restClient.mts';
import { startServer } from '../editor/server.mts';
import { saveWorkflow, startWorkflow } from '../editor/workflowRun.mts';
import { serviceOf } from './jobs.mts';
import { onlyChild, residentMb, resetPeak } from './residentMemory.mts';
import { prepareService, readCounts } from './serviceSettings.mts';
import type { Measured, Task } from './task.mts';
import { credentialFor, jobWorkflow } from './workflows.mts';

/** A running n8n with the packed package. */
export interface N8nRunner {
	/** Measures one way. All measurements share the process of n8n, as executions do. */
	readonly measure: (task: Task) => Promise<Measured>;
	readonly close: () => Promise<void>;
}

/** No other computer is needed, and nothing listens at this address. */
const NO_PROXY = 'http://127.0.0.1:9';
/** Longest measured execution: 200 updates one by one, or a throttled job. */
const RUN_MS = 600_000;
const POLL_MS = 250;
const UNFINISHED = ['new', 'running', 'waiting', 'unknown'];

const listed = z.object({ results: z.array(z.object({ id: z.string(), status: z.string() })) });
const stored = z.object({ data: z.string() });
const contents = z.object({
	resultData: z.object({
		error: z.object({ message: z.string() }).optional(),
		runData: z.custom<IRunData>((value) => typeof value === 'object' && value !== null),
	}),
});

/** Starts n8n. @throws Error if it is not installed */
export async function startN8nRunner(): Promise<N8nRunner> {
	const { file } = await packTarball();
	const original = await createOriginal(file, NO_PROXY);
	const instance = await createInstance(original.path, 'bench', NO_PROXY);
	const server = await startServer(instance);
	const rest = createRestClient(server.origin);
	await rest.setUpOwner();
	await rest.signIn();
	const close = async () => {
		await server.stop();
		instance.remove();
		original.remove();
	};
	// The leader of the process group only starts n8n and watches it.
	const pid = onlyChild(server.pid);
	return { measure: async (task) => await measure(rest, pid, task), close };
}

async function measure(rest: RestClient, pid: number, { job, way, origin }: Task): Promise<Measured> {
	if (way === 'fetch') throw new Error('A measurement without n8n runs in a process of its own.');
	const { type, data } = credentialFor(way, origin);
	const body = { name: `${job.name} ${way}`, type, data };
	const { id } = z.object({ id: z.string() }).parse(await rest.call('POST', 'credentials', body));
	const workflowId = await saveWorkflow(rest, jobWorkflow(job, way, origin, id));
	await prepareService(origin, serviceOf(job));
	resetPeak(pid);
	const idleMb = residentMb('VmRSS', pid);
	const executionId = await startWorkflow(rest, workflowId, 'Start');
	await untilEnded(rest, workflowId);
	const peakMb = residentMb('VmHWM', pid);
	const counts = await readCounts(origin);
	const result = await readResult(rest, executionId);
	await rest.call('DELETE', `credentials/${id}`);
	return { ...result, cpuMs: 0, idleMb, peakMb, counts };
}

/** Looks only at the status, because reading the result takes memory in n8n. */
async function untilEnded(rest: RestClient, workflowId: string): Promise<void> {
	const filter = encodeURIComponent(JSON.stringify({ workflowId }));
	const deadline = Date.now() + RUN_MS;
	while (Date.now() < deadline) {
		const { results } = listed.parse(await rest.call('GET', `executions?filter=${filter}`));
		const [execution] = results;
		if (execution !== undefined && !UNFINISHED.includes(execution.status)) return;
		await pause(POLL_MS);
	}
	throw new Error(`The execution did not end within ${RUN_MS / 1_000} seconds.`);
}

async function readResult(
	rest: RestClient,
	executionId: string,
): Promise<Pick<Measured, 'items' | 'milliseconds' | 'error'>> {
	const { data } = stored.parse(await rest.call('GET', `executions/${executionId}`));
	const { error, runData } = contents.parse(parse(data)).resultData;
	const runs = Object.entries(runData).filter(([name]) => name !== 'Start');
	const milliseconds = runs
		.flatMap(([, all]) => all)
		.reduce((sum, { executionTime }) => sum + executionTime, 0);
	const results = runData['Result'] ?? [];
	const items = results.reduce((sum, run) => sum + (run.data?.['main']?.[0]?.length ?? 0), 0);
	return { items, milliseconds, ...(error === undefined ? {} : { error: error.message }) };
}
