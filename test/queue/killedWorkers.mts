import {
	activate,
	addSubject,
	deactivate,
	executionsByStatus,
	loggedPolls,
	passAcknowledgeTime,
	polled,
	tokenRequests,
	type Bench,
} from './bench.mts';
import type { WorkflowResult } from './busyRun.mts';
import { startedExecutions } from './queueProcess.mts';
import { triggerStarter } from './starters.mts';
import { tallyOf } from './tally.mts';
import { until } from './waiting.mts';

/** What became of a batch whose workers were killed. */
export interface KilledResult extends WorkflowResult {
	readonly tokenRequests: number;
}

const BATCH = 5;
/** Long enough to kill both workers meanwhile. */
const WORK_S = 20;
const MAX_REDELIVERIES = 3;

/** Kills both workers while they work on a batch; the main process stays alive. */
export async function killedWorkers(bench: Bench, acknowledges: boolean): Promise<KilledResult> {
	const { cluster, recorder, say } = bench;
	const name = acknowledges ? 'acknowledged batch' : 'batch';
	const group = acknowledges ? 'batch-acknowledged' : 'batch';
	const { tenant, credentialId } = await addSubject(bench, `Practice of the ${name}`);
	const settings = { credentialId, recorder: recorder.address(group), workSeconds: WORK_S };
	const id = await activate(bench, triggerStarter(settings, acknowledges));
	await polled(bench, 1);
	const before = loggedPolls(bench).length;
	const started = () => cluster.workers.flatMap(startedExecutions).length;
	const startedBefore = started();
	const batch = Array.from({ length: BATCH }, () => tenant.incidents.create({}).id);
	const deliveries = () => loggedPolls(bench).slice(before);
	const delivered = () => deliveries().reduce((sum, items) => sum + items, 0);
	const executions = () => deliveries().filter((items) => items > 0).length;
	await until(
		'the batch in the workers',
		() => delivered() >= BATCH && started() - startedBefore >= executions(),
	);
	await Promise.all(cluster.workers.map((worker) => worker.kill()));
	say(`Both workers were killed while ${BATCH} incidents were running (${name}).`);
	await Promise.all(cluster.workers.map((worker) => worker.start()));
	const tally = () => tallyOf(batch, recorder.effects(group));
	for (let count = 0; count < MAX_REDELIVERIES && (count === 0 || tally().lost.length > 0); count++)
		await passAcknowledgeTime(bench, tenant, id);
	// The trigger still works: what comes later arrives.
	const later = tenant.incidents.create({}).id;
	await until('a later incident', () => recorder.effects(group).some(({ key }) => key === later));
	await deactivate(bench, id);
	const ofBatch = recorder.effects(group).filter(({ key }) => key !== later);
	return {
		...{ name, tally: tallyOf(batch, ofBatch), tokenRequests: tokenRequests(tenant) },
		executions: await executionsByStatus(bench, id),
	};
}
