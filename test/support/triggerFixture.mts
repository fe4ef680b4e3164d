import type { INodeParameters } from 'n8n-workflow';
import type { ActivationOptions, PolledItems, WorkflowJson } from '../../lab/engine/engine.mts';
import { CREDENTIAL_TYPE, our, type Bench } from './practice.mts';

/**
 * More than the margin that a poll leaves to the newest changes, in milliseconds. Much more, because skipped waits and
 * stalls of a busy machine count as time of the poll, while the tenant's clock stands still.
 */
export const MOMENT = 30_000;
export const MINUTE = 60_000;

/** A workflow of nothing but the trigger. @param name of the node; undefined for the one that n8n gives it */
export function triggerWorkflow(bench: Bench, parameters: INodeParameters = {}, name?: string): WorkflowJson {
	const { name: usual, type } = our('incidentTrigger');
	return {
		nodes: [
			{
				id: 'trigger',
				name: name ?? usual,
				type,
				typeVersion: 1,
				position: [0, 0],
				parameters: { pollTimes: { item: [{ mode: 'everyMinute' }] }, ...parameters },
				credentials: { [CREDENTIAL_TYPE]: { id: bench.credentialId, name: 'Practice' } },
			},
		],
		connections: {},
		settings: { executionOrder: 'v1' },
	};
}

let workflows = 0;

/** Activates the trigger on the bench's tenant, as a workflow of its own where no other is named. */
export async function activeTrigger(
	bench: Bench,
	parameters: INodeParameters = {},
	{ name, ...options }: ActivationOptions & { readonly name?: string } = {},
) {
	const { credentials, engine, tenant } = bench;
	const workflowId = `w${++workflows}`;
	const active = await engine.activate(triggerWorkflow(bench, parameters, name), {
		credentials,
		workflowId,
		...options,
	});
	return {
		...active,
		workflowId: options.workflowId ?? workflowId,
		/** Lets time pass, then polls. */
		after: async (milliseconds = MOMENT) => {
			tenant.clock.advance(milliseconds);
			return itemJson(await active.poll());
		},
	};
}

/** The items' JSON; none for a poll that starts nothing. */
export function itemJson(items: PolledItems | undefined): readonly Readonly<Record<string, unknown>>[] {
	return (items ?? []).map(({ json }) => json);
}
