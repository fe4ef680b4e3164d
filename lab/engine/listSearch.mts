import type { ILoadOptionsFunctions, INode, INodeListSearchResult } from 'n8n-workflow';
import { createAdditionalData } from './additionalData.mts';
import type { Catalogue } from './catalogue.mts';
import { LabCredentialsHelper } from './credentialsHelper.mts';
import type { CredentialStore } from './credentialStore.mts';
import { core, workflow as n8nWorkflow } from './n8n.mts';

/** Which list of which node the editor opens. */
export interface ListRequest {
	/** Node type with its package prefix. */
	readonly type: string;
	/** The node's parameters in the editor. */
	readonly parameters: INode['parameters'];
	readonly credentials: NonNullable<INode['credentials']>;
	/** Name under `methods.listSearch`. */
	readonly method: string;
	/** What the user typed. */
	readonly filter?: string | undefined;
}

/**
 * What the editor shows when a user opens a resource locator's list, outside any execution
 * (packages/cli/src/services/dynamic-node-parameters.service.ts of n8n 2.41).
 *
 * @throws what the method throws, and an Error for a list that the node does not have
 */
export async function listSearch(
	catalogue: Catalogue,
	store: CredentialStore,
	{ type, parameters, credentials, method, filter }: ListRequest,
): Promise<INodeListSearchResult> {
	const node: INode = {
		id: 'temp',
		name: 'Temp-Node',
		type,
		typeVersion: 1,
		position: [0, 0],
		parameters,
		credentials,
	};
	const workflow = new n8nWorkflow.Workflow({
		name: 'Temp-Workflow',
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes: catalogue.nodeTypes,
	});
	const helper = new LabCredentialsHelper(catalogue, store);
	const additionalData = createAdditionalData({ helper, mode: 'internal', executionId: 'list' });
	const list = catalogue.nodeTypes.getByNameAndVersion(type).methods?.listSearch?.[method];
	if (list === undefined) throw new Error(`${type} has no list ${method}.`);
	const context = new core.LoadOptionsContext(workflow, node, additionalData, '');
	// n8n's class and n8n's interface of it differ in nothing but whether a workflow's name may be undefined.
	return await list.call(context as ILoadOptionsFunctions, filter);
}
