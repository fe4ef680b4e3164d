import type {
	ICredentialsDecrypted,
	ICredentialTestRequest,
	INode,
	INodeType,
	IWorkflowExecuteAdditionalData,
	IWorkflowSettings,
	Workflow,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import type { LabCredentialsHelper } from './credentialsHelper.mts';
import { dataTables } from './dataTables.mts';
import { core, workflow as n8nWorkflow } from './n8n.mts';

/** n8n's engine needs valid URLs even where nothing is ever served; this host does not exist. */
const NOWHERE = 'http://n8n-engine.invalid';

/** What one execution needs besides its workflow. */
export interface ExecutionSetting {
	readonly helper: LabCredentialsHelper;
	readonly mode: WorkflowExecuteMode;
	readonly executionId: string;
	readonly workflowSettings?: IWorkflowSettings | undefined;
	/** Called after each run of a node: its name, the items on all outputs together, its duration. */
	readonly onNodeFinished?: ((name: string, items: number, milliseconds: number) => void) | undefined;
}

/**
 * The engine's surroundings for one execution: where n8n's server would put its database, user interface and
 * sub-workflows, this returns fixed values or names what is missing.
 */
export function createAdditionalData(setting: ExecutionSetting): IWorkflowExecuteAdditionalData {
	const { helper, mode, executionId, workflowSettings, onNodeFinished } = setting;
	const hooks = new core.ExecutionLifecycleHooks(mode, executionId, {
		id: 'lab',
		name: 'lab',
		active: false,
		isArchived: false,
		createdAt: new Date(0),
		updatedAt: new Date(0),
		nodes: [],
		connections: {},
		activeVersionId: null,
	});
	hooks.addHandler('nodeExecuteAfter', (name, { data, executionTime }) => {
		const outputs = data?.['main'] ?? [];
		const items = outputs.reduce((sum, output) => sum + (output?.length ?? 0), 0);
		onNodeFinished?.(name, items, executionTime);
	});
	return {
		credentialsHelper: helper,
		hooks,
		'data-table': { dataTableProxyProvider: dataTables },
		executionId,
		externalSecretsProxy: new core.ExternalSecretsProxy(),
		currentNodeExecutionIndex: 0,
		variables: {},
		...(workflowSettings === undefined ? {} : { workflowSettings }),
		setExecutionStatus: () => {},
		logAiEvent: () => {},
		getRunExecutionData: async () => undefined,
		getRuntimeCredential: async () => undefined,
		executeWorkflow: async () => {
			throw new Error('Sub-workflows are not available in the in-process engine.');
		},
		startRunnerTask: async () => {
			throw new Error('This node needs a task runner, which the in-process engine does not have.');
		},
		restApiUrl: `${NOWHERE}/rest`,
		instanceBaseUrl: `${NOWHERE}/`,
		formBaseUrl: `${NOWHERE}/form`,
		formWaitingBaseUrl: `${NOWHERE}/form-waiting`,
		formTestBaseUrl: `${NOWHERE}/form-test`,
		webhookBaseUrl: `${NOWHERE}/webhook`,
		webhookWaitingBaseUrl: `${NOWHERE}/webhook-waiting`,
		webhookTestBaseUrl: `${NOWHERE}/webhook-test`,
		mcpBaseUrl: `${NOWHERE}/mcp`,
		mcpTestBaseUrl: `${NOWHERE}/mcp-test`,
	};
}

/**
 * A declarative node whose only request is a credential's `test`, ready to run: n8n tests a credential by lending
 * No Operation that request (packages/cli/src/services/credentials-tester.service.ts).
 */
export function createCredentialTestNode(
	noOp: INodeType,
	test: ICredentialTestRequest,
	credential: ICredentialsDecrypted,
	helper: LabCredentialsHelper,
) {
	const nodeType: INodeType = {
		description: {
			...noOp.description,
			credentials: [{ name: credential.type, required: true }],
			properties: [
				{
					displayName: 'Temp',
					name: 'temp',
					type: 'string',
					routing: { request: test.request },
					default: '',
				},
			],
		},
	};
	const node: INode = {
		id: 'temp',
		name: 'Temp-Node',
		type: noOp.description.name,
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		credentials: { [credential.type]: { id: credential.id, name: credential.name } },
	};
	const workflow: Workflow = new n8nWorkflow.Workflow({
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes: {
			getByName: () => nodeType,
			getByNameAndVersion: () => nodeType,
			getKnownTypes: () => ({}),
		},
	});
	const context = new core.ExecuteContext(
		workflow,
		node,
		createAdditionalData({ helper, mode: 'internal', executionId: 'credential-test' }),
		'internal',
		n8nWorkflow.createRunExecutionData(),
		0,
		[],
		{ main: [[{ json: {} }]] },
		{ node, data: {}, source: null },
		[],
	);
	return new core.RoutingNode(context, nodeType, credential);
}
