import type { IDataObject, IPollFunctions } from 'n8n-workflow';
import type { PollStore } from '../../defender/tasks/poll/runExclusively';
import { triggerProcess } from '../../defender/tasks/poll/triggerProcesses';
import type { RedeliverMode } from '../../defender/trigger/triggerVocabulary';
import type { Connection } from '../shared/connection/connect';
import { dataObject } from '../shared/items/runItems';

/** Key of the saved state in the node's static data. */
const STATE = 'incidents';

/** The activation modes of a workflow that was already active when n8n, or this instance of it, started. */
const RESTART_MODES: readonly string[] = ['init', 'leadershipChange'];

export function isRestart(context: IPollFunctions): boolean {
	return RESTART_MODES.includes(context.getActivationMode());
}

/** Returns the store that keeps the trigger's state in the node's static data. */
export function createPollStore(
	context: IPollFunctions,
	{ host, triggerKey: identity }: Connection,
	redeliver: RedeliverMode,
): PollStore {
	const data = context.getWorkflowStaticData('node');
	const { id, name } = context.getNode();
	return {
		read: () => data[STATE],
		keep: (state) => {
			data[STATE] = copyAsJson(state);
		},
		thisProcess: triggerProcess(`${context.getWorkflow().id ?? ''} ${id}`, host.now()),
		nodeName: name,
		identity,
		isRestart: isRestart(context),
		redeliver,
		now: host.now,
	};
}

/** The copy shares no object with the poll's own state, and has no undefined properties. */
function copyAsJson(state: unknown): IDataObject {
	const copy: Readonly<Record<string, unknown>> = JSON.parse(JSON.stringify(state));
	return dataObject(copy);
}

const polledContexts = new WeakSet<object>();

/**
 * Whether this is the first poll of an activation. n8n creates a context for each activation and reuses it in all its polls
 * (n8n-core: `activatePollTrigger` in 2.41.1, `activatePolling` in 1.123.81).
 */
export function isFirstPollOf(context: object): boolean {
	const isFirst = !polledContexts.has(context);
	polledContexts.add(context);
	return isFirst;
}
