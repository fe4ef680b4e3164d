import {
	NodeOperationError,
	type IDataObject,
	type INodeExecutionData,
	type IPollFunctions,
} from 'n8n-workflow';
import { newestMatching } from '../../defender/tasks/read/newestMatching';
import { pollIncidents, type PollResult } from '../../defender/tasks/poll/pollIncidents';
import { runExclusively, type PollStore } from '../../defender/tasks/poll/runExclusively';
import { connect, type Connection } from '../shared/connection/connect';
import { deliveryItem, notAtStart, nothingMatches, noticesOf, sampleItem } from '../shared/deliveryItem';
import { isFields } from '../shared/parameters/parameters';
import { dataObject } from '../shared/items/runItems';
import { memoryOf } from '../shared/triggerMemory';
import { warnAboutApiEnd } from '../shared/connection/warnAboutApiEnd';
import { toPollError } from './toPollError';

import { readTriggerParameters, type TriggerParameters } from './readPollOrder';
import { isFirstWith } from './thisProcess';

/** Time for a poll where n8n does not say: its 1.x has no limit, its 2.x gives five minutes. */
const USUAL_BUDGET_MS = 300_000;
/** Where the state stands in the node's static data. */
const STATE = 'incidents';

/** How n8n calls the activation of a workflow that was active before it started. */
const STARTS: readonly string[] = ['init', 'leadershipChange'];

/**
 * One poll as n8n asks for it: items, or null when there is nothing to start a workflow for. The first one after a start of
 * n8n never fails: n8n 2.x would try five times in half a minute and then leave the trigger dead, also after its next start
 * [read and seen in 2.41.1]. The polls that follow tell what is wrong.
 */
export async function pollForIncidents(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const isStart = isFirstWith(context) && STARTS.includes(context.getActivationMode());
	try {
		const budgetMs = budgetOf(context);
		const connection = await connect(context, 'read', { maxWaitMs: Math.min(60_000, budgetMs / 2) });
		const parameters = readTriggerParameters(context, connection);
		return context.getMode() === 'manual'
			? [[await sample(context, connection, parameters)]]
			: await poll(context, connection, parameters, budgetMs);
	} catch (failure) {
		if (!isStart || context.getMode() === 'manual') throw toPollError(context.getNode(), failure);
		context.logger.warn(notAtStart(toPollError(context.getNode(), failure).message));
		return null;
	}
}

async function poll(
	context: IPollFunctions,
	connection: Connection,
	{ order, redeliver, simplify }: TriggerParameters,
	budgetMs: number,
): Promise<INodeExecutionData[][] | null> {
	const data = context.getWorkflowStaticData('node');
	const { host } = connection;
	const memory: PollStore = {
		read: () => data[STATE],
		keep: (state) => void (data[STATE] = plain(state)),
		inProcess: memoryOf(`${context.getWorkflow().id ?? ''} ${context.getNode().id}`, host.now()),
		name: context.getNode().name,
		identity: connection.triggerKey,
		now: host.now,
	};
	const result = await runExclusively(
		memory,
		async (stored, lost) =>
			await pollIncidents(
				connection.api,
				host,
				{ ...order, identity: connection.triggerKey },
				{
					stored,
					isRestart: STARTS.includes(context.getActivationMode()),
					lost: redeliver === 'never' && lost?.what === 'inFlight' ? undefined : lost,
					budgetMs,
				},
			),
	);
	if (result === undefined) return null;
	log(context, connection, result);
	if (result.deliveries.length === 0) return null;
	return [result.deliveries.map((delivery) => ({ json: dataObject(deliveryItem(delivery, simplify)) }))];
}

/** The newest incident that matches, to build a workflow with; what was reported and what was not stays as it is. */
async function sample(
	context: IPollFunctions,
	connection: Connection,
	{ order, simplify }: TriggerParameters,
): Promise<INodeExecutionData> {
	const { watch, alerts } = order;
	const { incident, malformed } = await newestMatching(
		connection.api,
		watch.query,
		alerts,
		({ topic, text }) => {
			if (topic !== 'malformedIncidents') context.logger.warn(`Incident Trigger: ${text}`);
		},
	);
	const [notice] = noticesOf(malformed);
	if (notice !== undefined) context.logger.warn(`Incident Trigger: ${notice}`);
	if (incident === undefined) {
		const { message, description } = nothingMatches(malformed);
		throw new NodeOperationError(context.getNode(), message, { description });
	}
	const item = sampleItem(incident, order.watch.events, simplify);
	return { json: dataObject(notice === undefined ? item : { ...item, notice }) };
}

/** n8n 1.x does not say how long a poll may take. */
function budgetOf(context: Partial<Pick<IPollFunctions, 'getPollBudgetMs'>>): number {
	return context.getPollBudgetMs?.() ?? USUAL_BUDGET_MS;
}

/** A copy without anything that n8n or we still hold, under n8n's name for JSON. */
function plain(state: PollResult['state']): IDataObject {
	const copy: unknown = JSON.parse(JSON.stringify(state));
	return isFields(copy) ? dataObject(copy) : {};
}

/** A poll has no place for hints, so what they say is logged, once where the trigger begins. */
function log({ logger }: IPollFunctions, connection: Connection, { summary, warnings }: PollResult): void {
	if ('started' in summary) warnAboutApiEnd(connection, ({ text }) => logger.warn(text));
	logger.debug('Incident Trigger polled', { ...summary });
	for (const warning of warnings) logger.warn(`Incident Trigger: ${warning}`);
}
