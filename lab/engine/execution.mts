import { channel } from 'node:diagnostics_channel';
import type { INode, INodeExecutionData, IPinData, IRun } from 'n8n-workflow';
import { createAdditionalData } from './additionalData.mts';
import type { Catalogue } from './catalogue.mts';
import { KEPT_CHANNEL } from './channels.mts';
import { LabCredentialsHelper } from './credentialsHelper.mts';
import { CredentialStore } from './credentialStore.mts';
import { core, workflow as n8nWorkflow } from './n8n.mts';
import { rememberItems } from './processedItems.mts';
import { readRun, type RunResult } from './runResult.mts';
import type { WorkflowJson } from './workflowJson.mts';

const kept = channel(KEPT_CHANNEL);

/** How one workflow is run. */
export interface RunOptions {
	/** Credentials the workflow's nodes refer to by id; default: none exist. */
	readonly credentials?: CredentialStore;
	/** Output that replaces a node's run, by node name; default in manual mode: the workflow's own. */
	readonly pinData?: IPinData;
	/** Name of the trigger to start from; needed where a workflow has several. */
	readonly startNode?: string;
	/** Id of the workflow: what nodes remember from one execution to the next belongs to it. Default: `lab`. */
	readonly workflowId?: string;
	/** `manual` (default) as with the editor's button, `trigger` as in production. */
	readonly mode?: 'manual' | 'trigger';
	/** Aborting it cancels the execution as n8n's stop button does. */
	readonly signal?: AbortSignal;
	/** Called after each run of a node: name, items on all its outputs, duration in milliseconds. */
	readonly onNodeFinished?: (name: string, items: number, milliseconds: number) => void;
}

type Execution = ReturnType<InstanceType<typeof core.WorkflowExecute>['processRunExecutionData']>;

/** Runs a workflow from its trigger; {@link RunResult.resume} takes one up again that waits. */
export async function execute(
	catalogue: Catalogue,
	executionId: string,
	json: WorkflowJson,
	options: RunOptions,
): Promise<RunResult> {
	assertTypesKnown(catalogue, json.nodes);
	rememberItems();
	const mode = options.mode ?? 'manual';
	const pinData = options.pinData ?? (mode === 'manual' ? json.pinData : undefined);
	const pinned = pinData === undefined ? {} : { pinData: structuredClone(pinData) };
	const open = () => {
		const { nodes, connections, settings = {}, name = 'Workflow' } = structuredClone(json);
		const workflow = new n8nWorkflow.Workflow({
			id: options.workflowId ?? 'lab',
			name,
			nodes,
			connections,
			settings,
			active: false,
			nodeTypes: catalogue.nodeTypes,
			staticData: {},
			...pinned,
		});
		const additionalData = createAdditionalData({
			helper: new LabCredentialsHelper(catalogue, options.credentials ?? new CredentialStore()),
			mode,
			executionId,
			workflowSettings: settings,
			onNodeFinished: options.onNodeFinished,
		});
		return { workflow, additionalData };
	};
	const finish = async (execution: Execution): Promise<RunResult> => {
		const ended = await untilEnded(execution, options.signal);
		const result = readRun(ended, execution.isCanceled);
		if (result.status !== 'waiting') return result;
		const resume = (arrived?: readonly INodeExecutionData[]) => {
			const { workflow, additionalData } = open();
			const data = takenUp(ended, arrived);
			return finish(new core.WorkflowExecute(additionalData, mode, data).processRunExecutionData(workflow));
		};
		return { ...result, resume };
	};
	const { workflow, additionalData } = open();
	const startNode = options.startNode === undefined ? undefined : workflow.getNode(options.startNode);
	if (startNode === null) throw new Error(`The workflow has no node "${options.startNode}" to start from.`);
	const start = startNode === undefined ? {} : { startNode };
	return finish(new core.WorkflowExecute(additionalData, mode).run({ workflow, ...start, ...pinned }));
}

async function untilEnded(execution: Execution, signal: AbortSignal | undefined): Promise<IRun> {
	const cancel = () => execution.cancel();
	signal?.addEventListener('abort', cancel, { once: true });
	if (signal?.aborted) cancel();
	try {
		const ended = await execution;
		kept.publish(ended.data);
		return ended;
	} finally {
		signal?.removeEventListener('abort', cancel);
	}
}

/**
 * The record of a waiting execution as n8n prepares it for going on. When its time has come, n8n-core itself lets the Wait
 * node pass its input on; when a call arrived, the server does that with the items of the call
 * (packages/cli: wait-tracker.ts; webhooks/waiting-webhooks.ts and webhook-helpers.ts, `prepareExecutionData`).
 */
function takenUp(ended: IRun, arrived: readonly INodeExecutionData[] | undefined): IRun['data'] {
	const data = structuredClone(ended.data);
	if (arrived === undefined) return data;
	const [waiting] = data.executionData?.nodeExecutionStack ?? [];
	const runs = data.resultData.runData[data.resultData.lastNodeExecuted ?? ''];
	if (waiting === undefined || runs === undefined)
		throw new Error('The execution does not wait for anything.');
	delete data.waitTill;
	waiting.node.disabled = true;
	waiting.data['main'] = [structuredClone([...arrived])];
	runs.pop();
	return data;
}

/** n8n drops a node of unknown type from the workflow without a word; here it is an error that names it. */
function assertTypesKnown(catalogue: Catalogue, nodes: readonly INode[]): void {
	for (const node of nodes) {
		if (!catalogue.nodeNames.includes(node.type)) {
			throw new Error(
				`Node "${node.name}" has the type "${node.type}", which is not loaded. Known are: ${catalogue.nodeNames.join(', ')}.`,
			);
		}
		for (const type of Object.keys(node.credentials ?? {})) {
			if (!catalogue.knowsCredential(type)) {
				throw new Error(
					`Node "${node.name}" has a credential of type "${type}", which is not known. The package has: ${catalogue.ownCredentialNames.join(', ')}; those of n8n-nodes-base are known too.`,
				);
			}
		}
	}
}
