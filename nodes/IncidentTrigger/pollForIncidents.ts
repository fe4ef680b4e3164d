import { NodeOperationError, type INodeExecutionData, type IPollFunctions } from 'n8n-workflow';
import { pollIncidents, type PollResult } from '../../defender/tasks/poll/pollIncidents';
import { pollLine, pollSkipped, startFailed } from '../../defender/tasks/poll/pollText';
import { readSample } from '../../defender/tasks/poll/readSample';
import { runExclusively } from '../../defender/tasks/poll/runExclusively';
import { noMatchForSample, sampleNotices } from '../../defender/tasks/poll/sampleText';
import { connect, type Connection } from '../shared/connection/connect';
import { warnAboutApiEnd } from '../shared/connection/warnAboutApiEnd';
import { dataObject } from '../shared/items/runItems';
import { deliveryItem } from './deliveryItem';
import { malformedLeftOut } from '../../defender/core/sentences/malformedText';
import { createPollStore, isFirstPollOf, isRestart } from './pollStore';
import { readTriggerSettings, type TriggerSettings } from './readTriggerSettings';
import { toPollError } from './toPollError';

/** n8n 2.x limits a poll to five minutes. n8n 1.x has no limit, so the same one is used. */
const DEFAULT_BUDGET_MS = 300_000;
/** Maximum time to wait for a throttled service. */
const MAX_WAIT_MS = 60_000;

/**
 * Runs one poll for n8n. Returns the items, or null if the workflow is not to be started.
 *
 * The first poll after a start of n8n never fails. In n8n 2.41.1, a failed one is tried five times in half a minute, and then
 * the trigger stays inactive, even after the next start. Later polls report what is wrong.
 */
export async function pollForIncidents(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const isManual = context.getMode() === 'manual';
	const mustNotFail = isFirstPollOf(context) && isRestart(context) && !isManual;
	try {
		const budgetMs = budgetOf(context);
		const connection = await connect(context, 'read', { maxWaitMs: Math.min(MAX_WAIT_MS, budgetMs / 2) });
		const settings = readTriggerSettings(context, connection);
		return isManual
			? [[await sampleItem(context, connection, settings)]]
			: await poll(context, connection, settings, budgetMs);
	} catch (failure) {
		const error = toPollError(context.getNode(), failure);
		if (!mustNotFail) throw error;
		context.logger.warn(startFailed(error.message));
		return null;
	}
}

async function poll(
	context: IPollFunctions,
	connection: Connection,
	{ poll: settings, redeliver, simplify }: TriggerSettings,
	budgetMs: number,
): Promise<INodeExecutionData[][] | null> {
	const { api, host } = connection;
	const store = createPollStore(context, connection, redeliver);
	const result = await runExclusively(
		store,
		async (situation) => await pollIncidents(api, host, settings, { situation, budgetMs }),
	);
	if (result === undefined) {
		context.logger.info(pollSkipped(context.getNode().name));
		return null;
	}
	log(context, connection, result);
	const { deliveries, deliveredAt } = result;
	if (deliveries.length === 0) return null;
	const itemSettings = { simplify, deliveredAt };
	return [deliveries.map((delivery) => ({ json: dataObject(deliveryItem(delivery, itemSettings)) }))];
}

/** Returns the newest matching incident as an example. A manual run neither reads nor changes the saved state. */
async function sampleItem(
	context: IPollFunctions,
	{ api }: Connection,
	{ poll: settings, simplify }: TriggerSettings,
): Promise<INodeExecutionData> {
	const warn = (text: string) => context.logger.warn(`Incident Trigger: ${text}`);
	const { delivery, malformed, scan, deliveredAt } = await readSample(api, settings, ({ topic, text }) => {
		if (topic !== 'malformedIncidents') warn(text);
	});
	if (malformed.length > 0) warn(malformedLeftOut(malformed));
	if (delivery === undefined) {
		const { message, description } = noMatchForSample(malformed, scan, deliveredAt);
		throw new NodeOperationError(context.getNode(), message, { description });
	}
	const notices = sampleNotices(malformed, scan, deliveredAt);
	return { json: dataObject(deliveryItem(delivery, { simplify, deliveredAt }, notices)) };
}

/** n8n 1.x has no `getPollBudgetMs`. */
function budgetOf(context: Partial<Pick<IPollFunctions, 'getPollBudgetMs'>>): number {
	return context.getPollBudgetMs?.() ?? DEFAULT_BUDGET_MS;
}

/** n8n shows no hints for a poll, so they are logged; that about the API only when the trigger starts. */
function log(context: IPollFunctions, connection: Connection, { summary, warnings }: PollResult): void {
	const { logger } = context;
	if ('started' in summary) warnAboutApiEnd(connection, ({ text }) => logger.warn(text));
	logger.info(pollLine(context.getNode().name, summary));
	for (const warning of warnings) logger.warn(`Incident Trigger: ${warning}`);
}
