import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { invalidInput } from '../../../defender/core/errors';
import { LeastRecentlyUsed } from '../../../defender/core/leastRecentlyUsed';
import { toolCallsUsedUp } from './executionText';
import { readCollection, readNumber } from '../parameters/parameters';
import { toNodeError } from './toNodeError';

const RANGE = { least: 1, most: 1_000 };

/** Calls so far, by execution and tool. An execution that n8n resumes in another process begins with none. */
const calls = new LeastRecentlyUsed<number>(1_000);

/** Shown where the node is a tool of an AI agent; n8n appends `Tool` to the node's type then. */
export const maxToolCallsOption: INodeProperties = {
	displayName: 'Maximum Tool Calls',
	name: 'maxToolCalls',
	type: 'number',
	typeOptions: { minValue: RANGE.least, maxValue: RANGE.most },
	default: 20,
	displayOptions: { show: { '@tool': [true] } },
	description:
		'How many times AI agents may call this tool in one execution. Further calls fail with a message for the model.',
};

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
		const { maxToolCalls = maxToolCallsOption.default } = readCollection(context, 'options', 0);
		const { least, most } = RANGE;
		const allowed = readNumber('options.maxToolCalls', 'Maximum Tool Calls', maxToolCalls, least, most);
		const key = `${execution} ${id}`;
		const count = (calls.get(key) ?? 0) + 1;
		calls.set(key, count);
		if (count > allowed) throw invalidInput('options.maxToolCalls', toolCallsUsedUp(allowed));
	} catch (failure) {
		throw toNodeError(context.getNode(), failure, 0);
	}
}
