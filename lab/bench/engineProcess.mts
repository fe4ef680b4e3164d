import { fileURLToPath } from 'node:url';
import { createEngine, CredentialStore, type Engine } from '../engine/engine.mts';
import { fetchJob } from './fetchJob.mts';
import { inputsOf, serviceOf, type Job } from './jobs.mts';
import { residentMb, resetPeak } from './residentMemory.mts';
import { prepareService, readCounts } from './serviceSettings.mts';
import type { Measured, Task } from './task.mts';
import { credentialFor, jobWorkflow } from './workflows.mts';

/**
 * Measures one way in a process of its own, so that none pays for the memory of another. A small job runs first: it signs in
 * and loads what a running n8n has loaded.
 */
type Outcome = Pick<Measured, 'items' | 'milliseconds' | 'error'>;
type Run = (job: Job) => Promise<Outcome>;

const SMALL = 60;
const SMALL_INPUTS = 5;

const task = JSON.parse(process.env['BENCH_TASK'] ?? '{}') as Task;
const { job, origin } = task;
const run = await createRun(task);
const tokens = job.isFirst === true ? 0 : await runSmallJob();
await prepareService(origin, serviceOf(job));
globalThis.gc?.();
resetPeak();
const idleMb = residentMb('VmRSS');
const cpu = process.cpuUsage();
const outcome = await run(job);
const { user, system } = process.cpuUsage(cpu);
const cpuMs = (user + system) / 1_000;
const peakMb = residentMb('VmHWM');
const counts = await readCounts(origin);
const measured: Measured = {
	...outcome,
	cpuMs,
	idleMb,
	peakMb,
	counts: { ...counts, tokens: counts.tokens + tokens },
};
process.stdout.write(JSON.stringify(measured));

/** @returns the number of sign-ins */
async function runSmallJob(): Promise<number> {
	const { perMinute: _limit, ...unlimited } = { ...job, latencyMs: 0 };
	const isByItem = inputsOf(job) > 1;
	const smallJob: Job = { ...unlimited, size: Math.min(job.size, isByItem ? SMALL_INPUTS : SMALL) };
	// The same incidents, because our node rejects a read that is older than its own write.
	await prepareService(origin, serviceOf(isByItem ? unlimited : smallJob));
	await run(smallJob);
	return (await readCounts(origin)).tokens;
}

async function createRun({ way }: Task): Promise<Run> {
	if (way === 'fetch')
		return async (one) => {
			const started = performance.now();
			const items = await fetchJob(one, origin);
			return { items, milliseconds: performance.now() - started };
		};
	const engine = await createEngine({ packageDir: fileURLToPath(new URL('../..', import.meta.url)) });
	const credentials = new CredentialStore();
	const { type, data } = credentialFor(way, origin);
	const { id } = credentials.create(type, data);
	if (job.kind === 'poll') return pollRun(engine, credentials, id);
	return async (one) => {
		let milliseconds = 0;
		let outputs = 0;
		const result = await engine.run(jobWorkflow(one, way, origin, id), {
			credentials,
			onNodeFinished: (name, items, duration) => {
				if (name !== 'Start') milliseconds += duration;
				if (name === 'Result') outputs += items;
			},
		});
		const { error } = result;
		return { items: outputs, milliseconds, ...(error === undefined ? {} : { error: error.message }) };
	};
}

/** Measures the poll after the one at activation. */
function pollRun(engine: Engine, credentials: CredentialStore, id: string): Run {
	return async (one) => {
		const trigger = await engine.activate(jobWorkflow(one, 'ours', origin, id), { credentials });
		await trigger.poll();
		await prepareService(origin, serviceOf(one));
		const started = performance.now();
		const items = (await trigger.poll()) ?? [];
		return { items: items.length, milliseconds: performance.now() - started };
	};
}
