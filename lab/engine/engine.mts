import { channel } from 'node:diagnostics_channel';
import type {
	ICredentialDataDecryptedObject,
	INode,
	INodeCredentialTestResult,
	INodeListSearchResult,
	IPinData,
} from 'n8n-workflow';
import { createAdditionalData } from './additionalData.mts';
import { ALL_BASE_NODES } from './baseNodes.mts';
import { type Catalogue, loadCatalogue } from './catalogue.mts';
import { KEPT_CHANNEL } from './channels.mts';
import { LabCredentialsHelper } from './credentialsHelper.mts';
import { CredentialStore } from './credentialStore.mts';
import { readCredential, testCredential } from './credentialTest.mts';
import { listSearch, type ListRequest } from './listSearch.mts';
import { core, workflow as n8nWorkflow } from './n8n.mts';
import { connectOAuth2, type Browser } from './oauth2Connect.mts';
import { activate, fetchTestEvent, type ActivationOptions, type ActiveTrigger } from './polling.mts';
import { readRun, type RunResult } from './runResult.mts';

import type { WorkflowJson } from './workflowJson.mts';

export { CredentialStore } from './credentialStore.mts';
export type { ActivationOptions, ActiveTrigger, PolledItems } from './polling.mts';
export type { RunError, RunResult } from './runResult.mts';
export type { WorkflowJson } from './workflowJson.mts';

const kept = channel(KEPT_CHANNEL);

/** What an engine is made of. */
export interface EngineOptions {
	/** Folder with package.json and a built dist. */
	readonly packageDir: string;
	/** Nodes of n8n-nodes-base by name without prefix; default: all of ./baseNodes.mts. */
	readonly baseNodes?: readonly string[];
}

/** How one workflow is run. */
export interface RunOptions {
	/** Credentials the workflow's nodes refer to by id; default: none exist. */
	readonly credentials?: CredentialStore;
	/** Output that stands in for a node's run, by node name; default in manual mode: the workflow's own. */
	readonly pinData?: IPinData;
	/** `manual` (default) as with the editor's button, `trigger` as in production. */
	readonly mode?: 'manual' | 'trigger';
	/** Aborting it cancels the execution as n8n's stop button does. */
	readonly signal?: AbortSignal;
	/** Called after each run of a node: name, items on all its outputs, duration in milliseconds. */
	readonly onNodeFinished?: (name: string, items: number, milliseconds: number) => void;
}

/** n8n's engine with one package and the chosen base nodes. Holds no open handle; several may live in one process. */
export interface Engine {
	/** Node type names that workflows may use, with their package prefix. */
	readonly nodeTypes: readonly string[];
	/**
	 * Runs a workflow from its trigger. A failing node is a result with an error; thrown are only an unknown node
	 * or credential type and a workflow without a start. A canceled run resolves when the running node has ended.
	 */
	readonly run: (workflow: WorkflowJson, options?: RunOptions) => Promise<RunResult>;
	/** Activates a workflow with one polling trigger; see ./polling.mts. */
	readonly activate: (workflow: WorkflowJson, options?: ActivationOptions) => Promise<ActiveTrigger>;
	/** The editor's *Fetch Test Event* for such a workflow. */
	readonly fetchTestEvent: (
		workflow: WorkflowJson,
		options?: ActivationOptions,
	) => ReturnType<typeof fetchTestEvent>;
	/** What the editor's Test button would answer for a stored credential. */
	readonly testCredential: (credentials: CredentialStore, id: string) => Promise<INodeCredentialTestResult>;
	/**
	 * A stored credential's fields as n8n reads them before a sign-in: defaults filled in, hidden fields absent,
	 * expressions resolved.
	 */
	readonly readCredential: (credentials: CredentialStore, id: string) => ICredentialDataDecryptedObject;
	/** Presses Connect on a stored OAuth2 credential; throws what n8n shows when that fails. */
	readonly connect: (credentials: CredentialStore, id: string, browser: Browser) => Promise<void>;
	/** What the editor shows in a resource locator's list. */
	readonly listSearch: (credentials: CredentialStore, request: ListRequest) => Promise<INodeListSearchResult>;
}

/** Loads the package. Throws an Error that says what is missing when it is not built. */
export async function createEngine(options: EngineOptions): Promise<Engine> {
	const catalogue = await loadCatalogue(options.packageDir, options.baseNodes ?? ALL_BASE_NODES);
	let executions = 0;
	return {
		nodeTypes: catalogue.nodeNames,
		listSearch: (credentials, request) => listSearch(catalogue, credentials, request),
		run: (workflow, runOptions = {}) => run(catalogue, `${++executions}`, workflow, runOptions),
		activate: (workflow, options) => activate(catalogue, workflow, options),
		fetchTestEvent: (workflow, options) => fetchTestEvent(catalogue, workflow, options),
		testCredential: async (credentials, id) => {
			const answer = await testCredential(catalogue, credentials, id);
			kept.publish(answer);
			return answer;
		},
		readCredential: (credentials, id) => readCredential(catalogue, credentials, id).data,
		connect: (credentials, id, browser) =>
			connectOAuth2(credentials, id, (one) => readCredential(catalogue, credentials, one).data, browser),
	};
}

async function run(
	catalogue: Catalogue,
	executionId: string,
	json: WorkflowJson,
	options: RunOptions,
): Promise<RunResult> {
	assertTypesKnown(catalogue, json.nodes);
	const mode = options.mode ?? 'manual';
	const pinData = options.pinData ?? (mode === 'manual' ? json.pinData : undefined);
	const pinned = pinData === undefined ? {} : { pinData: structuredClone(pinData) };
	const { nodes, connections, settings = {}, name = 'Workflow' } = structuredClone(json);
	const workflow = new n8nWorkflow.Workflow({
		id: 'lab',
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
	const execution = new core.WorkflowExecute(additionalData, mode).run({ workflow, ...pinned });
	const cancel = () => execution.cancel();
	options.signal?.addEventListener('abort', cancel, { once: true });
	if (options.signal?.aborted) cancel();
	try {
		const ended = await execution;
		kept.publish(ended.data);
		return readRun(ended, execution.isCanceled);
	} finally {
		options.signal?.removeEventListener('abort', cancel);
	}
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
