import type {
	ICredentialDataDecryptedObject,
	ICredentialsExpressionResolveValues,
	IExecuteData,
	INode,
	IWorkflowExecuteAdditionalData,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { asCredentialData, asParameters } from './credentialRules.mts';
import { core, workflow as n8nWorkflow } from './n8n.mts';

/** A placeholder for the node where a credential is resolved outside a workflow; nothing refers to it. */
const LONE_NODE: INode = {
	id: 'credential',
	name: '',
	type: 'credential',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

/** A workflow without nodes asks for no type. */
const NO_NODE_TYPES = {
	getByName: noNodeType,
	getByNameAndVersion: noNodeType,
	getKnownTypes: () => ({}),
};

/**
 * Resolves every expression in a credential's fields; `$self` is the fields before resolving, defaults included.
 * In an execution (`resolveWith`) expressions also see the node's items; in a credential test they see none.
 *
 * @throws the expression's error, marked in an execution with "[Error resolving credentials]"
 */
export function resolveExpressions(
	data: ICredentialDataDecryptedObject,
	additionalData: IWorkflowExecuteAdditionalData,
	mode: WorkflowExecuteMode,
	executeData?: IExecuteData,
	resolveWith?: ICredentialsExpressionResolveValues,
): ICredentialDataDecryptedObject {
	const keys = core.getAdditionalKeys(additionalData, mode, null, { isCredential: true });
	if (resolveWith === undefined) {
		const { expression } = new n8nWorkflow.Workflow({
			nodes: [],
			connections: {},
			active: false,
			nodeTypes: NO_NODE_TYPES,
		});
		return asCredentialData(
			expression.getComplexParameterValue(
				LONE_NODE,
				asParameters(data),
				mode,
				keys,
				undefined,
				undefined,
				data,
			),
		);
	}
	const { workflow, runExecutionData, runIndex, itemIndex, node, connectionInputData } = resolveWith;
	try {
		return asCredentialData(
			workflow.expression.getParameterValue(
				asParameters(data),
				runExecutionData,
				runIndex,
				itemIndex,
				node.name,
				connectionInputData,
				mode,
				keys,
				executeData,
				false,
				data,
			),
		);
	} catch (error) {
		if (error instanceof Error) error.message += ' [Error resolving credentials]';
		throw error;
	}
}

function noNodeType(): never {
	throw new Error('A credential is resolved outside any workflow; there is no node to ask for.');
}
