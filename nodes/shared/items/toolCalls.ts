import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { LeastRecentlyUsed } from '../../../defender/core/leastRecentlyUsed';
import { toolCallsUsedUp } from './executionText';
import { itemParameters, readCollection, refusal } from '../parameters/parameterSource';
import { readNumber } from '../parameters/readParameter';
import { toNodeError } from '../connection/toNodeError';

/** Calls so far, by execution and tool. An execution that n8n resumes in another process begins with none. */
const calls = new LeastRecentlyUsed<number>(1_000);

/** Shown where the node is a tool of an AI agent; n8n appends `Tool` to the node's type then. */
export const maxToolCallsOption = {
	displayName: 'Maximum Tool Calls',
	name: 'maxToolCalls',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 1000 },
	default: 20,
	displayOptions: { show: { '@tool': [true] } },
	description:
		'How many times AI agents may call this tool in one execution. Further calls fail with a message for the model.',
} as const satisfies INodeProperties;

/**
 * Counts a call of the node as a tool. Does nothing for the node in a workflow, and where n8n names no execution, as for a call
 * through its MCP server.
 * @throws NodeOperationError when this execution has called the tool as often as it may
 */
export function countToolCall(context: IExecuteFunctions): void {
	const { id, type } = context.getNode();
	const execution: unknown = context.getExecutionId();
	if (!type.endsWith('Tool') || typeof execution !== 'string' || execution === '') return;
	try {
		const options = readCollection(itemParameters(context, 0), { name: 'options' });
		const maximum = readNumber(options, maxToolCallsOption);
		const key = `${execution} ${id}`;
		const count = (calls.get(key) ?? 0) + 1;
		calls.set(key, count);
		if (count > maximum) throw refusal(options, maxToolCallsOption, toolCallsUsedUp(maximum));
	} catch (failure) {
		throw toNodeError(context.getNode(), failure, 0);
	}
}
