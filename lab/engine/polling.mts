import type {
	IDataObject,
	INodeExecutionData,
	IPollFunctions,
	Workflow,
	WorkflowActivateMode,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { createAdditionalData } from './additionalData.mts';
import type { Catalogue } from './catalogue.mts';
import { LabCredentialsHelper } from './credentialsHelper.mts';
import { CredentialStore } from './credentialStore.mts';
import { core, workflow as n8nWorkflow } from './n8n.mts';
import type { WorkflowJson } from './workflowJson.mts';

export type PolledItems = readonly INodeExecutionData[];

/** How a polling trigger is brought to life. */
export interface ActivationOptions {
	readonly credentials?: CredentialStore;
	/** `activate` by the user's switch (default), `update` by saving, `init` by a start of n8n. */
	readonly activation?: WorkflowActivateMode;
	/** The workflow's static data in the database; default: none. */
	readonly saved?: IDataObject;
	/**
	 * Id of the workflow. Nodes may keep something per workflow in memory; another id meets none of it, as after a start
	 * of n8n.
	 */
	readonly workflowId?: string;
	/** Milliseconds that a poll may take; default: five minutes, as n8n's. */
	readonly budgetMs?: number;
	/** n8n's durable cursors: each poll works on a copy of what is in the database, and null polls are saved too. */
	readonly durable?: boolean;
}

/** A polling trigger in an active workflow. */
export interface ActiveTrigger {
	/** What the poll at activation gave. */
	readonly first: PolledItems | undefined;
	/** A poll at its scheduled time; undefined if it starts no execution. Throws what the node threw. */
	readonly poll: () => Promise<PolledItems | undefined>;
	/** The static data in the database: written at activation and with each batch, not with a poll that gave nothing. */
	readonly saved: () => IDataObject;
}

/**
 * Activates the workflow's only polling trigger as n8n does: one poll at once, whose error prevents it, then the static data
 * is saved (n8n-core, ActiveWorkflowTriggers; packages/cli, ActiveWorkflowManager).
 */
export async function activate(
	catalogue: Catalogue,
	json: WorkflowJson,
	options: ActivationOptions = {},
): Promise<ActiveTrigger> {
	const { activation = 'activate', durable = false } = options;
	let database: IDataObject = structuredClone(options.saved ?? {});
	const inMemory = open(catalogue, json, database, options);
	const kept = pollerOf(catalogue, inMemory, 'trigger', activation, options);
	const fromDatabase = async (mode: WorkflowActivateMode): Promise<PolledItems | undefined> => {
		const workflow = open(catalogue, json, database, options);
		const before = JSON.stringify(workflow.staticData);
		const items = await pollerOf(catalogue, workflow, 'trigger', mode, options)();
		// A cursor that a poll left as it was is not committed: it may be older than what another poll has committed since.
		if (items !== undefined || JSON.stringify(workflow.staticData) !== before) database = dataOf(workflow);
		return items;
	};
	const pollOnce = async (mode: WorkflowActivateMode = 'update'): Promise<PolledItems | undefined> => {
		if (durable) return await fromDatabase(mode);
		const items = await kept();
		if (items !== undefined) database = dataOf(inMemory);
		return items;
	};
	const first = await pollOnce(activation);
	if (!durable) database = dataOf(inMemory);
	return { first, poll: () => pollOnce(), saved: () => structuredClone(database) };
}

/** The editor's *Fetch Test Event*. @returns also the static data afterwards, which must not have changed */
export async function fetchTestEvent(
	catalogue: Catalogue,
	json: WorkflowJson,
	options: ActivationOptions = {},
): Promise<{ readonly items: PolledItems | undefined; readonly saved: IDataObject }> {
	const workflow = open(catalogue, json, options.saved ?? {}, options);
	const items = await pollerOf(catalogue, workflow, 'manual', 'manual', options)();
	return { items, saved: dataOf(workflow) };
}

function open(
	catalogue: Catalogue,
	json: WorkflowJson,
	staticData: IDataObject,
	{ workflowId = 'lab' }: ActivationOptions,
): Workflow {
	const { nodes, connections, settings = {}, name = 'Workflow' } = structuredClone(json);
	return new n8nWorkflow.Workflow({
		id: workflowId,
		name,
		nodes,
		connections,
		settings,
		active: true,
		nodeTypes: catalogue.nodeTypes,
		staticData: structuredClone(staticData),
	});
}

/** Polls with one context, as n8n does from an activation on. */
function pollerOf(
	catalogue: Catalogue,
	workflow: Workflow,
	mode: WorkflowExecuteMode,
	activation: WorkflowActivateMode,
	options: ActivationOptions,
): () => Promise<PolledItems | undefined> {
	const [node, ...others] = workflow.getPollNodes();
	if (node === undefined || others.length > 0) throw new Error('The workflow needs one polling trigger.');
	const additionalData = createAdditionalData({
		helper: new LabCredentialsHelper(catalogue, options.credentials ?? new CredentialStore()),
		mode,
		executionId: 'poll',
	});
	const context = new core.PollContext(
		...([workflow, node, additionalData, mode, activation] as const),
		...([undefined, undefined, undefined, undefined, undefined] as const),
		options.budgetMs === undefined ? undefined : () => options.budgetMs ?? 0,
	);
	const pollers = new core.TriggersAndPollers();
	return async () => {
		// The two packages disagree on whether a workflow has a name.
		const outputs = await pollers.runPollFunction(workflow, node, context as unknown as IPollFunctions);
		return outputs?.[0];
	};
}

/** A copy, as the database keeps it. */
function dataOf(workflow: Workflow): IDataObject {
	return JSON.parse(JSON.stringify(workflow.staticData)) as IDataObject;
}
