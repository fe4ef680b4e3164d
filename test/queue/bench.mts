import { z } from 'zod';
import { createCredential } from '../../lab/editor/credentialForm.mts';
import { activateWorkflow, saveWorkflow } from '../../lab/editor/workflowRun.mts';
import type { WorkflowJson } from '../../lab/engine/engine.mts';
import { CREDENTIAL_TYPE } from '../../lab/prove/setting.mts';
import type { Practice, Tenant } from '../../lab/tenant/practice.mts';
import type { Cluster } from './cluster.mts';
import { runningExecutions } from './queueProcess.mts';
import type { Recorder } from './recorder.mts';
import { ACKNOWLEDGE_AFTER_MINUTES } from './starters.mts';
import { until } from './waiting.mts';

/** What the scenarios run on. */
export interface Bench {
	readonly cluster: Cluster;
	readonly practice: Practice;
	readonly recorder: Recorder;
	/** Prints one line of progress. */
	readonly say: (line: string) => void;
}

/** A tenant of its own for one scenario, and n8n's credential for it. */
export interface Subject {
	readonly tenant: Tenant;
	readonly credentialId: string;
}

const MINUTE_MS = 60_000;

export async function addSubject({ cluster, practice }: Bench, name: string): Promise<Subject> {
	const tenant = practice.addTenant({ running: true });
	const fields = { ...tenant.credential() };
	const { id } = await createCredential(cluster.rest, CREDENTIAL_TYPE, name, fields);
	return { tenant, credentialId: id };
}

/** Saves and activates a workflow and returns its ID. */
export async function activate({ cluster }: Bench, workflow: WorkflowJson): Promise<string> {
	const id = await saveWorkflow(cluster.rest, workflow);
	await activateWorkflow(cluster.rest, id);
	return id;
}

export async function deactivate({ cluster }: Bench, id: string): Promise<void> {
	await cluster.rest.call('POST', `workflows/${id}/deactivate`);
}

const POLLED = /polled: window \S+ to \S+, .*?delivered (\d+), redelivered (\d+)/g;

/** Items of each poll that the trigger has logged since the main process started for the first time. */
export const loggedPolls = ({ cluster }: Bench): readonly number[] =>
	[...cluster.main.log.text().matchAll(POLLED)].map(
		([, delivered, redelivered]) => Number(delivered) + Number(redelivered),
	);

/** Waits until the trigger has polled so many more times. */
export async function polled(bench: Bench, count: number): Promise<void> {
	const wanted = loggedPolls(bench).length + count;
	await until(`${count} polls`, () => loggedPolls(bench).length >= wanted);
}

const counts = z.array(z.object({ status: z.string(), count: z.number() }));

/** Number of executions of a workflow by n8n's status. */
export async function executionsByStatus(
	{ cluster }: Bench,
	workflowId: string,
): Promise<ReadonlyMap<string, number>> {
	const query = `SELECT status, count(*) AS count FROM execution_entity WHERE "workflowId" = '${workflowId}' GROUP BY status`;
	return new Map(
		counts.parse(await cluster.postgres.rows(query)).map(({ status, count }) => [status, count]),
	);
}

/** Waits until no execution of a workflow waits for a worker, and none runs in one. */
export async function settled(bench: Bench, workflowId: string): Promise<void> {
	await until('the executions to end', async () => {
		const byStatus = await executionsByStatus(bench, workflowId);
		return (byStatus.get('new') ?? 0) === 0 && bench.cluster.workers.every(isIdle);
	});
}

const isIdle = (worker: Cluster['workers'][number]): boolean => runningExecutions(worker).length === 0;

/** Moves the service's clock past the time after which a delivery without the tag is repeated. */
export async function passAcknowledgeTime(bench: Bench, tenant: Tenant, workflowId: string): Promise<void> {
	tenant.clock.advance((ACKNOWLEDGE_AFTER_MINUTES + 1) * MINUTE_MS);
	await polled(bench, 3);
	await settled(bench, workflowId);
}

/** Token requests that reached a tenant's login. */
export const tokenRequests = ({ calls }: Tenant): number =>
	calls.filter(({ kind }) => kind === 'token').length;
