import { setTimeout as pause } from 'node:timers/promises';
import {
	activate,
	addSubject,
	deactivate,
	executionsByStatus,
	passAcknowledgeTime,
	polled,
	settled,
	tokenRequests,
	type Bench,
	type Subject,
} from './bench.mts';
import { runningExecutions } from './queueProcess.mts';
import type { Effect } from './recorder.mts';
import { triggerStarter, webhookStarter } from './starters.mts';
import { tallyOf, type Tally } from './tally.mts';
import { until } from './waiting.mts';

/** What became of one workflow, and of its executions. */
export interface WorkflowResult {
	readonly name: string;
	readonly tally: Tally;
	/** By n8n's status. */
	readonly executions: ReadonlyMap<string, number>;
}

/** What happened while processes were killed. */
export interface BusyResult {
	readonly trigger: WorkflowResult;
	readonly webhook: WorkflowResult;
	/** Calls that were not accepted; their sender knows. */
	readonly refusedCalls: number;
	readonly tokenRequests: number;
}

const TRIGGER = 'busy-trigger';
const WEBHOOK = 'busy-webhook';
const WORK_S = 2;
const ARRIVAL_MS = 2_000;
const CALL_MS = 1_000;
const CALL_TIMEOUT_MS = 30_000;
const RUN_MS = 1_800_000;
const MAX_REDELIVERIES = 3;

/** Executions by trigger and webhook while a worker and the main are killed, and Redis is restarted. */
export async function busyRun(bench: Bench, executions: number): Promise<BusyResult> {
	const { recorder } = bench;
	const subject = await addSubject(bench, 'Practice of the busy run');
	const { tenant, credentialId } = subject;
	const settings = (group: string) => ({
		...{ credentialId, recorder: recorder.address(group), workSeconds: WORK_S },
	});
	const triggerId = await activate(bench, triggerStarter(settings(TRIGGER), true));
	await polled(bench, 1);
	const webhookId = await activate(bench, webhookStarter(settings(WEBHOOK), WEBHOOK));
	const half = Math.ceil(executions / 2);
	const loads = await underLoad(bench, subject, half);
	await settled(bench, triggerId);
	await settled(bench, webhookId);
	const tally = () => tallyOf(loads.incidents, recorder.effects(TRIGGER));
	// The first pass also shows that nothing is repeated whose tag is set.
	for (let count = 0; count === 0 || (count < MAX_REDELIVERIES && tally().lost.length > 0); count++)
		await passAcknowledgeTime(bench, tenant, triggerId);
	await deactivate(bench, triggerId);
	await deactivate(bench, webhookId);
	const result = async (name: string, id: string, found: Tally): Promise<WorkflowResult> => ({
		...{ name, tally: found, executions: await executionsByStatus(bench, id) },
	});
	return {
		trigger: await result('trigger', triggerId, tally()),
		webhook: await result('webhook', webhookId, tallyOf(loads.calls, recorder.effects(WEBHOOK))),
		refusedCalls: loads.refusedCalls,
		tokenRequests: tokenRequests(tenant),
	};
}

/** What was made, oldest first. */
interface Load {
	readonly incidents: string[];
	readonly calls: string[];
	refusedCalls: number;
}

/** @param half number of executions by trigger, and by webhook */
async function underLoad(bench: Bench, { tenant }: Subject, half: number): Promise<Load> {
	const load: Load = { incidents: [], calls: [], refusedCalls: 0 };
	const { recorder } = bench;
	const failure = new AbortController();
	const { signal } = failure;
	const deadline = Date.now() + RUN_MS;
	const triggerExecutions = () => executionsOf(recorder.effects(TRIGGER));
	const repeat = async (milliseconds: number, isDone: () => boolean, act: () => Promise<void> | void) => {
		while (!isDone()) {
			if (Date.now() > deadline) throw new Error('The executions were not done in time.');
			await act();
			await pause(milliseconds, undefined, { signal });
		}
	};
	const incidentId = tenant.incidents.all().at(-1)?.id ?? '';
	const arrivals = repeat(
		ARRIVAL_MS,
		() => triggerExecutions() >= half,
		() => void load.incidents.push(tenant.incidents.create({}).id),
	);
	let sent = 0;
	const calls = repeat(
		CALL_MS,
		() => load.calls.length >= half,
		async () => {
			const call = `call ${++sent}`;
			if (await isAccepted(bench, { call, incidentId })) load.calls.push(call);
			else load.refusedCalls += 1;
		},
	);
	const share = () => triggerExecutions() / half;
	try {
		await Promise.all([arrivals, calls, disturb(bench, share)]);
		return load;
	} catch (error) {
		failure.abort();
		throw error;
	}
}

const executionsOf = (effects: readonly Effect[]): number =>
	new Set(effects.map(({ execution }) => execution)).size;

async function isAccepted({ cluster }: Bench, body: object): Promise<boolean> {
	try {
		const answer = await fetch(`${cluster.webhook.origin}/webhook/${WEBHOOK}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
			signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
		});
		await answer.text();
		return answer.ok;
	} catch {
		return false;
	}
}

/** Kills a worker, then the main, then restarts Redis. @param share of the executions by trigger that are done */
async function disturb({ cluster, say }: Bench, share: () => number): Promise<void> {
	const reached = (wanted: number) => until(`${wanted * 100} %`, () => share() >= wanted, RUN_MS);
	const [worker] = cluster.workers;
	await reached(0.25);
	await until('an execution in worker 1', () => runningExecutions(worker).length > 0);
	const killed = runningExecutions(worker).length;
	await worker.kill();
	say(`Worker 1 was killed. Executions in it: ${killed}.`);
	await worker.start();
	await reached(0.5);
	await cluster.main.kill();
	say('The main process was killed.');
	await cluster.main.start();
	say('The main process runs again.');
	await reached(0.75);
	await cluster.redis.restart();
	say('Redis was restarted.');
}
