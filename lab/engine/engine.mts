import { channel } from 'node:diagnostics_channel';
import type {
	ICredentialDataDecryptedObject,
	INodeCredentialTestResult,
	INodeListSearchResult,
} from 'n8n-workflow';
import { ALL_BASE_NODES } from './baseNodes.mts';
import { loadCatalogue } from './catalogue.mts';
import { KEPT_CHANNEL } from './channels.mts';
import type { CredentialStore } from './credentialStore.mts';
import { readCredential, testCredential } from './credentialTest.mts';
import { listSearch, type ListRequest } from './listSearch.mts';
import { execute, type RunOptions } from './execution.mts';
import { connectOAuth2, type Browser } from './oauth2Connect.mts';
import { activate, fetchTestEvent, type ActivationOptions, type ActiveTrigger } from './polling.mts';
import type { RunResult } from './runResult.mts';

import type { WorkflowJson } from './workflowJson.mts';

export { CredentialStore } from './credentialStore.mts';
export type { RunOptions } from './execution.mts';
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

/** Loads the package. Throws an Error that names what is missing if it is not built. */
export async function createEngine(options: EngineOptions): Promise<Engine> {
	const catalogue = await loadCatalogue(options.packageDir, options.baseNodes ?? ALL_BASE_NODES);
	let executions = 0;
	return {
		nodeTypes: catalogue.nodeNames,
		listSearch: (credentials, request) => listSearch(catalogue, credentials, request),
		run: (workflow, runOptions = {}) => execute(catalogue, `${++executions}`, workflow, runOptions),
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
