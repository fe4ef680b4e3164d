import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { LeastRecentlyUsed } from '../../../defender/core/leastRecentlyUsed';
import { toolCallsUsedUp } from './executionText';
import { itemParameters, readOptions, refusal } from '../parameters/parameterSource';
import { readNumber } from '../parameters/readParameter';
import { toNodeError } from '../connection/toNodeError';

/** Number of calls by execution and tool. It starts again at 0 if n8n resumes an execution in another process. */
const calls = new LeastRecentlyUsed<number>(1_000);

/** Shown if the node is a tool of an AI agent; n8n then appends `Tool` to the type of the node. */
export const maxToolCallsOption = {
	displayName: 'Maximum Tool Calls',
	name: 'maxToolCalls',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 1000 },
	default: 20,
	displayOptions: { show: { '@tool': [true] } },
	description:
		'Maximum number of calls of this tool by AI agents in one execution. Further calls fail with a message for the model.',
} as const satisfies INodeProperties;

/**
 * Counts a call of the node as a tool. Does nothing if the node is not a tool, or if n8n names no execution, as for calls
 * through its MCP server.
 * @throws NodeOperationError after the maximum number of calls in this execution
 */
export function countToolCall(context: IExecuteFunctions): void {
	const { id, type } = context.getNode();
	const execution: unknown = context.getExecutionId();
	if (!type.endsWith('Tool') || typeof execution !== 'string' || execution === '') return;
	try {
		const options = readOptions(itemParameters(context, 0), { name: 'options' });
		const maximum = readNumber(options, maxToolCallsOption);
		const key = `${execution} ${id}`;
		const count = (calls.get(key) ?? 0) + 1;
		calls.set(key, count);
		if (count > maximum) throw refusal(options, maxToolCallsOption, toolCallsUsedUp(maximum));
	} catch (failure) {
		throw toNodeError(context.getNode(), failure, 0);
	}
}
